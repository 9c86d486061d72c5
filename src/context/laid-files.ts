import { lstatSync, readlinkSync } from 'node:fs'
import { posix } from 'node:path'
import type { Files, LaidTree } from '../model/files.ts'
import { isLossy, rawToBytes } from '../model/path.ts'
import { thisMachine } from './this-machine.ts'
import {
  bytesOf,
  fileError,
  newDirectory,
  nodeAt,
  type Tree,
  type TreeNode,
  targetOf,
  treeSource,
} from './tree.ts'

/** As many as Linux follows. */
const MOST_LINKS = 40

/** Where a path ends: at a node of the tree, or somewhere on this machine. */
interface End {
  path: string
  node?: TreeNode
}

/**
 * The files of this machine with a tree in place of the directory that it is laid over. A path outside is this
 * machine's, as a named context elsewhere is; but no link of the tree leads out of it: where the tree would lie in
 * a build nothing is known of what is around it.
 */
export function laidFiles(tree: Tree, laid: LaidTree): Files {
  const { dir } = laid
  const root = laid.kind === 'commit' ? withRepository(tree.root) : tree.root
  const prefix = dir === '/' ? dir : `${dir}/`
  const inside = (path: string) =>
    path === dir ? '' : path.startsWith(prefix) ? path.slice(prefix.length) : undefined

  const end = (path: string, last: 'follow' | 'keep' = 'follow'): End => {
    const below = inside(path)
    let at = below === undefined ? '/' : dir
    const pending = (below ?? path).split('/').reverse()
    let isLeft = false
    for (let links = 0, name = pending.pop(); name !== undefined; name = pending.pop()) {
      if (name === '' || name === '.') continue
      if (name === '..') {
        // only a link's own target still has one
        if (isLeft && at === dir) throw fileError('ENOENT', path)
        at = posix.dirname(at)
        continue
      }
      at = posix.join(at, name)
      if (last === 'keep' && pending.length === 0) break
      const here = inside(at)
      const target = here === undefined ? linkOnMachine(at) : linkInTree(here)
      if (target === undefined) continue
      if (++links > MOST_LINKS) throw fileError('ELOOP', path)
      if (here !== undefined) {
        if (target.startsWith('/')) throw fileError('ENOENT', path)
        isLeft = true
      }
      at = target.startsWith('/') ? '/' : posix.dirname(at)
      pending.push(...target.split('/').reverse())
    }
    const here = inside(at)
    return here === undefined ? { path: at } : { path: at, node: nodeAt(root, here) }
  }
  const linkInTree = (path: string): string | undefined => {
    const node = nodeAt(root, path)
    return node.kind === 'symlink' ? targetOf(tree, node, path) : undefined
  }

  return {
    exists: path => attempt(() => statAt(end(path))) !== undefined,
    kindOf: path =>
      attempt(() => {
        const { path: at, node } = end(path, 'keep')
        return node === undefined ? thisMachine.kindOf(at) : node.kind
      }),
    stat: path => statAt(end(path)),
    realpath: path => {
      const found = end(path)
      return found.node === undefined ? thisMachine.realpath(found.path) : found.path
    },
    list: path => {
      const { path: at, node } = end(path)
      if (node === undefined) return thisMachine.list(at)
      if (node.children === undefined) throw fileError('ENOTDIR', path)
      return [...node.children].map(([name, { kind }]) => ({ name: asListed(name), kind }))
    },
    read: (path, limit) => {
      const { path: at, node } = end(path)
      return node === undefined ? thisMachine.read(at, limit) : bytesOf(tree, node, path, limit)
    },
    source: path => {
      const below = inside(path)
      return below === undefined ? thisMachine.source(path) : treeSource(tree, below)
    },
    treeAt: path => (inside(path) === undefined ? undefined : laid),
  }
}

/** A clone has its repository there: who looks for its top finds it. It is no part of what is walked. */
function withRepository(root: TreeNode): TreeNode {
  const repository = newDirectory(0o755, root.mtimeNs, -1)
  return { ...root, children: new Map([...root.children!, ['.git', repository]]) }
}

function statAt({ path, node }: End) {
  return node === undefined ? thisMachine.stat(path) : { kind: node.kind, readable: true }
}

function linkOnMachine(path: string): string | undefined {
  return lstatSync(path).isSymbolicLink() ? readlinkSync(path) : undefined
}

/** As Node lists it. */
function asListed(name: string): string {
  return isLossy(name) ? rawToBytes(name).toString('utf8') : name
}

function attempt<T>(work: () => T): T | undefined {
  try {
    return work()
  } catch {
    return undefined
  }
}
