import type { EntryKind } from '../model/entry.ts'
import { compareBytes, type RawPath, rawFromBytes } from '../model/path.ts'
import type { ContextSource, EntryStat, OpenFile, RawEntry } from '../model/source.ts'
import type { StoredContent, WantedContent } from '../model/stored-content.ts'

/** A directory, a file or a link that is on no disk. Two names of one file are one node. */
export interface TreeNode {
  kind: EntryKind
  /** permission bits, 0 to 0o7777 */
  mode: number
  /** size of a regular file, and of what a link holds; 0 for all else */
  bytes: number
  mtimeNs: bigint
  /** tells files of one tree apart */
  inode: number
  /** number of its names */
  nlink: number
  /** of a directory, by raw name */
  children?: Map<string, TreeNode>
  /** where its bytes are, as the tree's {@link Contents} know it */
  content?: string | number
  /** of a link, raw; absent where it is to be read like a file's bytes */
  target?: string
  /** of a device */
  special?: EntryStat['special'] & {}
}

/** What files of a tree hold. */
interface Contents {
  /** fills `into` from `position` on; fewer bytes only where the content ends. Throws where it can't be had. */
  read(content: string | number, into: Uint8Array, position: number): number
  /** where others can read it for themselves; absent where there are no files */
  stored?(content: string | number): StoredContent
  /** as of ContextSource */
  readStored?(wanted: readonly WantedContent[]): Uint8Array[]
}

export interface Tree {
  root: TreeNode
  contents: Contents
}

export function newDirectory(mode: number, mtimeNs: bigint, inode: number): TreeNode {
  return { kind: 'directory', mode, bytes: 0, mtimeNs, inode, nlink: 1, children: new Map() }
}

/** The error of a file system. */
export function fileError(code: 'ENOENT' | 'ENOTDIR' | 'ELOOP' | 'ENOTFILE' | 'EINVAL', path: string) {
  return Object.assign(new Error(`${code}: ${WORDS[code]}, '${path}'`), { code })
}

const WORDS = {
  ENOENT: 'no such file or directory',
  ENOTDIR: 'not a directory',
  ELOOP: 'too many links',
  ENOTFILE: 'not a regular file',
  EINVAL: 'not a link',
}

/** What lies at a path below a node, no link followed. Throws ENOENT and ENOTDIR. */
export function nodeAt(root: TreeNode, path: string): TreeNode {
  let node = root
  if (path === '') return node
  for (const name of path.split('/')) {
    if (node.children === undefined) throw fileError('ENOTDIR', path)
    const next = node.children.get(name)
    if (next === undefined) throw fileError('ENOENT', path)
    node = next
  }
  return node
}

/** Longer ones no file system takes. */
const LONGEST_TARGET = 4095

/** What a link leads to, raw. */
export function targetOf({ contents }: Tree, node: TreeNode, path: string): string {
  if (node.kind !== 'symlink') throw fileError('EINVAL', path)
  if (node.target === undefined) {
    const bytes = new Uint8Array(Math.min(node.bytes, LONGEST_TARGET))
    const length = contents.read(node.content!, bytes, 0)
    node.target = rawFromBytes(bytes.subarray(0, length))
  }
  return node.target
}

/** The first `limit` bytes of a file of a tree, or all of it. */
export function bytesOf({ contents }: Tree, node: TreeNode, path: string, limit = Number.POSITIVE_INFINITY) {
  if (node.kind !== 'file') throw fileError('ENOTFILE', path)
  const bytes = new Uint8Array(Math.min(node.bytes, limit))
  return bytes.subarray(0, contents.read(node.content!, bytes, 0))
}

/** A directory of a tree, given by its path there, as the source of a context. */
export function treeSource(tree: Tree, dir: string): ContextSource {
  let root: TreeNode | undefined
  const at = (path: string) => {
    root ??= nodeAt(tree.root, dir)
    return nodeAt(root, path)
  }
  return {
    children: dir => childrenOf(at(dir), dir),
    stat: path => statOf(tree, at(path)),
    readLink: path => targetOf(tree, at(path), path),
    read: (path, limit) => bytesOf(tree, at(path), path, limit),
    open: path => opened(tree, at(path), path),
    mtimeNs: path => at(path).mtimeNs,
    mountPoints: () => new Set(),
    ...(tree.contents.readStored && { readStored: tree.contents.readStored }),
  }
}

function childrenOf({ children }: TreeNode, path: string): RawEntry[] {
  if (children === undefined) throw fileError('ENOTDIR', path)
  return [...children]
    .map(([name, { kind }]) => ({ name, kind }))
    .sort((a, b) => compareBytes(a.name, b.name))
}

function statOf({ contents }: Tree, node: TreeNode): EntryStat {
  const { kind, mode, bytes, mtimeNs, inode, nlink, content, special } = node
  const stored = kind === 'file' && content !== undefined ? contents.stored?.(content) : undefined
  const mtimeMs = Number(mtimeNs) / 1e6
  return {
    kind,
    bytes: kind === 'file' ? bytes : 0,
    mode,
    mtimeMs,
    changedMs: mtimeMs,
    nlink,
    inode,
    device: 0,
    readable: true,
    ...(stored && { content: stored }),
    ...(special && { special }),
  }
}

function opened({ contents }: Tree, node: TreeNode, path: RawPath): OpenFile {
  if (node.kind !== 'file') throw fileError('ENOTFILE', path)
  const { bytes, mode, inode, mtimeNs, content } = node
  return {
    stat: () => ({ bytes, mode, inode, mtimeNs, changedNs: mtimeNs }),
    // behind it other files may begin
    read: (into, position) =>
      contents.read(content!, into.subarray(0, Math.max(0, bytes - position)), position),
    close() {},
  }
}
