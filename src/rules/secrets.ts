import type { ContextEntry } from '../model/entry.ts'
import type { Finding, RuleContext } from '../model/finding.ts'
import type { MaskedValue, SecretFileMatch } from '../model/secret.ts'
import type { SecretKind } from '../secrets/kind.ts'
import { SECRET_KINDS } from '../secrets/kinds/index.ts'

/** A sent file that is a secret as a whole. */
export interface SentSecret {
  entry: ContextEntry
  kind: SecretKind
  match: SecretFileMatch
}

const KINDS: ReadonlyMap<string, SecretKind> = new Map(SECRET_KINDS.map(kind => [kind.id, kind]))

/** The sent files that are secrets of the rule's kinds, in the snapshot's order. */
export function* secretFiles(
  { secrets }: RuleContext,
  rule: 'secret-file' | 'git-credentials',
): Generator<SentSecret> {
  for (const [entry, { file: match }] of secrets ?? []) {
    const kind = match && KINDS.get(match.kind)
    if (kind && (kind.rule ?? 'secret-file') === rule) yield { entry, kind, match }
  }
}

/** The finding about a secret that is sent; `what` says what the file holds. */
export function secretFinding(
  rule: string,
  { entry, match }: SentSecret,
  what: string,
  fix: NonNullable<Finding['fix']>,
): Finding {
  return {
    rule,
    severity: match.severity,
    path: entry.path,
    ...locationOf(entry.path, match.values),
    message: `${entry.path} is in the build context: ${what}`,
    exposure: 'sent',
    data: dataOf(match),
    bytes: entry.bytes,
    fix,
  }
}

/** What a finding keeps of a match: names and numbers, no value. */
function dataOf({ kind, state, values, detectors }: SecretFileMatch): Record<string, unknown> {
  const keys = [...new Set(values.flatMap(value => value.key ?? []))]
  const lines = [...new Set(values.flatMap(value => value.line ?? []))]
  return {
    detector: kind,
    where: state === 'unknown' ? 'name' : 'content',
    live: values.length,
    keys,
    lines,
    detectors: Object.keys(detectors),
    linesOf: detectors,
  }
}
/** Where the first value stands, when a line says more than the path. */
function locationOf(
  path: string,
  values: readonly MaskedValue[],
): { location?: { file: string; line: number } } {
  const line = values.find(value => value.line !== undefined)?.line
  return line === undefined ? {} : { location: { file: path, line } }
}

/** `lines 2, 5 and 9`, and of many the first ones. */
export function formatLines(lines: readonly number[]): string {
  const shown = lines.slice(0, MOST_LINES)
  const more = lines.length - shown.length
  if (more > 0) return `lines ${shown.join(', ')} and ${more} more`
  const [last, ...others] = shown.toReversed()
  return others.length === 0 ? `line ${last}` : `lines ${others.reverse().join(', ')} and ${last}`
}

const MOST_LINES = 8
const SHOWN_VALUES = 3

/** `API_KEY abcd… (32), DB_PASSWORD ab… (9) and 2 more`. */
export function listValues(values: readonly MaskedValue[]): string {
  const shown = values
    .slice(0, SHOWN_VALUES)
    .map(({ key, masked }) => (key === undefined ? masked : `${key} ${masked}`))
  const more = values.length - shown.length
  return more > 0 ? `${shown.join(', ')} and ${more} more` : shown.join(', ')
}
