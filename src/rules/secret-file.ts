import type { ContextEntry } from '../model/entry.ts'
import type { Rule } from '../model/finding.ts'
import { ignoreLineFor } from '../model/ignore-line.ts'
import { baseName } from '../model/path.ts'
import type { SecretMatch } from '../secrets/index.ts'
import { listValues, secretFinding, secretsOf } from './secrets.ts'

export const secretFile: Rule = {
  id: 'secret-file',
  title: 'A secret file is sent',
  severity: 'error',
  needs: ['content'],
  *check(ctx) {
    for (const secret of secretsOf(ctx, 'secret-file'))
      yield secretFinding('secret-file', secret, describe(secret.match), fixOf(secret.entry, secret.match))
  },
}

function describe({ kind, state, values }: SecretMatch): string {
  if (state === 'unknown') return `${kind.title}, by its name`
  if (state === 'harmless') return `${kind.title}, in which no value looks live`
  const isWhole = values.every(value => value.line === undefined)
  if (isWhole) return `${kind.title} (${listValues(values)})`
  const subject = values.length === 1 ? 'a value that looks live' : `${values.length} values that look live`
  return `it holds ${subject} (${listValues(values)})`
}

function fixOf(entry: ContextEntry, { kind, state }: SecretMatch): { pattern: string; why: string } {
  const pattern =
    (kind.id === 'dotenv' && dotenvPattern(entry.path)) || ignoreLineFor(entry.rawPath ?? entry.path)
  const samples = pattern === '**/.env*' ? '; a line !**/.env.example after it keeps the sample' : ''
  const needed = 'where the build needs it, RUN --mount=type=secret hands it over and leaves no trace'
  const leaked = state === 'live' ? '; rotate it if it was built or pushed before' : ''
  return { pattern, why: `${needed}${leaked}${samples}` }
}

/** One line for all files of that name, at any depth: where one is, others will be. */
function dotenvPattern(path: string): string | undefined {
  const name = baseName(path).toLowerCase()
  if (name.startsWith('.env')) return '**/.env*'
  return name.endsWith('.env') ? '**/*.env' : undefined
}
