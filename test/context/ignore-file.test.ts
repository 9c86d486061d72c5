import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { IgnoreFileError } from '../../src/errors.ts'
import { listContext } from '../../src/list.ts'
import type { Builder } from '../../src/model/request.ts'
import { makeTree, type Tree } from '../helpers/tree.ts'

async function candidates(tree: Tree, builder: Builder = 'buildkit') {
  const { ignoreFile, ignoreCandidates } = await listContext({ contextDir: makeTree(tree), builder })
  return [ignoreFile?.label, ...ignoreCandidates.map(({ label, state }) => `${label} ${state}`)]
}

const both = {
  Dockerfile: '',
  '.dockerignore': 'a\n',
  'Dockerfile.dockerignore': 'b\n',
  '.containerignore': 'c\n',
}

describe('which ignore file applies, and what becomes of the others', () => {
  test('buildkit prefers the one beside the Dockerfile', async () => {
    expect(await candidates(both)).toEqual([
      'Dockerfile.dockerignore',
      'Dockerfile.dockerignore applies',
      '.dockerignore shadowed',
      '.containerignore foreign',
    ])
  })

  test('classic reads the one of the context only', async () => {
    expect(await candidates(both, 'classic')).toEqual([
      '.dockerignore',
      '.dockerignore applies',
      'Dockerfile.dockerignore foreign',
      '.containerignore foreign',
    ])
  })

  test('podman reads its own name before the others', async () => {
    const { 'Dockerfile.dockerignore': _, ...without } = both
    expect(await candidates(without, 'podman')).toEqual([
      '.containerignore',
      '.containerignore applies',
      '.dockerignore shadowed',
    ])
  })

  test('buildkit passes over a link that leaves the context, a dangling one and a directory', async () => {
    expect(await candidates({ '.dockerignore': { link: '../outside' } })).toEqual([
      undefined,
      '.dockerignore escapes',
    ])
    expect(await candidates({ '.dockerignore': { link: 'nope' } })).toEqual([
      undefined,
      '.dockerignore dangling',
    ])
    expect(await candidates({ '.dockerignore': { dir: true } })).toEqual([
      undefined,
      '.dockerignore directory',
    ])
  })
})

describe('what a builder refuses is said with file, line and its own reason', () => {
  const refusal = async (tree: Tree, builder: Builder = 'buildkit') =>
    listContext({ contextDir: makeTree(tree), builder }).then(
      () => undefined,
      (error: unknown) => {
        expect(error).toBeInstanceOf(IgnoreFileError)
        const { file, line, reason } = error as IgnoreFileError
        return { file, line, reason }
      },
    )

  test.each([
    ['a lone !', 'a\n!\n', { line: 2, reason: 'illegal exclusion pattern: "!"' }],
    ['an open class', '[a-\n', { line: 1, reason: 'syntax error in pattern' }],
    ['a trailing backslash', 'x\nfoo\\\n', { line: 2, reason: 'syntax error in pattern' }],
    ['an escape that Go refuses when it is tried', 'f\\oo\n', { line: 1, reason: 'syntax error in pattern' }],
    ['a control byte', 'a\tb\n', { line: 1, reason: expect.stringContaining('non-printable') }],
    ['a line of 64 KiB', `${'x'.repeat(65536)}\n`, { line: 1, reason: 'bufio.Scanner: token too long' }],
    [
      'a megabyte of patterns',
      'x\n'.repeat(21400),
      { line: null, reason: expect.stringContaining('header list') },
    ],
  ])('%s', async (_, text, expected) => {
    expect(await refusal({ '.dockerignore': text, a: '' })).toEqual({ file: '.dockerignore', ...expected })
  })

  test('a control byte passes where another line is not ASCII', async () => {
    expect(await refusal({ '.dockerignore': 'a\tb\né\n', a: '' })).toBeUndefined()
  })

  test('a directory of that name stops classic and podman', async () => {
    const tree: Tree = { '.dockerignore': { dir: true } }
    expect(await refusal(tree, 'classic')).toEqual({
      file: '.dockerignore',
      line: null,
      reason: 'is a directory',
    })
    expect(await refusal(tree, 'podman')).toEqual({
      file: '.dockerignore',
      line: null,
      reason: 'is a directory',
    })
  })

  test('a FIFO is refused at once: a builder would wait for ever', async () => {
    expect(await refusal({ '.dockerignore': { special: 'fifo' } })).toMatchObject({
      file: '.dockerignore',
      line: null,
    })
  })
})

test('an ignore file that is named takes the place of all others', async () => {
  const dir = makeTree({ 'ctx/.dockerignore': 'a\n', 'ctx/a': '', 'ctx/b': '', other: 'b\n' })
  const { entries } = await listContext({ contextDir: join(dir, 'ctx'), ignoreFile: join(dir, 'other') })
  expect(entries.map(entry => entry.path)).toEqual(['.dockerignore', 'a'])
})
