import { expect, test } from 'vitest'
import { directorySource } from '../../src/context/directory.ts'
import { followPaths } from '../../src/reach/follow-paths.ts'
import { makeTree, type Tree } from '../helpers/tree.ts'

function follow(tree: Tree, ...paths: string[]) {
  return followPaths(directorySource(makeTree(tree)), paths)
}

const LINKED: Tree = { 'd/f': '', 'd/g': '', link: { link: 'd' }, twice: { link: 'link' } }

test('a path without links stays as it is, whether or not it is there', () => {
  expect(follow(LINKED, 'd/f', 'none')).toEqual(['d/f', 'none'])
})

test('a link is kept, and so is what it leads to', () => {
  expect(follow(LINKED, 'twice/f')).toEqual(['d/f', 'link', 'twice'])
})

test('of several paths through one link only the first is followed', () => {
  expect(follow(LINKED, 'link/f', 'link/g')).toEqual(['d/f', 'link'])
})

test('targets are clamped to the context', () => {
  const tree = { out: { link: '../../etc/passwd' }, abs: { link: '/etc' } }
  expect(follow(tree, 'abs/hosts', 'out')).toEqual(['abs', 'etc/hosts', 'etc/passwd', 'out'])
})

test('a link to the root takes everything', () => {
  expect(follow({ l: { link: '.' } }, 'l')).toBe(null)
})

test('a wildcard that matches a link is cut off there', () => {
  expect(follow({ ...LINKED, 'e/x': '' }, '*/f')).toEqual(['*', 'd/f', 'link'])
})

test('links that go round in a circle come to an end', () => {
  expect(follow({ a: { link: 'b' }, b: { link: 'a' } }, 'a/x')).toEqual(['a', 'b'])
})

test('a path below another is left out', () => {
  expect(follow({}, 'a', 'a/b', 'ab')).toEqual(['a', 'ab'])
})

test('nothing asked for is no filter', () => {
  expect(follow({})).toBe(null)
})
