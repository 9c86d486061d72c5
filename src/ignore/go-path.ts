// Go's string and path functions that ignore files pass through, for POSIX separators.

const GO_SPACE = /^[\t\n\v\f\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]$/

/** Go strings.TrimSpace: Unicode white space at both ends (JavaScript's `trim` would also take U+FEFF). */
export function trimSpace(text: string): string {
  let start = 0
  let end = text.length
  while (start < end && GO_SPACE.test(text[start]!)) start++
  while (end > start && GO_SPACE.test(text[end - 1]!)) end--
  return text.slice(start, end)
}

/** Go path.Clean: `.`, `..`, double and trailing slashes taken out without looking at the disk. */
export function cleanPath(path: string): string {
  const rooted = path.startsWith('/')
  const kept: string[] = []
  for (const name of path.split('/')) {
    if (name === '' || name === '.') continue
    if (name !== '..') kept.push(name)
    else if (kept.length > 0 && kept.at(-1) !== '..') kept.pop()
    else if (!rooted) kept.push('..')
  }
  return (rooted ? '/' : '') + kept.join('/') || '.'
}
