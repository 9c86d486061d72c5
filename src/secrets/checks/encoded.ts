/** A length that base64 can have: with its padding a multiple of four, without it not one more than that. */
export function hasBase64Length(base64: string): boolean {
  return base64.endsWith('=') ? base64.length % 4 === 0 : base64.length % 4 !== 1
}

/** Whether this is base64 of a JSON object. */
export function isEncodedObject(base64: string): boolean {
  try {
    const value: unknown = JSON.parse(Buffer.from(base64, 'base64').toString('utf8'))
    return typeof value === 'object' && value !== null && !Array.isArray(value)
  } catch {
    return false
  }
}
