import { UsageError } from '../errors.ts'
import { quote } from './words.ts'

export const SIZE_HINT =
  'write a number of bytes, or a number with KB, MB, GB, KiB, MiB or GiB, such as 25MiB'

const SIZE = /^(\d+(?:\.\d+)?) ?(?:(B)|([KMGT])(i?)B)?$/i
const POWERS = 'KMGT'

/**
 * Bytes of a size: `25MiB` (of 1,024), `10MB` (of 1,000), `1.5 GiB`, plain bytes; capitals do not matter.
 * A fraction of a byte is rounded.
 *
 * @throws UsageError where it is no size. `10M` is none: it means 1,000s to some tools and 1,024s to others.
 */
export function parseSize(text: string): number {
  const bytes = readSize(text)
  if (bytes === undefined) throw new UsageError(`${quote(text)} is not a size`, { hint: SIZE_HINT })
  return bytes
}

/** Bytes of a size that is text or a number, or undefined where it is none. */
export function readSize(value: unknown): number | undefined {
  if (typeof value === 'number') return readCount(value)
  const match = typeof value === 'string' ? SIZE.exec(value.trim()) : null
  if (!match) return undefined
  const [, amount, , letter, binary] = match
  if (letter === undefined) return readCount(amount)
  const unit = (binary ? 1024 : 1000) ** (POWERS.indexOf(letter.toUpperCase()) + 1)
  return readCount(Math.round(Number(amount) * unit))
}

/** A whole number that is text or a number, or undefined where it is none. */
export function readCount(value: unknown): number | undefined {
  const count = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value
  return Number.isSafeInteger(count) && (count as number) >= 0 ? (count as number) : undefined
}
