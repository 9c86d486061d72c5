import { runeBytes } from './go-text.ts'
import { Refusal } from './refusal.ts'

const MAX = 1n << 63n

const UNITS: ReadonlyMap<string, bigint> = new Map([
  ['ns', 1n],
  ['us', 1_000n],
  ['\u00b5s', 1_000n],
  ['\u03bcs', 1_000n],
  ['ms', 1_000_000n],
  ['s', 1_000_000_000n],
  ['m', 60_000_000_000n],
  ['h', 3_600_000_000_000n],
])

/** Nanoseconds. Throws a refusal in the words of Go's time.ParseDuration, which this mirrors. */
export function parseDuration(text: string): bigint {
  const invalid = new Refusal(`time: invalid duration ${quoted(text)}`)
  const negative = text.startsWith('-')
  let rest = text.replace(/^[-+]/, '')
  if (rest === '0') return 0n
  if (rest === '') throw invalid
  let total = 0n
  while (rest !== '') {
    const [number = '', whole = '', fraction = ''] = /^([0-9]*)(?:\.([0-9]*))?/.exec(rest) ?? []
    const count = countOf(whole)
    if (count > MAX || whole + fraction === '') throw invalid
    rest = rest.slice(number.length)
    const unit = /^[^.0-9]*/.exec(rest)?.[0] ?? ''
    if (unit === '') throw new Refusal(`time: missing unit in duration ${quoted(text)}`)
    const scale = UNITS.get(unit)
    if (scale === undefined)
      throw new Refusal(`time: unknown unit ${quoted(unit)} in duration ${quoted(text)}`)
    rest = rest.slice(unit.length)
    total += count * scale + fractionOf(fraction, scale)
    if (total > MAX) throw invalid
  }
  if (total === MAX && !negative) throw invalid
  return negative ? -total : total
}

/** Digits beyond what could count are not worth a large number. */
function countOf(digits: string): bigint {
  const significant = digits.replace(/^0+/, '')
  return significant.length > 20 ? MAX + 1n : BigInt(significant)
}

/** Digits beyond the 18th are far below a nanosecond. */
function fractionOf(digits: string, scale: bigint): bigint {
  const known = digits.slice(0, 18)
  return (BigInt(known) * scale) / 10n ** BigInt(known.length)
}

/** The time package quotes byte by byte. */
function quoted(text: string): string {
  const escaped = text.replace(/["\\]|[^ -\x7f]/gu, char =>
    char === '"' || char === '\\' ? `\\${char}` : runeBytes(char, 0).map(hexByte).join(''),
  )
  return `"${escaped}"`
}

function hexByte(byte: number): string {
  return `\\x${byte.toString(16).padStart(2, '0')}`
}
