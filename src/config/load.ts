import { basename } from 'node:path'
import * as v from 'valibot'
import { ConfigError } from '../errors.ts'
import type { Files } from '../model/files.ts'
import { type ConfigDocument, type Problem, readDocument } from './document.ts'
import { readConfigFile } from './file.ts'
import type { PolicyLayer } from './layer.ts'
import { configSchema } from './schema.ts'

const MOST_SHOWN = 20

/**
 * What a configuration file sets. Of a `package.json` that is its key `ctxguard`.
 *
 * @param known ids of the rules that there are
 * @param label how messages and findings call the file; default: as it is given
 * @param files where it lies; default: this machine
 * @throws ConfigError that names every problem with its line and column
 */
export function loadConfig(
  file: string,
  known: { rules: readonly string[] },
  label = file,
  files?: Files,
): PolicyLayer {
  const text = readConfigFile(file, label, files)
  const document = readDocument(text, basename(file) === 'package.json' ? 'ctxguard' : undefined)
  if (Array.isArray(document)) throw configError(label, document)
  const { success, output, issues } = v.safeParse(configSchema(known.rules), document.value)
  if (!success)
    throw configError(
      label,
      issues.slice(0, MOST_SHOWN).map(issue => problemOf(issue, document)),
      issues.length,
    )

  const { rules, limits, failOn, allow } = output
  return {
    rules,
    limits: {
      fileBytes: limits.file,
      contextBytes: limits.context,
      contextFiles: limits.files,
      secretBytes: limits.secret,
    },
    failOn,
    allow: allow.map(({ path, expires, ...allowance }, index) => ({
      ...allowance,
      ...(path !== undefined && { path }),
      ...(expires !== undefined && { expires }),
      at: { file: label, ...document.positionOf(['allow', index], 'value') },
    })),
  }
}

function problemOf({ path, message }: v.BaseIssue<unknown>, document: ConfigDocument): Problem {
  const items: readonly v.IssuePathItem[] = path ?? []
  const keys = items.map(item => item.key)
  return { ...document.positionOf(keys, items.at(-1)?.origin === 'key' ? 'key' : 'value'), text: message }
}

function configError(label: string, problems: readonly Problem[], count = problems.length): ConfigError {
  const shown = problems
    .slice(0, MOST_SHOWN)
    .sort((a, b) => a.line - b.line || a.column - b.column)
    .map(({ line, column, text }) => `${label}:${line}:${column}: ${text}`)
  if (count > shown.length) shown.push(`and ${count - shown.length} more`)
  return new ConfigError(shown.join('\n'), {
    hint: 'correct the file (docs/CONFIGURATION.md describes every key), or leave it out with --no-config',
  })
}
