import { maskBlock } from '../mask.ts'
import { bodyOf } from './armour.ts'
import type { Span } from './json-objects.ts'

/** A key as PuTTY writes it, in version 2 or 3 of its format. */
export interface PuttyKey extends Span {
  masked: string
  encrypted: boolean
}

export const PUTTY_BYTES = 8 * 1024
const HEADER = /PuTTY-User-Key-File-\d: /g
const PRIVATE = /Private-Lines: \d{1,4}/
const FOOTER = /Private-(?:MAC|Hash): [0-9a-f]{40,64}/
/** The private part of an Ed25519 key is 36 bytes long. */
const LEAST_BASE64 = 44

/** Keys with their private lines. */
export function* puttyKeys(text: string): Generator<PuttyKey> {
  const starts = Array.from(text.matchAll(HEADER), match => match.index)
  for (const [i, start] of starts.entries()) {
    const part = text.slice(start, Math.min(starts[i + 1] ?? text.length, start + PUTTY_BYTES))
    const lines = PRIVATE.exec(part)
    if (!lines) continue
    const from = lines.index + lines[0].length
    const footer = FOOTER.exec(part)
    const body = bodyOf(part.slice(from, footer?.index ?? part.length), footer !== null, LEAST_BASE64)
    if (!body) continue
    const end = start + (footer ? footer.index + footer[0].length : from + body.length)
    const encrypted = !/Encryption: none\b/.test(part.slice(0, lines.index))
    yield { start, end, masked: maskBlock('PuTTY key', end - start), encrypted }
  }
}
