import { TextDecoder } from 'node:util'
import { LESS, SEVERITIES, type Severity } from '../model/finding.ts'
import type { FileSecrets, MaskedValue, SecretFileMatch, SecretGap, TokenMatch } from '../model/secret.ts'
import { type Encoding, encodingOf, hasUtf8Mark, textOf } from './decode.ts'
import { genericMatches, isConfigLike, mayHoldSetting } from './generic.ts'
import { classify, kindsNamed, kindsWokenBy } from './index.ts'
import { type RankedMatch, TokenScan } from './scan/token-scan.ts'
import { shownName, tokensInName } from './shown.ts'
import { type Surroundings, surroundingsOf } from './surroundings.ts'
import { detectorsFor } from './tokens/sets.ts'

/** Bytes of a file that its kind gets to see, and in which settings are read. */
const HEAD_BYTES = 2 ** 20

export interface ExaminationOptions {
  /** the moment that decides what has expired; default: now */
  nowMs?: number
  /** whether the time for this file is up; default: never */
  isOver?: () => boolean
}

/**
 * Looks at one file: what it is, and the secrets in it. Its bytes come in pieces, in order, each of 8 KiB or more but
 * for the last one. A file is in the mind of one examination only; what leaves it is masked.
 */
export class Examination {
  readonly #path: string
  readonly #fileBytes: number
  readonly #nowMs: number
  readonly #around: Surroundings
  readonly #kinds: ReturnType<typeof kindsNamed>
  readonly #scan: TokenScan
  #encoding: Encoding | undefined
  #decoder: TextDecoder | undefined
  #head: Uint8Array = new Uint8Array()
  #headIsWhole = true
  #isCut = false

  constructor(path: string, fileBytes: number, { nowMs = Date.now(), isOver }: ExaminationOptions = {}) {
    this.#path = path
    this.#fileBytes = fileBytes
    this.#nowMs = nowMs
    this.#around = surroundingsOf(path)
    this.#kinds = kindsNamed(path)
    this.#scan = new TokenScan(detectorsFor(this.#around), isOver)
  }

  /** Takes the next bytes; `last` where no more come, or not the next ones. Only those of the last piece are still needed in `finish`. */
  push(bytes: Uint8Array, last: boolean): void {
    const first = this.#encoding === undefined
    this.#encoding ??= encodingOf(bytes)
    this.#keepHead(bytes, first && last)
    if (this.#encoding === 'binary') return
    if (this.#encoding === 'bytes') {
      this.#scan.push(first && hasUtf8Mark(bytes) ? bytes.subarray(3) : bytes, last)
      return
    }
    this.#decoder ??= new TextDecoder(this.#encoding)
    this.#scan.push(Buffer.from(this.#decoder.decode(bytes, { stream: !last })), last)
  }

  /** False once nothing is looked at any more: the file is binary, or its time is up. */
  get wantsMore(): boolean {
    return this.#encoding !== 'binary' && this.#scan.gap !== 'deadline'
  }

  /** After a piece that was pushed as the last one: others follow, but not the next ones of the file. */
  skip(): void {
    this.#isCut = true
    // it may be a view of what was read: that memory is used again now
    this.#head = Buffer.from(this.#head)
    this.#decoder = undefined
  }

  /** What the file holds; undefined for nothing, of a file that was seen as a whole. */
  finish(): FileSecrets | undefined {
    const matches = this.#scan.finish()
    const found = matches.map(match => withShownKey(weighed(match, this.#around)))
    const file = this.#kindOf(found)
    const { guesses, more } = file ? { guesses: [], more: 0 } : this.#settings(matches)
    const tokens = file ? [] : [...found, ...guesses].sort(byPosition)
    const named = tokensInName(this.#path)
    const gaps = this.#gaps()
    if (!file && tokens.length === 0 && named.length === 0 && gaps.length === 0) return undefined
    return {
      ...(file && { file }),
      tokens,
      ...(more > 0 && { moreGuesses: more }),
      ...(named.length > 0 && { named }),
      ...(gaps.length > 0 && { gaps }),
    }
  }

  /** The head is copied only of files that come in several pieces. */
  #keepHead(bytes: Uint8Array, isWhole: boolean): void {
    if (this.#isCut || this.#head.length >= HEAD_BYTES) {
      this.#headIsWhole = false
      return
    }
    const room = HEAD_BYTES - this.#head.length
    if (bytes.length > room) this.#headIsWhole = false
    const part = bytes.subarray(0, room)
    this.#head = isWhole ? part : Buffer.concat([this.#head, part])
  }

  #kindOf(found: readonly TokenMatch[]): SecretFileMatch | undefined {
    const ids = [...new Set(found.map(match => match.detector))]
    const kinds = [...this.#kinds, ...kindsWokenBy(this.#path, ids)]
    if (kinds.length === 0) return undefined
    const options = { kinds, fileBytes: this.#fileBytes, nowMs: this.#nowMs }
    const match = classify(this.#path, this.#head, options)
    if (match === undefined) return undefined
    const { kind, severity, state, values } = match
    const tells = found.some(token => token.severity !== 'info')
    return {
      kind: kind.id,
      severity: mostSevere([severity, ...found.map(token => token.severity)]),
      state: tells ? 'live' : state,
      values: (tells || state === 'live' ? together(values, found) : values).map(withShownKey),
      detectors: linesByDetector(found),
    }
  }

  #settings(matches: readonly RankedMatch[]): { guesses: TokenMatch[]; more: number } {
    if (!this.#headIsWhole || this.#encoding === 'binary' || !isConfigLike(this.#path))
      return { guesses: [], more: 0 }
    const text = mayHoldSetting(this.#head, this.#encoding) ? textOf(this.#head) : undefined
    if (text === undefined) return { guesses: [], more: 0 }
    const told = matches.flatMap(({ about }) => about)
    const { matches: settings, more } = genericMatches(this.#path, text)
    const guesses = settings
      .filter(({ line }) => !told.some(([from, to]) => from <= line && line <= to))
      .map(({ line, column, ...match }) =>
        withShownKey({ ...match, position: { line, column }, lines: [line] }),
      )
    return { guesses, more }
  }

  #gaps(): SecretGap[] {
    const scanned = this.#scan.gap ? [this.#scan.gap] : []
    if (this.#isCut) return ['cut', ...scanned]
    if (this.#headIsWhole) return scanned
    const isOfKind = this.#kinds.length > 0 || (this.#encoding !== 'binary' && isConfigLike(this.#path))
    return isOfKind ? ['head', ...scanned] : scanned
  }
}

/** Where a file lies changes what its content means: values in tests are mostly made up. */
function weighed({ rank, about: _, ...match }: RankedMatch, { tests, vendored }: Surroundings): TokenMatch {
  if (tests && vendored && rank === 'shape') return { ...match, severity: 'info' }
  return tests && rank === 'context' ? { ...match, severity: LESS[match.severity] } : match
}

/** A name may be a secret itself. */
function withShownKey<T extends { key?: string }>({ key, ...rest }: T): T {
  const shown = key === undefined ? undefined : shownName(key)
  return { ...rest, ...(shown !== undefined && { key: shown }) } as T
}

/** Values that the kind found and tokens beside them, each line once; a name tells more than a mask alone. */
function together(values: readonly MaskedValue[], tokens: readonly TokenMatch[]): MaskedValue[] {
  const told = new Set(values.flatMap(value => value.line ?? []))
  // a key file counts as a whole, and what it holds is what was found in it
  if (values.some(value => value.line === undefined)) return [...values]
  const others = tokens
    .filter(({ lines }) => !lines.some(line => told.has(line)))
    .map(({ key, masked, position }) => ({
      ...(key !== undefined && { key }),
      masked,
      ...(position && { line: position.line }),
    }))
  return [...values, ...others].sort((a, b) => (a.line ?? 0) - (b.line ?? 0))
}

function linesByDetector(tokens: readonly TokenMatch[]): SecretFileMatch['detectors'] {
  const lines: Record<string, number[]> = {}
  for (const token of tokens) lines[token.detector] = [...(lines[token.detector] ?? []), ...token.lines]
  return lines
}

function mostSevere(severities: readonly Severity[]): Severity {
  return SEVERITIES.find(severity => severities.includes(severity))!
}

function byPosition(a: TokenMatch, b: TokenMatch): number {
  const [x, y] = [a.position, b.position]
  return (x?.line ?? 0) - (y?.line ?? 0) || (x?.column ?? 0) - (y?.column ?? 0)
}
