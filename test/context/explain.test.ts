import { expect, test } from 'vitest'
import { explainPath } from '../../src/context/explain.ts'
import { listContext } from '../../src/list.ts'
import { makeTree, type Tree } from '../helpers/tree.ts'

async function explain(tree: Tree, path: string, builder: 'buildkit' | 'classic' | 'podman' = 'buildkit') {
  return explainPath(await listContext({ contextDir: makeTree(tree), builder }), path)
}

test('a path is explained by the last line that changed the verdict', async () => {
  const tree = { '.dockerignore': '*\n!a\na/b\n', 'a/b/c': '' }
  expect(await explain(tree, 'a/b/c')).toEqual({
    path: 'a/b/c',
    exists: true,
    sent: false,
    decidedBy: { file: '.dockerignore', line: 3, text: 'a/b', negated: false },
    trace: [
      { file: '.dockerignore', line: 1, text: '*', negated: false, path: 'a', sent: false },
      { file: '.dockerignore', line: 2, text: '!a', negated: true, path: 'a', sent: true },
      { file: '.dockerignore', line: 3, text: 'a/b', negated: false, path: 'a/b', sent: false },
    ],
    requested: null,
    exposure: null,
    carrier: null,
    mayReachFinal: false,
    requestedBy: [],
    git: null,
    belowExcluded: 'a/b',
  })
})

test('no line says anything of a path that none matches', async () => {
  expect(await explain({ '.dockerignore': 'b\n', a: '' }, 'a')).toMatchObject({
    sent: true,
    decidedBy: null,
    trace: [],
  })
})

test('a path that does not exist is answered too', async () => {
  const tree = { '.dockerignore': '**/*.log\n', a: '' }
  expect(await explain(tree, 'x/y.log')).toMatchObject({ exists: false, sent: false, decidedBy: { line: 1 } })
  expect(await explain(tree, 'x/y.txt')).toMatchObject({ exists: false, sent: true })
})

test('an exception below a directory that the builder never enters lets nothing in', async () => {
  const tree = { '.dockerignore': '*\n!**/foo\n', 'd/foo': '' }
  expect(await explain(tree, 'd/foo')).toMatchObject({ sent: true, decidedBy: { line: 2 } })
  expect(await explain(tree, 'd/foo', 'classic')).toMatchObject({
    sent: false,
    decidedBy: { line: 1 },
    belowExcluded: 'd',
  })
})

test('slashes and dots around a path do not matter, and a path outside the context is refused', async () => {
  const tree = { '.dockerignore': 'd\n', 'd/x': '' }
  expect(await explain(tree, './d//x/')).toMatchObject({ path: 'd/x', sent: false })
  expect(await explain(tree, '.')).toMatchObject({ path: '.', sent: true })
  await expect(explain(tree, '../x')).rejects.toThrow('outside the context')
})

test('a name that is not UTF-8 is found by its spelling', async () => {
  expect(await explain({ 'latin1:a\xff': '' }, 'a\\xff')).toMatchObject({
    path: 'a\\xff',
    exists: true,
    sent: true,
  })
})
