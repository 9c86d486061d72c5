import { expect, test } from 'vitest'
import { listContext } from '../../src/list.ts'
import { makeTree, type Tree } from '../helpers/tree.ts'

/** What becomes of the link `l` in a context. */
async function linkIn(tree: Tree, target: string) {
  const contextDir = makeTree({ ...tree, l: { link: target } })
  const { entries } = await listContext({ contextDir })
  return { ...entries.find(entry => entry.path === 'l')!.link!, contextDir }
}

test('a relative link inside the context is found', async () => {
  expect(await linkIn({ 'd/x': '' }, 'd/../d/x')).toMatchObject({
    absolute: false,
    escapes: false,
    outcome: 'found',
    resolved: 'd/x',
  })
})

test('a link that climbs out is clamped at the root, as builders clamp it', async () => {
  expect(await linkIn({}, '../../etc/hostname')).toMatchObject({
    escapes: true,
    outcome: 'dangling',
    resolved: 'etc/hostname',
  })
  expect(await linkIn({ 'etc/hostname': '' }, '../../etc/hostname')).toMatchObject({
    escapes: true,
    outcome: 'found',
  })
})

test('an absolute link begins at the context root, not at that of the host', async () => {
  expect(await linkIn({}, '/etc/hostname')).toMatchObject({
    absolute: true,
    escapes: true,
    outcome: 'dangling',
  })
  expect(await linkIn({ x: '' }, '/x')).toMatchObject({
    absolute: true,
    escapes: true,
    outcome: 'found',
    resolved: 'x',
  })
})

test('an absolute link to a file of the context is inside for the host, and dangles for the builder', async () => {
  const contextDir = makeTree({ x: '', l: { link: '{ROOT}/x' } })
  const { entries } = await listContext({ contextDir })
  expect(entries[0]!.link).toMatchObject({ absolute: true, escapes: false, outcome: 'dangling' })
})

test('links that go round end as a loop, links that lead nowhere as dangling', async () => {
  expect(await linkIn({ m: { link: 'l' } }, 'm')).toMatchObject({ outcome: 'loop' })
  expect(await linkIn({}, 'no/such')).toMatchObject({ outcome: 'dangling', resolved: 'no/such' })
})

test('a chain of links escapes where its last one does', async () => {
  expect(await linkIn({ m: { link: '../out' } }, 'm')).toMatchObject({
    escapes: true,
    outcome: 'dangling',
    resolved: 'out',
  })
})
