import { type RawPath, rawFromBytes } from '../model/path.ts'

const ESCAPES: Record<string, number> = { a: 7, b: 8, t: 9, n: 10, v: 11, f: 12, r: 13 }

/** The path that git printed, which is in quotes where it is odd. Mirrors git's quote.c unquote_c_style. */
export function unquoted(printed: string): RawPath {
  if (!printed.startsWith('"')) return printed as RawPath
  const latin1 = printed
    .slice(1, -1)
    .replace(/\\([0-7]{3}|.)/g, (_, code: string) =>
      String.fromCharCode(/\d/.test(code) ? Number.parseInt(code, 8) : (ESCAPES[code] ?? code.charCodeAt(0))),
    )
  return rawFromBytes(Buffer.from(latin1, 'latin1'))
}
