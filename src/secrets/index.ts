import { SEVERITIES, type Severity } from '../model/finding.ts'
import { baseName } from '../model/path.ts'
import { textOf } from './decode.ts'
import type { Hit, MaskedValue, Reading, SecretKind } from './kind.ts'
import { SECRET_KINDS } from './kinds/index.ts'
import { indexNames, isSampleName, type NameIndex } from './names.ts'
import { isSealed } from './sealed.ts'
import { type Surroundings, surroundingsOf } from './surroundings.ts'

export type { SecretKind } from './kind.ts'
export { SECRET_KINDS } from './kinds/index.ts'

/** What a file was found to be. Values are masked: nothing here gives one away. */
export interface SecretMatch {
  kind: SecretKind
  severity: Severity
  /** `live`: values that look real; `harmless`: of this kind, without any; `unknown`: only the name speaks */
  state: 'live' | 'harmless' | 'unknown'
  /** what looks real, in the file's order */
  values: readonly MaskedValue[]
}

let index: NameIndex | undefined
let wokenIndex: NameIndex | undefined

/** The kinds that a file of this name may be of; none for a name that says sample. */
export function kindsNamed(path: string): readonly SecretKind[] {
  index ??= indexNames(SECRET_KINDS.filter(kind => kind.wokenBy === undefined))
  return unlessSample(path, index.find(path))
}

/** The kinds that a file of this name may be of because these detectors found something in it. */
export function kindsWokenBy(path: string, detectorIds: readonly string[]): readonly SecretKind[] {
  if (detectorIds.length === 0) return []
  wokenIndex ??= indexNames(SECRET_KINDS.filter(kind => kind.wokenBy !== undefined))
  const kinds = wokenIndex.find(path).filter(kind => kind.wokenBy?.some(id => detectorIds.includes(id)))
  return unlessSample(path, kinds)
}

function unlessSample(path: string, kinds: readonly SecretKind[]): readonly SecretKind[] {
  return kinds.length > 0 && isSampleName(baseName(path)) ? [] : kinds
}

/**
 * What a file is, by its name and its head (undefined where it can't be read); undefined for nothing worth
 * saying. `nowMs` decides what has expired; default: now.
 */
export function classify(
  path: string,
  head: Uint8Array | undefined,
  options: { kinds?: readonly SecretKind[]; fileBytes?: number; nowMs?: number } = {},
): SecretMatch | undefined {
  const { fileBytes = head?.length ?? 0, nowMs = Date.now() } = options
  const kinds = options.kinds ?? kindsNamed(path)
  if (kinds.length === 0) return undefined
  const name = baseName(path).toLowerCase()
  const around = surroundingsOf(path)
  if (head === undefined) return worst(kinds.map(kind => judge(kind, name, { state: 'unknown' }, around)))

  const text = textOf(head)
  if (head.length === 0 || text?.trim() === '' || isSealed(head, text)) return undefined
  const file = { path, name, bytes: head, fileBytes, nowMs, ...(text !== undefined && { text }) }
  return worst(kinds.map(kind => judge(kind, name, kind.inspect(file), around)))
}

/** What a reading means for the report: the kind's severities, moved by where the file lies. */
function judge(
  kind: SecretKind,
  name: string,
  reading: Reading,
  around: Surroundings,
): SecretMatch | undefined {
  const hits = reading.state === 'live' ? reading.hits.filter(hit => counts(hit, around)) : []
  if (hits.length > 0) {
    const severity = mostSevere(hits.map(hit => severityOf(hit, kind, around)))
    return { kind, severity, state: 'live', values: hits.map(shown).sort(byLine) }
  }
  // a package was published with this file in it
  if (reading.state === 'innocent' || around.vendored) return undefined
  const { nameOf = {}, name: named, harmless } = kind.severity
  const byName = name in nameOf ? nameOf[name]! : named
  const state = reading.state === 'unknown' ? 'unknown' : 'harmless'
  const severity = state === 'unknown' ? byName : (harmless ?? (byName === null ? null : 'info'))
  return severity === null ? undefined : { kind, severity, state, values: [] }
}

/** Guesses are for a project's own files: elsewhere values under such names are made up. */
function counts(hit: Hit, { tests, vendored }: Surroundings): boolean {
  return hit.ground !== 'guess' || !(tests || vendored)
}

function severityOf(hit: Hit, kind: SecretKind, { tests, vendored }: Surroundings): Severity {
  if (tests && vendored) return 'info'
  const { live, guess = live } = kind.severity
  const severity = hit.severity ?? (hit.ground === 'guess' ? guess : live)
  const oneStepLower = hit.ground === 'field' && (tests || vendored)
  return oneStepLower ? (SEVERITIES[SEVERITIES.indexOf(severity) + 1] ?? 'info') : severity
}

function mostSevere(severities: readonly Severity[]): Severity {
  return SEVERITIES.find(severity => severities.includes(severity))!
}

function shown({ key, masked, line }: Hit): MaskedValue {
  return { ...(key !== undefined && { key }), masked, ...(line !== undefined && { line }) }
}

function byLine(a: MaskedValue, b: MaskedValue): number {
  return (a.line ?? 0) - (b.line ?? 0)
}

/** The most severe match; of equals one with live values, then the first. */
function worst(matches: readonly (SecretMatch | undefined)[]): SecretMatch | undefined {
  const rank = (match: SecretMatch) =>
    SEVERITIES.indexOf(match.severity) * 2 + (match.state === 'live' ? 0 : 1)
  let best: SecretMatch | undefined
  for (const match of matches) if (match && (!best || rank(match) < rank(best))) best = match
  return best
}
