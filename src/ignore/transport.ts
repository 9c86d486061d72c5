import type { IgnorePattern, LineProblem } from '../model/ignore.ts'

/**
 * What happens to patterns on BuildKit's way from the frontend to the client that walks the context: they travel
 * as gRPC headers (moby/buildkit session/filesync encodeStringForHeader) after a pass through JSON.
 */
export function transportPatterns(patterns: readonly IgnorePattern[]): {
  patterns: IgnorePattern[]
  problems: LineProblem[]
} {
  return {
    // JSON turns each byte that is not UTF-8 into U+FFFD
    patterns: patterns.map(p => ({ ...p, pattern: p.pattern.replace(/[\udc80-\udcff]/gu, '\ufffd') })),
    problems: [...unprintable(patterns), ...tooMany(patterns)],
  }
}

const NOT_ASCII = /[^\0-\x7f]/

/** gRPC refuses control bytes in a header, unless one non-ASCII pattern makes the client encode them all. */
function unprintable(patterns: readonly IgnorePattern[]): LineProblem[] {
  if (patterns.some(p => NOT_ASCII.test(p.pattern))) return []
  return patterns
    .filter(p => /[\0-\x1f\x7f]/.test(p.pattern))
    .map(({ line, text }) => ({
      line,
      text,
      reason: 'header key "exclude-patterns" contains value with non-printable ASCII characters',
    }))
}

/** What net/http2 accepts of headers by default, measured on Docker 26. */
const HEADER_LIMIT = 1_048_896
/** 32 bytes that http2 counts for each field, and the key. */
const FIELD_OVERHEAD = 32 + 'exclude-patterns'.length
/** About what the session's other headers take. */
const OTHER_HEADERS = 450

function tooMany(patterns: readonly IgnorePattern[]): LineProblem[] {
  const encoded = patterns.some(p => NOT_ASCII.test(p.pattern))
  let bytes = 0
  for (const { pattern, negated } of patterns) {
    const text = `${negated ? '!' : ''}${pattern}`
    bytes += FIELD_OVERHEAD + (encoded ? queryEscapedBytes(text) : Buffer.byteLength(text))
  }
  if (bytes + OTHER_HEADERS <= HEADER_LIMIT) return []
  const reason = `header list size to send violates the maximum size (${HEADER_LIMIT} bytes) set by server`
  return [{ line: null, text: '', reason }]
}

/** Length of Go url.QueryEscape: three bytes for each that is not unreserved, one for a blank. */
function queryEscapedBytes(text: string): number {
  let bytes = 0
  for (const byte of Buffer.from(text)) bytes += /[A-Za-z0-9_.~ -]/.test(String.fromCharCode(byte)) ? 1 : 3
  return bytes
}
