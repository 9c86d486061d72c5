import { expect, test } from 'vitest'
import { takeSnapshot } from '../../src/context/snapshot.ts'
import type { PathNeed } from '../../src/model/build-plan.ts'
import type { Builder } from '../../src/model/request.ts'
import { requestedEntries, takenEntries } from '../../src/reach/requested.ts'
import { resolveRequest } from '../../src/request/resolve.ts'
import { copyAll } from '../helpers/reach.ts'
import { makeTree, type Tree } from '../helpers/tree.ts'

async function request(nodes: Tree, need: Partial<PathNeed>, builder: Builder = 'buildkit') {
  const snapshot = await takeSnapshot(resolveRequest({ contextDir: makeTree(nodes), builder }))
  const requested = requestedEntries(snapshot, { used: true, whole: false, paths: [], ...need })
  const paths = snapshot.entries.filter((_, index) => requested.has(index)).map(({ path }) => path)
  return { ...requested, paths }
}

const NODES: Tree = { 'a/x': 'xx', 'a/y': 'yyy', 'b/c/d': 'd', e: 'eeee' }

test('a context that no instruction names is not transferred', async () => {
  expect(await request(NODES, { used: false })).toMatchObject({ paths: [], totals: { files: 0, bytes: 0 } })
})

test('what is named comes with its parents, and its files are counted', async () => {
  const { paths, totals, whole } = await request(NODES, { paths: ['a', 'b/c/d', 'none'] })
  expect(paths).toEqual(['a', 'a/x', 'a/y', 'b', 'b/c', 'b/c/d'])
  expect(totals).toEqual({ files: 3, bytes: 6 })
  expect(whole).toBe(false)
})

test('everything is everything, in the snapshot’s own figures', async () => {
  const { paths, totals, whole } = await request(NODES, { whole: true })
  expect([paths.length, totals, whole]).toEqual([7, { files: 4, bytes: 10 }, true])
})

test('paths that name everything one by one are the whole as well', async () => {
  expect((await request(NODES, { paths: ['a', 'b', 'e'] })).whole).toBe(true)
})

test('classic sends all, whatever the Dockerfile names', async () => {
  expect((await request(NODES, { paths: ['e'] }, 'classic')).whole).toBe(true)
})

test('a file counts once, however many of its names are asked for', async () => {
  const nodes: Tree = { 'a/one': 'four', 'b/two': { hardlink: 'a/one' }, 'b/three': { hardlink: 'a/one' } }
  expect((await request(nodes, { paths: ['b'] })).totals).toEqual({ files: 2, bytes: 4 })
})

test('a directory that the ignore file leaves only as a parent comes with what is in it', async () => {
  const nodes: Tree = { '.dockerignore': 'a\n!a/x\n', ...NODES }
  expect((await request(nodes, { paths: ['a'] })).paths).toEqual(['a', 'a/x'])
  // excluded itself, so it does not come alone
  expect((await request(nodes, { paths: ['a*/y'] })).paths).toEqual([])
})

test('source paths are patterns on the way: wildcards, blanks and exclamation marks count', async () => {
  expect((await request(NODES, { paths: ['*/?'] })).paths).toEqual(['a', 'a/x', 'a/y', 'b', 'b/c', 'b/c/d'])
  expect((await request({ 'e ': '', e: '' }, { paths: ['e '] })).paths).toEqual(['e'])
  expect((await request({ '!e': '', e: '' }, { paths: ['!e'] })).paths).toEqual([])
})

test('fsutil does not look into a directory for two stars at the end', async () => {
  expect((await request(NODES, { paths: ['b/*/**'] })).paths).toEqual([])
  expect((await request(NODES, { paths: ['b/*/**', '?'] })).paths).toContain('b/c/d')
})

test('a pattern that the client refuses is said, and takes nothing', async () => {
  expect(await request(NODES, { paths: ['[', 'e'] })).toMatchObject({
    problem: 'syntax error in pattern',
    paths: [],
  })
})

test('podman takes what its sources take', async () => {
  const copied = await copyAll(makeTree(NODES), 'FROM scratch\nCOPY a/x b /to/\n', 'podman')
  const taken = takenEntries(copied.snapshot, copied.outcomes)
  const paths = copied.snapshot.entries.filter((_, index) => taken.has(index)).map(({ path }) => path)
  expect(paths).toEqual(['a/x', 'b', 'b/c', 'b/c/d'])
  expect(taken.totals).toEqual({ files: 2, bytes: 3 })
})
