import { posix } from 'node:path'
import { newDirectory, type TreeNode } from '../context/tree.ts'
import { ContextRefusedError } from '../errors.ts'
import { isTooLong, LONGEST_PATH, spell } from '../model/path.ts'
import type { TarEntry } from './read-tar.ts'

/** What an archive becomes when an engine unpacks it. */
export interface Unpacked {
  root: TreeNode
  /** names that lead out of the archive, spelled: the engine takes its root for the highest there is */
  clamped: string[]
}

/** As many as Linux follows. */
const MOST_LINKS = 40
/** As deep as the longest path leads. Only links lead deeper, to what nothing that walks the tree could name. */
const MOST_DEPTH = Math.ceil(LONGEST_PATH / 2)

/**
 * Unpacks as engines do, in a root of its own (moby/go-archive Unpack in chrootarchive; SEMANTICS.md 7.6): links are
 * followed, and end, inside; later names replace earlier ones; missing parents are made. Throws a ContextRefusedError
 * where the engine fails.
 */
export function unpack(entries: Iterable<TarEntry>, label: string): Unpacked {
  const unpacking = new Unpacking(label)
  for (const entry of entries) unpacking.add(entry)
  return { root: unpacking.root, clamped: unpacking.clamped }
}

/** The tree so far. */
class Unpacking {
  readonly root = newDirectory(0o755, 0n, 0)
  readonly clamped: string[] = []
  readonly #label: string
  #inodes = 0

  constructor(label: string) {
    this.#label = label
  }

  add(entry: TarEntry): void {
    const written = posix.normalize(entry.name === '' ? '.' : entry.name).replace(/(.)\/+$/, '$1')
    // the root itself
    if (written === '.') return
    if (written === '..' || written.startsWith('../')) this.clamped.push(spell(entry.name))
    const path = posix.join('/', written).slice(1)
    if (path === '') {
      if (entry.type !== '5') this.#refuse(entry, 'it would replace the root')
      return
    }
    if (isTooLong(path)) this.#refuse(entry, `its path is longer than ${LONGEST_PATH} bytes`)
    if (isTooLong(entry.target)) this.#refuse(entry, `a link to a path of more than ${LONGEST_PATH} bytes`)
    const slash = path.lastIndexOf('/')
    const parent = this.#directory(slash < 0 ? '' : path.slice(0, slash), entry)
    const name = path.slice(slash + 1)
    const there = parent.children!.get(name)
    if (there?.kind === 'directory' && entry.type === '5') {
      Object.assign(there, { mode: entry.mode, mtimeNs: entry.mtimeNs })
      return
    }
    if (there !== undefined) {
      forget(there)
      parent.children!.delete(name)
    }
    parent.children!.set(name, entry.type === '1' ? this.#linked(entry) : this.#made(entry))
  }

  #made(entry: TarEntry): TreeNode {
    const { type, mode, bytes, mtimeNs, offset, target, major, minor } = entry
    const node = { mode, bytes: 0, mtimeNs, inode: ++this.#inodes, nlink: 1 }
    switch (type) {
      case '0':
        return { ...node, kind: 'file', bytes, content: offset }
      case '2':
        return { ...node, kind: 'symlink', mode: 0o777, target }
      case '3':
      case '4':
        return { ...node, kind: 'device', special: { block: type === '4', major, minor } }
      case '5':
        return { ...node, kind: 'directory', children: new Map() }
      case '6':
        return { ...node, kind: 'fifo' }
      default:
        return this.#refuse(entry, `unhandled tar header type ${type.charCodeAt(0)}`)
    }
  }

  /** Another name of what lies at the target, with the mode and time of this one. */
  #linked(entry: TarEntry): TreeNode {
    const path = posix.join('/', entry.target).slice(1)
    const slash = path.lastIndexOf('/')
    const node = this.#directory(slash < 0 ? '' : path.slice(0, slash), entry, 'keep').children!.get(
      path.slice(slash + 1),
    )
    if (node === undefined)
      return this.#refuse(
        entry,
        `a hard link to ${spell(entry.target)}, and nothing of that name came before`,
      )
    if (node.kind === 'directory') return this.#refuse(entry, 'a hard link to a directory')
    node.nlink++
    if (node.kind !== 'symlink') Object.assign(node, { mode: entry.mode, mtimeNs: entry.mtimeNs })
    return node
  }

  /** The directory at a path, links followed; parents that are missing are made, or kept from it. */
  #directory(path: string, entry: TarEntry, missing: 'make' | 'keep' = 'make'): TreeNode {
    const pending = path.split('/').reverse()
    let above: TreeNode[] = []
    let here = this.root
    let links = 0
    let written = pending.length
    for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
      // what a link leads to has to be there; what the name itself says is made
      const isWritten = pending.length < written
      written = Math.min(written, pending.length)
      if (name === '' || name === '.') continue
      if (name === '..') {
        here = above.pop() ?? this.root
        continue
      }
      const isMade = missing === 'make' && isWritten
      const next = here.children!.get(name) ?? (isMade ? this.#parent(here, name) : undefined)
      if (next?.kind === 'symlink' && ++links <= MOST_LINKS) {
        if (next.target!.startsWith('/')) [here, above] = [this.root, []]
        pending.push(...next.target!.split('/').reverse())
      } else if (next?.kind === 'directory') {
        if (above.push(here) > MOST_DEPTH)
          return this.#refuse(entry, `it lies deeper than ${MOST_DEPTH} directories`)
        here = next
      } else return this.#refuse(entry, `${spell(path)} is no directory, or does not exist`)
    }
    return here
  }

  #parent(directory: TreeNode, name: string): TreeNode {
    const made = newDirectory(0o755, 0n, ++this.#inodes)
    directory.children!.set(name, made)
    return made
  }

  #refuse({ name }: TarEntry, reason: string): never {
    const all = spell(name)
    const shown = all.length > 200 ? `${all.slice(0, 200)}…` : all
    throw new ContextRefusedError(`${this.#label}: ${shown}: ${reason}`, {
      hint: 'make the archive again without it: the build fails on it too',
    })
  }
}

/** One name fewer for all that goes away. */
function forget(node: TreeNode): void {
  node.nlink--
  for (const child of node.children?.values() ?? []) forget(child)
}
