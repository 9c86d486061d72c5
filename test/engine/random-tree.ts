import type { Tree, TreeNode } from '../helpers/tree.ts'
import { type ArchiveContent, archive } from './archive.ts'
import type { Random } from './random-context.ts'
import { makeDirectories, parentOf, resolveIn, StageError, type StageFiles } from './stage-files.ts'

/** What a random Dockerfile can name. */
export interface RandomTree {
  tree: Tree
  files: string[]
  dirs: string[]
  links: string[]
  /** paths through links that lead somewhere */
  passages: string[]
  archives: string[]
}

const DIRS = ['d', 'd/e', 'pkg', 'pkg/x', 'pkg/x/y', 'lib', 'sp ace', '.hid']
const FILES = ['a.txt', 'b.txt', 'c.go', '.env', 'f', 'with space', 'ab']
const LINKS = ['l', 'la', 'lb', 'k.txt', 'zl', '.ln', 'am']

// a tar file has a multiple of 512
const FIRST_BYTES = 5121

/** Whether only one file of a random tree can have a size. */
export function isTellingSize(bytes: number): boolean {
  return bytes >= FIRST_BYTES && bytes < FIRST_BYTES + 500
}

/** A tree with links of every kind. Every file has a size of its own, so that it is known again in an image. */
export function randomTree(random: Random, builder: 'buildkit' | 'classic'): RandomTree {
  const made: RandomTree = { tree: {}, files: [], dirs: ['d'], links: [], passages: [], archives: [] }
  for (const dir of DIRS)
    if (random.chance(0.4) && !made.dirs.includes(dir)) made.dirs.push(...missingParents(dir, made.dirs), dir)
  let bytes = FIRST_BYTES
  const sized = () => 'x'.repeat(bytes++)
  for (const dir of ['', ...made.dirs]) {
    if (dir !== '') made.tree[dir] = { dir: true }
    for (const name of FILES)
      if (random.chance(0.35)) add(made, 'files', below(dir, name), random.chance(0.05) ? '' : sized())
  }
  if (random.chance(0.3)) add(made, 'archives', place(random, made, 'z.tar'), archive(content(random)))
  if (random.chance(0.3)) add(made, 'archives', place(random, made, 'z.tgz'), archive(content(random), true))
  if (random.chance(0.2)) add(made, 'archives', place(random, made, 'packed'), archive(content(random), true))
  if (random.chance(0.2)) add(made, 'files', place(random, made, 'no.tar'), sized())
  // the classic builder reads from what it is to copy, and waits for ever
  if (random.chance(0.1) && builder === 'buildkit')
    add(made, 'files', place(random, made, 'pipe'), { special: 'fifo' })
  const [first] = made.files
  if (random.chance(0.2) && typeof made.tree[first!] === 'string')
    add(made, 'files', place(random, made, 'hard'), { hardlink: first! })
  for (const name of LINKS)
    if (random.chance(0.5)) add(made, 'links', place(random, made, name), { link: target(random, made) })
  made.passages = passagesOf(made)
  return made
}

function passagesOf({ tree, links, dirs }: RandomTree): string[] {
  const files: StageFiles = new Map()
  for (const dir of dirs) makeDirectories(files, dir)
  for (const [path, node] of Object.entries(tree)) {
    makeDirectories(files, parentOf(path))
    const isLink = typeof node === 'object' && 'link' in node
    if (!dirs.includes(path))
      files.set(path, isLink ? { kind: 'l', size: 0, target: node.link } : { kind: 'f', size: 0 })
  }
  return links.flatMap(link => {
    try {
      const end = resolveIn(files, link)
      const below = [...files.keys()].filter(path => path !== end && parentOf(path) === end)
      return files.has(end) || end === ''
        ? [link, ...below.map(path => `${link}/${path.slice(path.lastIndexOf('/') + 1)}`)]
        : []
    } catch (error) {
      if (error instanceof StageError) return []
      throw error
    }
  })
}

function add(made: RandomTree, list: 'files' | 'links' | 'archives', path: string, node: TreeNode): void {
  if (path in made.tree) return
  made.tree[path] = node
  made[list].push(path)
}

/** Mostly in the root, so that it is met with often. */
function place(random: Random, { dirs }: RandomTree, name: string): string {
  return below(random.chance(0.6) ? '' : random.pick(dirs), name)
}

function target(random: Random, { files, dirs, links }: RandomTree): string {
  const some = random.pick([...files, ...dirs, ...dirs, ...links, ...links])
  return random.pick([
    some,
    some,
    some,
    `/${some}`,
    `../${some}`,
    `./${some}/`,
    `../../../${some}`,
    `d/../${some}`,
    `${some}/f`,
    `${some}/a.txt`,
    '.',
    '..',
    '/',
    '/etc/passwd',
    '../../etc/hostname',
    'nope',
    ...LINKS,
  ])
}

function content(random: Random): ArchiveContent {
  const whole: ArchiveContent = {
    in: null,
    'in/one': 'x'.repeat(700 + Math.floor(random.next() * 200)),
    'in/ln': { link: 'one' },
    'deep/er/two': 'two',
    top: 'top',
  }
  return Object.fromEntries(
    Object.entries(whole).filter(([name]) => !name.startsWith('in/ln') || random.chance(0.5)),
  )
}

/** Lines that name what is there, more often than not. */
export function randomIgnoreFile(random: Random, { files, dirs, links }: RandomTree): string {
  const known = [...files, ...dirs, ...links]
  const names = known.map(path => path.slice(path.lastIndexOf('/') + 1))
  const line = () =>
    random.pick([
      () => random.pick(known),
      () => random.pick(links.length > 0 ? links : known),
      () => `!${random.pick(known)}`,
      () => `!${random.pick(known)}`,
      () => `**/${random.pick(names)}`,
      () => `!**/${random.pick(names)}`,
      () => `${random.pick(dirs)}/*`,
      () => `!${random.pick(dirs)}/**`,
      () => random.pick(['*', '*.txt', '**/*.go', '!*.txt', '.*', '?', '[a-d]*', '# nothing', 'Dockerfile']),
    ])()
  return Array.from({ length: 1 + Math.floor(random.next() * 4) }, line).join('\n')
}

function missingParents(dir: string, there: readonly string[]): string[] {
  const names = dir.split('/')
  const parents = names.slice(1).map((_, i) => names.slice(0, i + 1).join('/'))
  return parents.filter(parent => !there.includes(parent))
}

function below(dir: string, name: string): string {
  return dir === '' ? name : `${dir}/${name}`
}
