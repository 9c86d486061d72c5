import { createHash } from 'node:crypto'
import {
  chmodSync,
  copyFileSync,
  cpSync,
  linkSync,
  mkdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { contentDigest, treeDigest } from '../../src/pack/digest.ts'
import { makeTree, type Tree, temporaryDirectory } from '../helpers/tree.ts'
import { laidOut, type Wanted } from './packed.ts'

async function digestOf(dir: string, options: Wanted = {}): Promise<string> {
  const { packing, source } = await laidOut(dir, options)
  return contentDigest(packing.members, source)
}

async function treeDigestOf(dir: string): Promise<string> {
  const { packing, source } = await laidOut(dir)
  return treeDigest(packing.members, source)
}

const sha256 = (text: string) => `sha256:${createHash('sha256').update(text).digest('hex')}`

describe("BuildKit's own digests (cache/contenthash/checksum_test.go)", () => {
  const rootOf = (...children: [name: string, digest: string][]) =>
    sha256([['', sha256('')], ...children].map(([name, digest]) => `\0${name}${digest}`).join(''))

  const DATA0 = 'sha256:cd8e75bca50f2d695f220d0cb0997d8ead387e4f926e8669a92d7f104cc9885b'
  const DATA1 = 'sha256:c2b5e234f5f38fc5864da7def04782f82501a40d46192e4207d5b3f0c3c4732b'
  const D0 = 'sha256:d47454417d2c554067fbefe5f5719edc49f3cfe969c36b62e34a187a4da0cc9a'
  const D0_MODIFIED = 'sha256:555ffa3028630d97ba37832b749eda85ab676fd64ffb629fbf0f4ec8c1e3bff1'
  const data0 = { text: 'data0', mode: 0o644 }

  test('of files', async () => {
    const dir = makeTree({ foo: data0, bar: { text: 'data1', mode: 0o644 } })
    expect(await treeDigestOf(dir)).toBe(rootOf(['bar', DATA1], ['foo', DATA0]))
  })

  test('of directories and links', async () => {
    const d0: Tree = {
      d0: { dir: true, mode: 0o755 },
      'd0/abc': data0,
      'd0/def': { link: 'abc' },
    }
    expect(await treeDigestOf(makeTree(d0))).toBe(rootOf(['d0', D0_MODIFIED]))
    const whole = makeTree({ ...d0, 'd0/ghi': { link: 'nosuchfile' } })
    expect(await treeDigestOf(whole)).toBe(rootOf(['d0', D0]))
  })

  test('a hard link counts as the file', async () => {
    const dir = makeTree({ bar: data0, foo: { hardlink: 'bar' } })
    expect(await treeDigestOf(dir)).toBe(rootOf(['bar', DATA0], ['foo', DATA0]))
  })
})

test('it is the definition 1 of that digest', async () => {
  const dir = makeTree({ a: 'x' })
  expect(await digestOf(dir)).toBe(sha256(`ctxguard content digest 1\n${await treeDigestOf(dir)}\n`))
})

const DOCKERFILE = 'FROM scratch\nCOPY src /\n'
const base = (): string =>
  makeTree({
    Dockerfile: DOCKERFILE,
    'src/a.txt': { text: 'a', mode: 0o644 },
    'src/b/c.txt': 'c',
    'src/link': { link: 'a.txt' },
    'other.txt': 'not taken',
  })

describe('what does not change it', () => {
  test.each<[string, (dir: string) => void]>([
    ['times', dir => utimesSync(join(dir, 'src/a.txt'), 1, 2)],
    ['times of directories', dir => utimesSync(join(dir, 'src/b'), 1, 2)],
    [
      'a copy in the place of the file',
      dir => {
        copyFileSync(join(dir, 'src/a.txt'), join(dir, 'src/new'))
        renameSync(join(dir, 'src/new'), join(dir, 'src/a.txt'))
      },
    ],
    ['files that the build does not take', dir => writeFileSync(join(dir, 'other.txt'), 'else')],
    ['another name outside', dir => linkSync(join(dir, 'src/a.txt'), join(dir, 'hard'))],
  ])('%s', async (_, change) => {
    const dir = base()
    const before = await digestOf(dir)
    change(dir)
    expect(await digestOf(dir)).toBe(before)
  })

  test('where the context lies', async () => {
    const dir = base()
    const elsewhere = join(temporaryDirectory(), 'copy')
    cpSync(dir, elsewhere, { recursive: true, verbatimSymlinks: true })
    expect(await digestOf(elsewhere)).toBe(await digestOf(dir))
  })
})

describe('what changes it', () => {
  test.each<[string, (dir: string) => void]>([
    ['content', dir => writeFileSync(join(dir, 'src/a.txt'), 'b')],
    ['a mode', dir => chmodSync(join(dir, 'src/a.txt'), 0o755)],
    ['the mode of a directory', dir => chmodSync(join(dir, 'src/b'), 0o700)],
    ['a name', dir => renameSync(join(dir, 'src/a.txt'), join(dir, 'src/z.txt'))],
    ['an empty directory', dir => mkdirSync(join(dir, 'src/empty'))],
    ['an empty file', dir => writeFileSync(join(dir, 'src/empty'), '')],
    [
      'where a link leads',
      dir => {
        rmSync(join(dir, 'src/link'))
        symlinkSync('b', join(dir, 'src/link'))
      },
    ],
    ['the Dockerfile', dir => writeFileSync(join(dir, 'Dockerfile'), `${DOCKERFILE}# more\n`)],
  ])('%s', async (_, change) => {
    const dir = base()
    const before = await digestOf(dir)
    change(dir)
    expect(await digestOf(dir)).not.toBe(before)
  })
})

test('two trees have the same digest exactly where names, modes and contents are the same', async () => {
  const name = fc.constantFrom('a', 'b', 'ab', 'a/b', 'b/a', 'a.b')
  const file = fc.record({ text: fc.constantFrom('', 'x', 'y'), mode: fc.constantFrom(0o644, 0o755) })
  const tree = fc.dictionary(name, file, { maxKeys: 4 }).filter(isTree)
  await fc.assert(
    fc.asyncProperty(tree, tree, async (one, other) => {
      const same = JSON.stringify(sorted(one)) === JSON.stringify(sorted(other))
      const [left, right] = [await digestOf(makeTree(one)), await digestOf(makeTree(other))]
      expect(left === right).toBe(same)
    }),
    { numRuns: 60 },
  )
})

/** Nothing is both a file and a directory. */
function isTree(tree: Record<string, unknown>): boolean {
  const names = Object.keys(tree)
  return names.every(one => !names.some(other => other.startsWith(`${one}/`)))
}

function sorted(tree: Record<string, unknown>): [string, unknown][] {
  return Object.entries(tree).sort(([a], [b]) => (a < b ? -1 : 1))
}
