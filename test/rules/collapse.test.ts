import { describe, expect, it } from 'vitest'
import type { ContextEntry } from '../../src/model/entry.ts'
import type { ContextPath } from '../../src/model/path.ts'
import { collapse } from '../../src/rules/collapse.ts'

/** `d/` is a directory, anything else a file of 10 bytes. */
function entries(...paths: string[]): ContextEntry[] {
  return paths.map(path => ({
    path: path.replace(/\/$/, '') as ContextPath,
    kind: path.endsWith('/') ? 'directory' : 'file',
    bytes: path.endsWith('/') ? 0 : 10,
    mode: 0o644,
    mtimeMs: 0,
    changedMs: 0,
    inode: 0,
  }))
}

function collapsed(all: ContextEntry[], belongs: (path: string) => boolean) {
  return collapse(all, entry => belongs(entry.path)).map(({ entry, files, bytes }) => [
    entry.path,
    files,
    bytes,
  ])
}

describe('collapse', () => {
  it('names the topmost directory of which everything belongs', () => {
    const all = entries('a/', 'a/b/', 'a/b/1', 'a/b/2', 'a/c/', 'a/c/1', 'z')
    expect(collapsed(all, path => path !== 'z')).toEqual([['a', 3, 30]])
  })

  it('descends where one file does not belong', () => {
    const all = entries('a/', 'a/b/', 'a/b/1', 'a/b/2', 'a/kept', 'a/x', 'z')
    expect(collapsed(all, path => path !== 'a/kept')).toEqual([
      ['a/b', 2, 20],
      ['a/x', 1, 10],
      ['z', 1, 10],
    ])
  })

  it('names the file where a directory holds only one', () => {
    expect(collapsed(entries('a/', 'a/b/', 'a/b/.env'), () => true)).toEqual([['a/b/.env', 1, 10]])
  })

  it('does not let an empty directory count for anything', () => {
    const all = entries('a/', 'a/1', 'a/2', 'a/empty/', 'b/', 'b/empty/')
    expect(collapsed(all, () => true)).toEqual([['a', 2, 20]])
  })

  it('does not take a sibling for a child because its name begins alike', () => {
    const all = entries('a/', 'a/1', 'a/2', 'a-b/', 'a-b/1', 'ab')
    expect(collapsed(all, path => path.startsWith('a/'))).toEqual([['a', 2, 20]])
  })

  it('counts the bytes of a file with two names once', () => {
    const all = entries('a/', 'a/1', 'a/2')
    all[2]!.hardlinkOf = 'a/1' as ContextPath
    expect(collapsed(all, () => true)).toEqual([['a', 2, 10]])
  })

  it('takes time in proportion to the entries, however deep they lie', () => {
    const deep = Array.from({ length: 2000 }, (_, i) => `${'d/'.repeat(i + 1)}`)
    const bottom = deep.at(-1)!
    const all = entries(...deep, ...Array.from({ length: 20_000 }, (_, i) => `${bottom}${i}`))
    let asked = 0
    expect(collapse(all, () => ++asked > 0)).toHaveLength(1)
    expect(asked).toBeLessThanOrEqual(2 * 20_000)
  })
})
