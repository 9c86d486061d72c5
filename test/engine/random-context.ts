import type { Tree } from '../helpers/tree.ts'

export interface Random {
  /** from 0 to just below 1 */
  next(): number
  pick<T>(from: readonly T[]): T
  chance(p: number): boolean
}

/** A small generator of its own (xorshift32), so that a seed says all. */
export function randomSource(seed: number): Random {
  let state = seed >>> 0 || 1
  const next = () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) / 2 ** 32
  }
  return { next, pick: from => from[Math.floor(next() * from.length)]!, chance: p => next() < p }
}

/** One of several, as often as its weight says. */
export function pickWeighted<T>(random: Random, from: readonly [weight: number, T][]): T {
  let left = random.next() * from.reduce((sum, [weight]) => sum + weight, 0)
  for (const [weight, one] of from) {
    left -= weight
    if (left < 0) return one
  }
  return from.at(-1)![1]
}

const NAMES = [
  'a',
  'b',
  'ab',
  'foo',
  'foo.txt',
  'bar',
  '.env',
  'x.go',
  'keep',
  'node_modules',
  'café',
  'a+b',
  '[x]',
  'c|d',
  '^a',
  '$x',
  'a b',
  '!bang',
  '#h',
  '日本',
  'A',
]
const PARTS = [
  ...NAMES,
  ...NAMES,
  '*',
  '**',
  '?',
  '*.txt',
  '*.go',
  'f*',
  '[a-c]',
  '[^a]',
  'a**',
  '**o',
  '\\a',
  '\\*',
  'c|d*',
  '..',
  '.',
  'a{1}b*',
]
const MODES = [0o644, 0o600, 0o755, 0o400, 0o4755, 0o1777, 0o666]

/** A context with a Dockerfile that copies all of it, an ignore file, and every kind of entry there is. */
export function randomContext(seed: number): Tree {
  const random = randomSource(seed)
  const tree: Tree = { Dockerfile: 'FROM scratch\nCOPY . /\n' }
  const files: string[] = []
  const taken = new Set(['Dockerfile', '.dockerignore'])
  for (let i = 0; i < 14; i++) {
    const names = Array.from({ length: 1 + Math.floor(random.next() * 4) }, () => random.pick(NAMES))
    // what is a file can't be a directory too
    const path = names.join('/')
    if (taken.has(path) || names.some((_, depth) => files.includes(names.slice(0, depth + 1).join('/'))))
      continue
    for (const depth of names.keys()) taken.add(names.slice(0, depth + 1).join('/'))
    files.push(path)
    tree[path] = randomNode(
      random,
      files.slice(0, -1).filter(one => typeof tree[one] === 'string'),
    )
  }
  if (random.chance(0.1)) tree['latin1:odd\xff'] = 'not UTF-8'
  const lines = Array.from({ length: 1 + Math.floor(random.next() * 6) }, () => randomLine(random))
  if (random.chance(0.9)) tree['.dockerignore'] = lines.join(random.chance(0.1) ? '\r\n' : '\n')
  return tree
}

function randomNode(random: Random, hardlinkable: readonly string[]): Tree[string] {
  const kind = random.next()
  if (kind < 0.55) return 'x'.repeat(Math.floor(random.next() * 40))
  if (kind < 0.65) return { text: 'mode', mode: random.pick(MODES) }
  if (kind < 0.72) return { dir: true, mode: random.pick([0o755, 0o700, 0o1750]) }
  if (kind < 0.85)
    return { link: random.pick(['a', '../b', '/etc/passwd', 'nope', '../../..', 'foo/bar', '.']) }
  if (kind < 0.9) return { special: 'fifo' }
  if (kind < 0.92) return { special: 'socket' }
  return hardlinkable.length > 0 ? { hardlink: random.pick(hardlinkable) } : 'alone'
}

function randomLine(random: Random): string {
  const parts = Array.from({ length: 1 + Math.floor(random.next() * 3) }, () => random.pick(PARTS))
  const sign = random.chance(0.35) ? '!' : random.chance(0.1) ? '/' : ''
  const end = random.chance(0.1) ? '/' : random.chance(0.05) ? ' ' : ''
  if (random.chance(0.05))
    return random.pick(['# comment', '', '*', '**', ' # no comment', '[', 'f\\oo', 'a\tb'])
  return sign + parts.join('/') + end
}
