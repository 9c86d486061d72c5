/** Go's path.Clean: `.`, `..`, double and trailing slashes taken out without looking at the disk. */
export function cleanPath(path: string): string {
  if (path !== '' && !/\/$|\/\/|(?:^|\/)\.{1,2}(?:\/|$)/.test(path)) return path
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
