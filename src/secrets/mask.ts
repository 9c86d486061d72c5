import { formatBytes } from '../model/format.ts'

/** What may be shown of a value: its first four characters, never more than a quarter of it, and its length. */
export function maskValue(value: string): string {
  const shown = Math.min(4, Math.floor(value.length / 4))
  return `${printable(value.slice(0, shown))}… (${value.length})`
}

/** A URL without its password, and without a user name that is a secret itself (`user` is then undefined). */
export function maskUrl(url: { scheme: string; user: string | undefined; host: string }): string {
  const user = url.user === undefined ? '***' : `${printable(url.user)}:***`
  return `${printable(url.scheme)}://${user}@${printable(url.host)}`
}

/** A private key or a container of keys: what it calls itself, and its size. */
export function maskBlock(label: string, bytes: number): string {
  return `${printable(label)}, ${formatBytes(bytes)}`
}

/** Text of an audited file must not steer a terminal. */
function printable(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, '?')
}
