import type { ContextEntry } from '../model/entry.ts'
import type { Rule } from '../model/finding.ts'
import { ignoreLineFor, ignoreLineForName } from '../model/ignore-line.ts'
import { baseName } from '../model/path.ts'
import { APPLICATION_KINDS } from '../secrets/kinds/applications.ts'
import { formatLines, listValues, type SentSecret, secretFiles, secretFinding } from './secrets.ts'

export const secretFile: Rule = {
  id: 'secret-file',
  title: 'A secret file is sent',
  severity: 'error',
  needs: ['secrets'],
  exposure: { falls: true },
  *check(ctx) {
    for (const secret of secretFiles(ctx, 'secret-file'))
      yield secretFinding('secret-file', secret, describe(secret), fixOf(secret))
  },
}

function describe({ kind, match: { state, values } }: SentSecret): string {
  if (state === 'unknown') return `${kind.title}, by its name`
  if (state === 'harmless') return `${kind.title} in which no value looks live`
  const isWhole = values.every(value => value.line === undefined)
  if (isWhole) return `${kind.title} (${listValues(values)})`
  const lines = [...new Set(values.flatMap(value => value.line ?? []))]
  const subject =
    values.length === 1
      ? 'a value that looks live'
      : `${values.length} values that look live, on ${formatLines(lines)}`
  return `it holds ${subject} (${listValues(values)})`
}

function fixOf({ entry, kind, match: { state } }: SentSecret): { pattern?: string; why: string } {
  const leaked = state === 'live' ? '; rotate it if it was built or pushed before' : ''
  // what the program reads or is made of can't simply be left out
  if (SOURCE_KINDS.has(kind.id)) return { why: `move the value out of the file${leaked}` }
  const needed = `where the build needs it, RUN --mount=type=secret hands it over and leaves no trace${leaked}`
  if (state === 'harmless') return { why: `exclude it where no build needs it; ${needed}` }
  return { pattern: patternFor(entry), why: needed }
}

/** Environment files come in many directories; every other file is meant alone. */
function patternFor(entry: ContextEntry): string {
  const name = baseName(entry.path)
  return name.toLowerCase().startsWith('.env')
    ? ignoreLineForName(entry.path)
    : ignoreLineFor(entry.rawPath ?? entry.path)
}

/** Kinds that are part of an application: its source, or the settings it is shipped with. */
const SOURCE_KINDS: ReadonlySet<string> = new Set(APPLICATION_KINDS.map(kind => kind.id))
