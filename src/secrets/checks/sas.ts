import { isRandomEnough } from '../entropy.ts'
import { isPlaceholder } from '../placeholder.ts'

/** Whether this is the base64 of 32 bytes, as it stands in a query: percent signs for what is no letter or digit. */
export function isSignature(encoded: string): boolean {
  const value = unescaped(encoded)
  return /^[A-Za-z0-9+/]{43}=$/.test(value) && !isPlaceholder(value) && isRandomEnough(value)
}

/** The fields of a query whose parts stand on both sides of a signature. */
export function sasFields(query: string): Map<string, string> {
  const fields = new Map<string, string>()
  for (const part of query.split(/&amp;|\\u0026|[?&]/)) {
    const [, name, value] = /^([a-z]{2,3})=(.*)$/.exec(part) ?? []
    if (name !== undefined && value !== undefined) fields.set(name, unescaped(value))
  }
  return fields
}

/** Whether a date (of a storage) or seconds since 1970 (of a bus) have passed. */
export function hasExpired(expiry: string): boolean {
  const timeMs = /^\d{9,11}$/.test(expiry) ? Number(expiry) * 1000 : Date.parse(expiry)
  return timeMs < Date.now()
}

function unescaped(text: string): string {
  return text.replace(/%([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
}
