import { relative } from 'node:path'
import type { ContextEntry } from '../model/entry.ts'
import type { Finding, Rule, RuleContext } from '../model/finding.ts'
import { ignoreLineFor } from '../model/ignore-line.ts'
import type { FileSecrets, TokenMatch } from '../model/secret.ts'
import { detectorTitle } from '../secrets/tokens/catalog.ts'
import { formatLines } from './secrets.ts'

export const secretContent: Rule = {
  id: 'secret-content',
  title: 'A secret in a file that is sent',
  severity: 'error',
  needs: ['secrets', 'dockerfile'],
  exposure: { falls: true },
  *check(ctx) {
    const own = dockerfileOf(ctx)
    for (const [entry, { tokens, named = [], moreGuesses = 0 }] of ctx.secrets ?? []) {
      for (const name of named) yield nameFinding(entry, name)
      // what stands in there has a rule of its own
      if (entry.path === own) continue
      for (const [index, match] of tokens.entries())
        yield finding(entry, match, index === tokens.length - 1 ? moreGuesses : 0)
    }
  },
}

/** The Dockerfile of this build, where it can be read and is part of the context. */
function dockerfileOf({ snapshot: { request }, reach }: RuleContext): string | undefined {
  const { dockerfile, context } = request
  if (reach === undefined || dockerfile.kind !== 'file') return undefined
  return relative(context.dir, dockerfile.file)
}

function finding(entry: ContextEntry, match: TokenMatch, more: number): Finding {
  const { path } = entry
  const { detector, severity, masked, position, lines, key, confidence } = match
  const where = position ? `${path}:${position.line}:${position.column}` : `the end of ${path}`
  const again = lines.length > 1 ? `, on ${formatLines(lines)}` : ''
  const shown = key === undefined ? masked : `${key} ${masked}`
  const rest = more > 0 ? `; ${more} more like it in that file` : ''
  return {
    rule: secretContent.id,
    severity,
    path,
    ...(position && { location: { file: path, ...position } }),
    message: `${where} holds ${detectorTitle(detector)}: ${shown}${again}${rest}`,
    exposure: 'sent',
    data: {
      detector,
      where: 'content',
      ...(key !== undefined && { key }),
      ...(confidence && { confidence }),
      lines,
      ...(more > 0 && { more }),
    },
    bytes: entry.bytes,
    fix: fixOf(entry, match),
  }
}

function nameFinding(entry: ContextEntry, name: NonNullable<FileSecrets['named']>[number]): Finding {
  return {
    rule: secretContent.id,
    severity: name.severity,
    path: entry.path,
    message: `the name of ${entry.path} is, or holds, ${detectorTitle(name.detector)}`,
    exposure: 'sent',
    data: { detector: name.detector, where: 'name' },
    bytes: entry.bytes,
    fix: { why: 'rename or exclude it; revoke the secret if this was built or pushed before' },
  }
}

/** Programs are needed where they are: only what is in them can go. */
const SOURCE =
  /\.(?:c|cc|cpp|cs|css|cts|exs?|go|h|hpp|html?|java|[cm]?[jt]sx?|kts?|lua|php|pl|py|rb|rs|scala|sh|bash|svelte|swift|vue)$/i

function fixOf(entry: ContextEntry, { severity }: TokenMatch): NonNullable<Finding['fix']> {
  const needed = 'a build step gets it by RUN --mount=type=secret, a program when it is started'
  if (severity === 'info') return { why: `if it is real, take it out of the file: ${needed}` }
  const revoke = 'revoke it if this was built or pushed before'
  if (SOURCE.test(entry.path)) return { why: `take it out of the file: ${needed}; ${revoke}` }
  return { pattern: ignoreLineFor(entry.rawPath ?? entry.path), why: `${needed}; ${revoke}` }
}
