const GO_SPACE = /^[\t\n\v\f\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]$/

/** Go strings.TrimSpace: Unicode white space at both ends (JavaScript's `trim` would also take U+FEFF). */
export function trimSpace(text: string): string {
  let start = 0
  let end = text.length
  while (start < end && GO_SPACE.test(text[start]!)) start++
  while (end > start && GO_SPACE.test(text[end - 1]!)) end--
  return text.slice(start, end)
}
