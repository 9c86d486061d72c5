import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { directorySource } from '../../src/context/directory.ts'
import { takeSnapshot } from '../../src/context/snapshot.ts'
import { walkContext } from '../../src/context/walk.ts'
import { Matcher, parseIgnoreFile } from '../../src/ignore/index.ts'
import { listContext } from '../../src/list.ts'
import type { ContextSource } from '../../src/model/source.ts'
import { resolveRequest } from '../../src/request/resolve.ts'
import { makeTree, type Tree, temporaryDirectory } from '../helpers/tree.ts'

async function paths(tree: Tree): Promise<string[]> {
  return (await listContext({ contextDir: makeTree(tree) })).entries.map(entry => entry.path)
}

describe('the order of entries', () => {
  test('is depth first and by bytes within a directory, not by whole paths', async () => {
    expect(await paths({ 'a/b': '', 'a-b': '', 'a.c': '', B: '', 'a/a': '' })).toEqual([
      'B',
      'a',
      'a/a',
      'a/b',
      'a-b',
      'a.c',
    ])
  })

  test('is by bytes of UTF-8 where UTF-16 would order otherwise', async () => {
    expect(await paths({ '\u{1f600}': '', '\uffee': '' })).toEqual(['\uffee', '\u{1f600}'])
  })
})

describe('an excluded directory with something that comes back in', () => {
  test('is sent with its real mode, and only once something below it is', async () => {
    const contextDir = makeTree({
      '.dockerignore': 'p\n!p/q/keep\n',
      p: { dir: true, mode: 0o700 },
      'p/q/keep': 'x',
      'p/q/lost': 'x',
      'p/r/lost': 'x',
    })
    const { entries } = await listContext({ contextDir })
    expect(entries.map(({ path, mode, parentOnly }) => [path, mode, parentOnly])).toEqual([
      ['.dockerignore', 0o644, undefined],
      ['p', 0o700, true],
      ['p/q', 0o755, true],
      ['p/q/keep', 0o644, undefined],
    ])
  })

  test('is not entered where no exception can match below it, though BuildKit would', () => {
    const root = makeTree({ 'big/a/x': '', 'src/keep': '' })
    const listed: string[] = []
    const disk = directorySource(root)
    const source: ContextSource = {
      ...disk,
      children(dir) {
        listed.push(dir)
        return disk.children(dir)
      },
    }
    const { patterns } = parseIgnoreFile(Buffer.from('*\n!src/k*\n'), 'buildkit')
    const options = { builder: 'buildkit' as const, removed: new Set<string>() }
    const steps = [...walkContext(source, new Matcher(patterns, 'buildkit'), options)]
    expect(listed).toEqual(['', 'src'])
    expect(steps).toContainEqual({
      type: 'excluded',
      path: 'big',
      kind: 'directory',
      by: 0,
      below: 'builder-walks',
      inside: false,
    })
  })
})

test('what BuildKit prunes by mistake is not listed (SEMANTICS.md 3.5)', async () => {
  const listed = await paths({ '.dockerignore': 'ab/c?\n!ab/*/**\n', 'ab/cd/a': '', 'ab/xy/a': '' })
  expect(listed).toEqual(['.dockerignore', 'ab', 'ab/xy', 'ab/xy/a'])
})

describe('odd contexts', () => {
  test('a root that is a link is followed', async () => {
    const dir = makeTree({ 'real/x': '', lnk: { link: 'real' } })
    const { entries, request } = await listContext({ contextDir: join(dir, 'lnk') })
    expect(entries.map(entry => entry.path)).toEqual(['x'])
    expect(request.context.dir).toBe(join(dir, 'real'))
  })

  test('names that are not UTF-8 are spelled, kept apart and readable', async () => {
    const contextDir = makeTree({ 'latin1:d\xff/a b': 'one', 'latin1:d\xfe/a b': 'two' })
    const { entries, source } = await listContext({ contextDir })
    expect(entries.map(entry => entry.path)).toEqual(['d\\xfe', 'd\\xfe/a b', 'd\\xff', 'd\\xff/a b'])
    expect(Buffer.from(source.read(entries[3]!.rawPath!)).toString()).toBe('one')
  })

  test('three hundred levels are walked', async () => {
    const deep = Array.from({ length: 300 }, (_, i) => `d${i}`).join('/')
    expect((await paths({ [`${deep}/x`]: '' })).at(-1)).toBe(`${deep}/x`)
  })

  test('hard links point to the first name that is sent', async () => {
    const contextDir = makeTree({
      '.dockerignore': 'a\n',
      a: 'text',
      b: { hardlink: 'a' },
      c: { hardlink: 'a' },
    })
    const { entries, totals } = await listContext({ contextDir })
    expect(entries.slice(1).map(({ path, nlink, hardlinkOf }) => [path, nlink, hardlinkOf])).toEqual([
      ['b', 3, undefined],
      ['c', 3, 'b'],
    ])
    expect(totals).toEqual({ files: 3, bytes: 2 + 4 })
  })

  test('FIFOs, sockets and links are listed as what they are, and never opened or followed', async () => {
    const contextDir = makeTree({
      pipe: { special: 'fifo' },
      socket: { special: 'socket' },
      up: { link: '../..' },
      into: { link: 'dir' },
      'dir/x': '',
    })
    const kinds = async (builder: 'buildkit' | 'podman') =>
      (await listContext({ contextDir, builder })).entries.map(({ path, kind }) => `${path} ${kind}`)
    const others = ['dir directory', 'dir/x file', 'into symlink', 'pipe fifo']
    expect(await kinds('buildkit')).toEqual([...others, 'socket socket', 'up symlink'])
    expect(await kinds('podman')).toEqual([...others, 'up symlink'])
  })

  test('a directory that vanishes during the walk is said and does not stop it', () => {
    const root = makeTree({ 'a/x': '', 'b/x': '', 'c/x': '' })
    const disk = directorySource(root)
    const source: ContextSource = {
      ...disk,
      children(dir) {
        const found = disk.children(dir)
        if (dir === '') rmSync(join(root, 'b'), { recursive: true })
        return found
      },
    }
    const options = { builder: 'buildkit' as const, removed: new Set<string>() }
    const steps = [...walkContext(source, new Matcher([], 'buildkit'), options)]
    expect(steps.flatMap(step => (step.type === 'sent' ? step.path : []))).toEqual([
      'a',
      'a/x',
      'b',
      'c',
      'c/x',
    ])
    expect(steps.flatMap(step => (step.type === 'incomplete' ? step.incomplete : []))).toMatchObject([
      { path: 'b', fatal: false },
    ])
  })

  test('excluded files are counted where nothing was pruned, and not where something was', async () => {
    const counted = await takeSnapshot(
      resolveRequest({ contextDir: makeTree({ '.dockerignore': '*.log\n', 'a.log': 'four', x: '' }) }),
    )
    expect(counted.excluded).toMatchObject({ files: 1, bytes: 4, prunedDirectories: [] })
    const pruned = await takeSnapshot(
      resolveRequest({ contextDir: makeTree({ '.dockerignore': 'd\n', 'd/x': '' }) }),
    )
    expect(pruned.excluded).toEqual({
      prunedDirectories: [{ path: 'd', line: 1, builderWalks: false }],
      visitedInVain: 0,
    })
  })

  test('an empty context lists nothing', async () => {
    expect((await listContext({ contextDir: temporaryDirectory() })).entries).toEqual([])
  })
})
