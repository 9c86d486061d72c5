import { bytesAt, startsWith } from './decode.ts'
import { HARMLESS, type Hit, INNOCENT, liveOr, type Reading, type SecretFile, UNKNOWN } from './kind.ts'
import { maskBlock } from './mask.ts'
import { fieldPairs, fieldPattern } from './readers/fields.ts'
import { credentialHits } from './readers/hits.ts'
import { jsonPairs, linePairs, type Pair, xmlPairs } from './readers/pairs.ts'
import { settingHits, tokenHits } from './readers/tokens.ts'

type Inspect = (file: SecretFile) => Reading

interface Conditions {
  /** without it the text is not of this kind */
  needs?: RegExp
  /** with it, and without a live value, there is nothing to keep secret */
  innocentWhen?: RegExp
  /** further hits */
  and?: (text: string) => Hit[]
  /** of a text without a live value; default: harmless where it has such a field, else unknown */
  otherwise?: Reading
}

/** Live where a field of one of these names (a pattern's source) holds a credential. */
export function fields(names: string, conditions: Conditions = {}): Inspect {
  const pattern = fieldPattern(names)
  return ({ text }) => {
    if (text === undefined) return UNKNOWN
    if (conditions.needs && !conditions.needs.test(text)) return UNKNOWN
    const pairs = [...fieldPairs(text, pattern)]
    const hits = [...credentialHits(pairs), ...(conditions.and?.(text) ?? [])]
    if (conditions.innocentWhen?.test(text)) return liveOr(hits, INNOCENT)
    const isOfKind = pairs.length > 0 || conditions.needs !== undefined
    return liveOr(hits, conditions.otherwise ?? (isOfKind ? HARMLESS : UNKNOWN))
  }
}

/** Live where a name says secret and its value looks like one, or where a token stands. */
export function settings(also: (text: string) => Hit[] = () => []): Inspect {
  return ({ text, name }) => {
    if (text === undefined) return UNKNOWN
    return liveOr(settingHits([...tokenHits(text), ...also(text)], pairsOf(text, name)), HARMLESS)
  }
}

/** Live where any of the readers finds something; else the reading given. */
export function found(read: (text: string) => Hit[], otherwise: Reading = INNOCENT): Inspect {
  return ({ text }) => (text === undefined ? UNKNOWN : liveOr(read(text), otherwise))
}

/** Live where the file begins with one of these: ASCII text, or bytes with gaps. */
export function magic(label: string, ...beginnings: (string | readonly (number | null)[])[]): Inspect {
  return file => {
    const { bytes } = file
    const begins = beginnings.some(beginning =>
      typeof beginning === 'string' ? startsWith(bytes, beginning) : bytesAt(bytes, 0, beginning),
    )
    return begins ? containerOf(label, file) : UNKNOWN
  }
}

/** A container of secrets that counts as a whole. */
export function containerOf(label: string, { fileBytes }: SecretFile): Reading {
  return { state: 'live', hits: [{ masked: maskBlock(label, fileBytes), ground: 'token' }] }
}

/** The first inspection that knows what the file is. */
export function firstOf(...inspections: Inspect[]): Inspect {
  return file => {
    for (const inspect of inspections) {
      const reading = inspect(file)
      if (reading.state !== 'unknown') return reading
    }
    return UNKNOWN
  }
}

/** The pairs of a file by the syntax that its name stands for. */
export function pairsOf(text: string, name: string): Iterable<Pair> {
  if (/\.json[c5]?$/.test(name)) return jsonPairs(text)
  return /\.(?:xml|config|plist)$/.test(name) ? xmlPairs(text) : linePairs(text)
}
