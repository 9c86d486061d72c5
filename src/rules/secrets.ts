import type { ContextEntry } from '../model/entry.ts'
import type { Finding, RuleContext } from '../model/finding.ts'
import { classify, HEAD_BYTES, kindsNamed, type MaskedValue, type SecretMatch } from '../secrets/index.ts'
import { oncePerWalk } from './once.ts'

export interface SentSecret {
  entry: ContextEntry
  match: SecretMatch
}

/** The sent files that are secrets of the rule's kinds, in the snapshot's order. */
export function secretsOf(ctx: RuleContext, rule: 'secret-file' | 'git-credentials'): SentSecret[] {
  return sentSecrets(ctx).filter(({ match }) => (match.kind.rule ?? 'secret-file') === rule)
}

/** Only files whose name fits a kind are read, and of them the head. */
const sentSecrets = oncePerWalk((ctx: RuleContext): SentSecret[] => {
  const secrets: SentSecret[] = []
  for (const entry of ctx.snapshot.entries) {
    if (entry.kind !== 'file' || entry.bytes === 0 || entry.arrivesEmpty) continue
    const kinds = kindsNamed(entry.path, entry.bytes)
    if (kinds.length === 0) continue
    const head = entry.unreadable ? undefined : ctx.read(entry, HEAD_BYTES)
    const match = classify(entry.path, head, { kinds, fileBytes: entry.bytes })
    if (match) secrets.push({ entry, match })
  }
  return secrets
})

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
function dataOf({ kind, state, values }: SecretMatch): Record<string, unknown> {
  const keys = [...new Set(values.flatMap(value => value.key ?? []))]
  const lines = [...new Set(values.flatMap(value => value.line ?? []))]
  return {
    detector: kind.id,
    where: state === 'unknown' ? 'name' : 'content',
    live: values.length,
    keys,
    lines,
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

const SHOWN_VALUES = 3

/** `API_KEY abcd… (32), DB_PASSWORD ab… (9) and 2 more`. */
export function listValues(values: readonly MaskedValue[]): string {
  const shown = values
    .slice(0, SHOWN_VALUES)
    .map(({ key, masked }) => (key === undefined ? masked : `${key} ${masked}`))
  const more = values.length - shown.length
  return more > 0 ? `${shown.join(', ')} and ${more} more` : shown.join(', ')
}
