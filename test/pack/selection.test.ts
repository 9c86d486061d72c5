import { describe, expect, test } from 'vitest'
import { selectEntries } from '../../src/pack/selection.ts'
import { unauditedContext } from '../../src/packable.ts'
import { type RequestOptions, resolveRequest } from '../../src/request/resolve.ts'
import { mayBecomeNobody, runCliAsNobody } from '../helpers/privileges.ts'
import { makeTree, type Tree } from '../helpers/tree.ts'

async function selected(
  tree: Tree,
  { allSent, ...options }: Omit<RequestOptions, 'contextDir'> & { allSent?: boolean } = {},
) {
  const contextDir = makeTree(tree)
  const { snapshot, reach } = await unauditedContext(resolveRequest({ ...options, contextDir }))
  const { entries, ...rest } = selectEntries(snapshot, reach, allSent ? { allSent } : {})
  return { ...rest, entries, paths: entries.map(({ path }) => path as string) }
}

const SOURCES = {
  'src/a/deep.ts': '',
  'src/b.ts': '',
  'docs/x.md': '',
  '.env': '',
  empty: { dir: true } as const,
}

test('what the Dockerfile takes, with the directories above it', async () => {
  const { paths, whole } = await selected({
    ...SOURCES,
    Dockerfile: 'FROM scratch\nCOPY src/a/deep.ts docs /\n',
  })
  expect(paths).toEqual(['docs', 'docs/x.md', 'src', 'src/a', 'src/a/deep.ts'])
  expect(whole).toBe(false)
})

test('nothing where it takes nothing, all where it takes all or all is wanted', async () => {
  expect((await selected({ ...SOURCES, Dockerfile: 'FROM scratch\n' })).paths).toEqual([])
  const all = await selected({ ...SOURCES, Dockerfile: 'FROM scratch\nCOPY . /\n' })
  expect(all).toMatchObject({ whole: true, because: [] })
  expect(all.paths).toContain('.env')
  const sent = await selected({ ...SOURCES, Dockerfile: 'FROM scratch\nCOPY src /\n' }, { allSent: true })
  expect(sent).toMatchObject({ whole: true, because: [] })
})

test('links on the way, and what they lead to', async () => {
  const tree = {
    'real/in': '',
    'real/out': '',
    link: { link: 'real' },
    other: { link: 'real' },
    Dockerfile: 'FROM scratch\nCOPY link/in /\n',
  }
  expect((await selected(tree)).paths).toEqual(['link', 'real', 'real/in'])
  // podman itself would not say which link it came by
  const { paths } = await selected(tree, { builder: 'podman' })
  expect(paths).toEqual(['link', 'other', 'real', 'real/in'])
})

describe('all that is sent, and why, where only the build could tell', () => {
  test.each([
    ['another frontend', '# syntax=example/frontend\nwhatever\n', /another frontend reads this file/],
    ['a variable of the base image', 'FROM base\nCOPY $WHERE/x /\n', /only the base image could define/],
    ['ONBUILD by its name', 'FROM node:onbuild\nCOPY src /\n', /has ONBUILD instructions by its name/],
  ])('%s', async (_, Dockerfile, reason) => {
    const { because, whole } = await selected({ ...SOURCES, Dockerfile })
    expect(whole).toBe(true)
    expect(because).toEqual([expect.stringMatching(reason)])
  })

  test('no Dockerfile', async () => {
    expect(await selected(SOURCES)).toMatchObject({
      whole: true,
      because: ['no Dockerfile says what the build takes'],
    })
  })
})

test('any other base image could have ONBUILD instructions, and that alone is no reason', async () => {
  const { paths, because } = await selected({ ...SOURCES, Dockerfile: 'FROM node\nCOPY src/b.ts /\n' })
  expect(paths).toEqual(['src', 'src/b.ts'])
  expect(because).toEqual([])
})

test('the first name that is taken is the file, the others are links to it', async () => {
  const { entries } = await selected({
    'a/one': 'x',
    'b/two': { hardlink: 'a/one' },
    'c/three': { hardlink: 'a/one' },
    Dockerfile: 'FROM scratch\nCOPY b c /\n',
  })
  expect(entries.map(({ path, hardlinkOf }) => [path, hardlinkOf])).toEqual([
    ['b', undefined],
    ['b/two', undefined],
    ['c', undefined],
    ['c/three', 'b/two'],
  ])
})

test.skipIf(!mayBecomeNobody())('a file that can not be read is refused', () => {
  const dir = makeTree({ Dockerfile: 'FROM scratch\nCOPY . /\n', locked: { text: 'x', mode: 0 } })
  const { stdout, stderr, exitCode } = runCliAsNobody(['tar', '--no-check', dir], dir)
  expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 3 })
  expect(stderr).toContain("locked can't be read: permission denied")
})
