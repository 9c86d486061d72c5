import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { takeSnapshot } from '../../src/context/snapshot.ts'
import { type EntryTree, entryTree, ROOT, rawPathOf } from '../../src/reach/tree.ts'
import { resolveRequest } from '../../src/request/resolve.ts'
import { makeTree, type Tree } from '../helpers/tree.ts'

async function treeOf(nodes: Tree): Promise<EntryTree> {
  return entryTree(await takeSnapshot(resolveRequest({ contextDir: makeTree(nodes) })))
}

// their order as bytes is not that of UTF-16, nor that of whole paths
const NAMES = ['a', 'a-b', 'a.b', 'A', 'é', '\uff21', '😀', 'z', ' ']

test('every entry is found by its path, and what is below it is the run behind it', async () => {
  const paths = fc.array(
    fc.array(fc.constantFrom(...NAMES), { minLength: 1, maxLength: 4 }).map(names => names.join('/')),
    { minLength: 1, maxLength: 25 },
  )
  await fc.assert(
    fc.asyncProperty(paths, async list => {
      const files = list.filter(path => !list.some(other => other.startsWith(`${path}/`)))
      const tree = await treeOf(Object.fromEntries(files.map(path => [path, 'x'])))
      for (const [index, entry] of tree.entries.entries()) {
        expect(tree.find(entry.path)).toBe(index)
        const below = tree.entries.filter(({ path }) => path.startsWith(`${entry.path}/`))
        expect(tree.entries.slice(index + 1, tree.endOf(index))).toEqual(below)
        const children = [...tree.childrenOf(index)].map(child => tree.entries[child]!.path)
        expect(children).toEqual(
          below.map(({ path }) => path).filter(path => !path.slice(entry.path.length + 1).includes('/')),
        )
        expect(tree.find(`${entry.path}/none`)).toBeUndefined()
        expect(tree.find(`${entry.path}-`)).toBeUndefined()
      }
      expect(tree.endOf(ROOT)).toBe(tree.entries.length)
    }),
    { numRuns: 40 },
  )
})

test('a name that is not UTF-8 is found by its raw path', async () => {
  const tree = await treeOf({ 'latin1:d\xe9/f': 'x', 'dz/f': 'x' })
  const index = tree.entries.findIndex(({ path }) => path === 'd\\xe9/f')
  expect(tree.find(rawPathOf(tree.entries[index]!))).toBe(index)
  expect(tree.find('d\\xe9/f')).toBeUndefined()
})

describe('links are followed with the context root for /', () => {
  const nodes: Tree = {
    'd/in': 'x',
    'd/up': { link: '../../../d' },
    rel: { link: 'd' },
    abs: { link: '/d/in' },
    chain: { link: 'rel' },
    dangling: { link: 'nope' },
    one: { link: 'two' },
    two: { link: 'one' },
    root: { link: '..' },
    detour: { link: 'rel/../none/../d' },
  }
  test.each([
    ['rel/in', 'found', 'd/in', ['rel']],
    ['abs', 'found', 'd/in', ['abs']],
    ['chain/in', 'found', 'd/in', ['chain', 'rel']],
    ['d/up/in', 'found', 'd/in', ['d/up']],
    ['root/d', 'found', 'd', ['root']],
    ['dangling/x', 'missing', 'nope/x', ['dangling']],
    ['d/none', 'missing', 'd/none', []],
    ['d/in/x', 'missing', 'd/in/x', []],
    ['detour', 'found', 'd', ['detour']],
  ])('%s: %s', async (path, outcome, end, links) => {
    const tree = await treeOf(nodes)
    expect(tree.resolve(path, 'lexical')).toMatchObject({ outcome, path: end, links })
  })

  test('a circle ends', async () => {
    const tree = await treeOf(nodes)
    expect(tree.resolve('one/x', 'lexical').outcome).toBe('loop')
    expect(tree.resolve('one/x', 'stepwise').outcome).toBe('loop')
  })

  test('.. behind a link leaves what the link leads to, or the link, depending on the builder', async () => {
    const tree = await treeOf({ 'a/b/f': 'x', 'a/g': 'x', g: 'x', l: { link: 'a/b' }, m: { link: 'l/../g' } })
    expect(tree.resolve('m', 'lexical').path).toBe('g')
    expect(tree.resolve('m', 'stepwise').path).toBe('a/g')
  })

  test('what the build does not ask for does not exist', async () => {
    const tree = await treeOf(nodes)
    const hidden = tree.find('d/in')
    expect(tree.resolve('rel/in', 'lexical', index => index !== hidden).outcome).toBe('missing')
  })
})
