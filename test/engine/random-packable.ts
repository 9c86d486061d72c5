import type { Tree, TreeNode } from '../helpers/tree.ts'
import { type Random, randomSource } from './random-context.ts'
import { type RandomBuild, randomBuild } from './random-dockerfile.ts'

/** Where the Dockerfile of a build lies. */
export type Placement = 'default' | 'inside' | 'linked' | 'outside' | 'stdin'

/** A random build with what is hard to pack. */
export interface RandomPackable extends RandomBuild {
  placement: Placement
  /** the stage that is built */
  target: string | undefined
}

const FILE_MODES = [0o4755, 0o2755, 0o1644, 0o7777, 0o400, 0o666, 0o604]
const DIRECTORY_MODES = [0o700, 0o1777, 0o2775, 0o500, 0o1750]
const ODD_NAMES = [
  'new\nline',
  'tab\tname',
  'quote"\'',
  'back\\slash',
  ' blank ',
  'star*',
  '-dash',
  '日本',
  'latin1:odd/byte\xff',
  'long'.repeat(60),
  `${'d'.repeat(130)}/${'e'.repeat(130)}/end`,
  '..dots',
  '#hash',
]
const ODD_TARGETS = [
  'd',
  '../d',
  '../../..',
  '/etc/passwd',
  '/odd',
  'nope',
  '.',
  'self',
  'é',
  'x'.repeat(120),
]

/** Everything follows from the seed. */
export function randomPackable(seed: number, builder: 'buildkit' | 'classic'): RandomPackable {
  const random = randomSource(seed * 2 + 1)
  const build = randomBuild(seed, builder)
  const placement = random.pick<Placement>([
    'default',
    'default',
    'default',
    'inside',
    'linked',
    'outside',
    'stdin',
  ])
  const target = random.chance(0.7) ? undefined : random.pick(build.targets)
  const dockerfile = `${build.dockerfile}${lastLines(random)}`
  const { Dockerfile: _, ...tree } = build.tree
  withModes(random, tree)
  withOddities(random, tree, builder)
  withIgnoreLines(random, tree)
  return { ...build, dockerfile, tree: { ...tree, ...placed(placement, dockerfile) }, placement, target }
}

/** The last stage takes what is odd, or all there is, more often than the others. */
function lastLines(random: Random): string {
  const lines = ['COPY . /all/\n', 'COPY odd /odd/\n', 'COPY odd/ d /both/\n', '', '']
  return random.pick(lines)
}

function placed(placement: Placement, dockerfile: string): Tree {
  if (placement === 'default') return { Dockerfile: dockerfile }
  if (placement === 'inside') return { 'build/app.Dockerfile': dockerfile }
  if (placement === 'linked') return { Dockerfile: { link: 'build/real' }, 'build/real': dockerfile }
  return {}
}

function withModes(random: Random, tree: Tree): void {
  for (const [path, node] of Object.entries(tree)) {
    if (typeof node === 'string' && path !== '.dockerignore' && random.chance(0.25))
      tree[path] = { text: node, mode: random.chance(0.2) && isRoot() ? 0 : random.pick(FILE_MODES) }
    else if (isDirectory(node) && random.chance(0.4))
      tree[path] = { dir: true, mode: random.pick(DIRECTORY_MODES) }
  }
}

function isDirectory(node: TreeNode): boolean {
  return typeof node === 'object' && 'dir' in node
}

/** Only root reads what nobody may. */
function isRoot(): boolean {
  return process.geteuid?.() === 0
}

function withOddities(random: Random, tree: Tree, builder: 'buildkit' | 'classic'): void {
  tree.odd = { dir: true, mode: random.pick([0o755, 0o1777, 0o750]) }
  for (const name of ODD_NAMES) {
    const path = name.startsWith('latin1:') ? name : `odd/${name}`
    if (random.chance(0.3)) tree[path] = `odd ${Math.floor(random.next() * 1000)}`
  }
  for (const name of ['self', 'away', 'in', 'up'])
    if (random.chance(0.5)) tree[`odd/${name}`] = { link: random.pick(ODD_TARGETS) }
  if (random.chance(0.5)) tree['odd/empty'] = { dir: true, mode: random.pick([0o755, 0o700]) }
  if (random.chance(0.4)) tree['odd/deeper/empty'] = { dir: true }
  if (random.chance(0.4)) Object.assign(tree, { 'odd/h1': 'of two names', 'odd/h2': { hardlink: 'odd/h1' } })
  if (random.chance(0.3))
    Object.assign(tree, {
      'odd/h0': 'far',
      'zz/far': { hardlink: 'odd/h0' },
      'd/far': { hardlink: 'odd/h0' },
    })
  // the classic builder leaves sockets out, and a layer of it can't hold this name
  if (builder === 'buildkit' && random.chance(0.2)) tree['odd/.wh.name'] = ''
  if (random.chance(0.15)) tree['odd/socket'] = { special: 'socket' }
  if (random.chance(0.15)) tree['odd/fifo'] = { special: 'fifo' }
}

const IGNORED = [
  'Dockerfile',
  'odd/*\n!odd/h2\n!odd/self',
  'odd/h1',
  '**\n!d\n!odd/**',
  '.dockerignore',
  '*\n!odd\n!d/**\n!build',
  'build',
]

function withIgnoreLines(random: Random, tree: Tree): void {
  if (random.chance(0.6)) return
  const given = tree['.dockerignore']
  tree['.dockerignore'] = [given ?? '', random.pick(IGNORED)].join('\n')
}
