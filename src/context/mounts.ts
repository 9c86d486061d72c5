import { readFileSync } from 'node:fs'

/** Paths below `root`, relative to it, where the kernel has something mounted. Empty where it does not tell. */
export function mountPointsBelow(root: string): ReadonlySet<string> {
  const prefix = root === '/' ? '/' : `${root}/`
  const points = new Set<string>()
  for (const line of mountInfo().split('\n')) {
    // proc(5): the fifth field, with blanks and the like as octal escapes
    const field = line.split(' ')[4]
    const point = field?.replace(/\\([0-7]{3})/g, (_, octal) =>
      String.fromCharCode(Number.parseInt(octal, 8)),
    )
    if (point?.startsWith(prefix) && point !== prefix) points.add(point.slice(prefix.length))
  }
  return points
}

function mountInfo(): string {
  try {
    return readFileSync('/proc/self/mountinfo', 'utf8')
  } catch {
    return ''
  }
}
