import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { laidFiles } from '../../src/context/laid-files.ts'
import { newDirectory, type TreeNode } from '../../src/context/tree.ts'
import { makeTree } from '../helpers/tree.ts'

/** Name → text, or a link to what follows the arrow, or what is below. */
interface Below {
  [name: string]: string | Below
}

let inodes = 0
function directory(below: Below): TreeNode {
  const node = newDirectory(0o755, 0n, ++inodes)
  for (const [name, value] of Object.entries(below)) node.children!.set(name, nodeOf(value))
  return node
}

function nodeOf(value: string | Below): TreeNode {
  if (typeof value !== 'string') return directory(value)
  const known = { mode: 0o644, bytes: value.length, mtimeNs: 0n, inode: ++inodes, nlink: 1 }
  return value.startsWith('-> ')
    ? { ...known, kind: 'symlink', target: value.slice(3) }
    : { ...known, kind: 'file', content: value }
}

const contents = {
  read: (text: string | number, into: Uint8Array, position: number) => {
    const bytes = Buffer.from(String(text)).subarray(position, position + into.length)
    into.set(bytes)
    return bytes.length
  },
}

const host = makeTree({
  'repo/a': 'on disk',
  'repo/only-here': '',
  'repo/.git/HEAD': 'x',
  beside: 'b',
  way: { link: 'repo' },
})
const dir = join(host, 'repo')
const root = directory({
  a: 'committed',
  d: { f: 'deep', up: '-> ../a', self: '-> self' },
  inner: '-> d',
  leaves: '-> ../beside',
  absolute: `-> ${join(host, 'beside')}`,
  'odd\udcff': '',
})
const files = laidFiles({ root, contents }, { kind: 'commit', dir, label: 'HEAD', notesOn: () => [] })
const text = (path: string, limit?: number) => Buffer.from(files.read(path, limit)).toString()
const codeOf = (work: () => unknown) => {
  try {
    return work()
  } catch (error) {
    return (error as NodeJS.ErrnoException).code
  }
}

describe('a tree that is laid over a directory', () => {
  test('is all that there is in it', () => {
    expect(text(join(dir, 'a'))).toBe('committed')
    expect(text(join(dir, 'd/f'), 2)).toBe('de')
    expect(files.exists(join(dir, 'only-here'))).toBe(false)
    expect(files.kindOf(join(dir, 'only-here'))).toBeUndefined()
    expect(codeOf(() => files.read(join(dir, 'only-here')))).toBe('ENOENT')
    expect(codeOf(() => files.read(join(dir, 'a/b')))).toBe('ENOTDIR')
    expect(codeOf(() => files.read(join(dir, 'd')))).toBe('ENOTFILE')
  })

  test('has its links, which end in it', () => {
    expect(text(join(dir, 'inner/up'))).toBe('committed')
    expect(files.realpath(join(dir, 'inner/f'))).toBe(join(dir, 'd/f'))
    expect(files.kindOf(join(dir, 'leaves'))).toBe('symlink')
    for (const name of ['leaves', 'absolute'])
      expect(codeOf(() => files.stat(join(dir, name)))).toBe('ENOENT')
    expect(codeOf(() => files.stat(join(dir, 'd/self')))).toBe('ELOOP')
  })

  test('is reached by links of this machine', () => {
    expect(files.realpath(join(host, 'way/d'))).toBe(join(dir, 'd'))
    expect(text(join(host, 'way/a'))).toBe('committed')
  })

  test('leaves what is around it as it is', () => {
    expect(text(join(host, 'beside'))).toBe('b')
    expect(files.treeAt(join(host, 'beside'))).toBeUndefined()
    expect(files.treeAt(join(dir, 'd'))?.label).toBe('HEAD')
    expect(
      files
        .source(host)
        .children('')
        .map(({ name }) => name),
    ).toEqual(['beside', 'repo', 'way'])
  })

  test('shows where its repository is to those who look for it, and not to a walk', () => {
    expect(files.exists(join(dir, '.git'))).toBe(true)
    expect(files.exists(join(dir, '.git/HEAD'))).toBe(false)
    expect(
      files
        .source(dir)
        .children('')
        .map(({ name }) => name),
    ).not.toContain('.git')
    expect(files.list(dir).map(({ name }) => name)).toContain('.git')
  })

  test('is a source like a directory of this machine', () => {
    const source = files.source(join(dir, 'd'))
    expect(source.stat('f' as never)).toMatchObject({ kind: 'file', bytes: 4, readable: true })
    expect(source.readLink('up' as never)).toBe('../a')
    const opened = source.open('f' as never)
    const into = new Uint8Array(10)
    expect(Buffer.from(into.subarray(0, opened.read(into, 1))).toString()).toBe('eep')
    expect(codeOf(() => source.children('f' as never))).toBe('ENOTDIR')
    expect(codeOf(() => files.source(join(dir, 'gone')).children(''))).toBe('ENOENT')
  })
})
