import { quote } from './go-text.ts'

const MAX_INT32 = 0x7fffffff
const TRUE = new Set(['1', 't', 'T', 'TRUE', 'true', 'True'])
const FALSE = new Set(['0', 'f', 'F', 'FALSE', 'false', 'False'])

/** Go strconv.ParseBool; undefined for anything else. */
export function parseBool(text: string): boolean | undefined {
  if (TRUE.has(text)) return true
  return FALSE.has(text) ? false : undefined
}

/** Whether Go strconv.ParseUint(text, base, 32) takes it. */
export function isUint32(text: string, base: 8 | 10): boolean {
  const digits = base === 8 ? /^[0-7]+$/ : /^[0-9]+$/
  return digits.test(text) && Number.parseInt(text, base) <= 0xffffffff
}

/** What Go strconv.ParseInt(text, 10, 32) says: a number, or its complaint. Too many digits come before a bad one. */
export function parseInt32(text: string): number | { reason: string } {
  const digits = /^[+-]?([0-9]+)/.exec(text)
  const isNumber = digits?.[0] === text
  const value = Number(digits?.[0] ?? 0)
  const tooLarge =
    Number(digits?.[1] ?? 0) > 0xffffffff || (isNumber && (value > MAX_INT32 || value < -MAX_INT32 - 1))
  if (isNumber && !tooLarge) return value
  return {
    reason: `strconv.ParseInt: parsing ${quote(text)}: ${tooLarge ? 'value out of range' : 'invalid syntax'}`,
  }
}

/** Whether docker/go-units RAMInBytes takes it: a number, perhaps a blank, perhaps a unit. */
export function isByteSize(text: string): boolean {
  let end = text.length
  while (end > 0 && !'0123456789. '.includes(text[end - 1]!)) end--
  if (end === 0 || !/^(?:b|[kmgtp](?:i?b)?)?$/i.test(text.slice(end))) return false
  return isPositiveFloat(text.slice(0, text[end - 1] === ' ' ? end - 1 : end))
}

/** Whether Go strconv.ParseFloat takes it, and it is not below zero. */
function isPositiveFloat(text: string): boolean {
  if (/^(?:nan|\+?inf(?:inity)?)$/i.test(text)) return true
  if (/^[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:e[+-]?[0-9]+)?$/i.test(text)) {
    const value = Number(text)
    return value >= 0 && Number.isFinite(value)
  }
  return /^\+?0x(?:[0-9a-f]+(?:\.[0-9a-f]*)?|\.[0-9a-f]+)p[+-]?[0-9]+$/i.test(text)
}
