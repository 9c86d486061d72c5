import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { archiveFiles } from '../../src/archive-files.ts'
import { takeSnapshot } from '../../src/context/snapshot.ts'
import { ContextRefusedError, CtxguardError } from '../../src/errors.ts'
import { resolveRequest } from '../../src/request/resolve.ts'
import { type Member, tarOf } from '../helpers/tar.ts'
import { temporaryDirectory } from '../helpers/tree.ts'
import { dir, file, hard, link, UNPACKED } from './cases.ts'

async function snapshotOf(tar: Uint8Array) {
  const file = join(temporaryDirectory(), 'context.tar')
  writeFileSync(file, tar)
  const { files, close } = await archiveFiles(file, { builder: 'buildkit' })
  try {
    const snapshot = await takeSnapshot(resolveRequest({ contextDir: file, files }))
    const contents = new Map(
      snapshot.entries
        .filter(({ kind }) => kind === 'file')
        .map(entry => [
          entry.path as string,
          Buffer.from(snapshot.source.read((entry.rawPath ?? entry.path) as never)).toString(),
        ]),
    )
    return { snapshot, contents }
  } finally {
    close()
  }
}

/** `f 0644 3 name`, as the engine's image was listed. */
async function listed(members: readonly Member[]): Promise<string[]> {
  const { snapshot } = await snapshotOf(tarOf(members))
  const letters = { file: 'f', directory: 'd', symlink: 'l', fifo: 'p', socket: 's', device: 'c' }
  return snapshot.entries.map(({ path, kind, mode, bytes, link, hardlinkOf }) => {
    const to = link ? ` -> ${link.target}` : hardlinkOf ? ` => ${hardlinkOf}` : ''
    return `${letters[kind]} ${mode.toString(8).padStart(4, '0')} ${bytes} ${path}${to}`
  })
}

describe('an archive becomes what the engine makes of it', () => {
  test.each(UNPACKED.map(one => [...one] as const))('%s', async (_, members, expected) => {
    expect(await listed(members)).toEqual(expected)
  })

  test('each file holds its own bytes', async () => {
    const { contents } = await snapshotOf(
      tarOf([file('a', 'one'), file('b', 'two'.repeat(400)), hard('c', 'a')]),
    )
    expect(contents).toEqual(
      new Map([
        ['a', 'one'],
        ['b', 'two'.repeat(400)],
        ['c', 'one'],
      ]),
    )
  })
})

const long = (path: string): Member => ({ name: 'x', pax: { path } })

/** Each link leads to the end of what the one before leads to. */
const DEEPER: Member[] = [
  dir('d'),
  ...Array.from({ length: 2 }, (_, i) => [
    long(`${i === 0 ? 'd' : `l${i}`}/${'d/'.repeat(1500)}f`),
    {
      name: `l${i + 1}`,
      type: '2',
      pax: { linkpath: `${i === 0 ? 'd' : `l${i}`}/${'d/'.repeat(1500)}`.slice(0, -1) },
    },
  ]).flat(),
]

test('a path of 4095 bytes is none too many', async () => {
  const { snapshot } = await snapshotOf(tarOf([file('a'), long(`${'d/'.repeat(2047)}f`)]))
  expect(snapshot.entries).toHaveLength(2049)
})

describe('what the engine fails on is refused, by name', () => {
  test.each<[string, Member[], string]>([
    [
      'a hard link to nothing',
      [hard('b', 'gone')],
      'b: a hard link to gone, and nothing of that name came before',
    ],
    ['a hard link to a directory', [dir('d'), hard('b', 'd')], 'b: a hard link to a directory'],
    ['a file below a file', [file('l'), file('l/f')], 'l/f: l is no directory, or does not exist'],
    [
      'a file below a link to nothing',
      [link('l', 'gone'), file('l/f')],
      'l/f: l is no directory, or does not exist',
    ],
    ['a type that it does not know', [{ name: 'c', type: '7' }], 'c: unhandled tar header type 55'],
    [
      'a path that is too long',
      [file('a'), long(`${'d/'.repeat(2047)}ff`)],
      'its path is longer than 4095 bytes',
    ],
    [
      'one that is far too long',
      [file('a'), long('d/'.repeat(30_000))],
      'its path is longer than 4095 bytes',
    ],
    [
      'a link to one',
      [file('a'), { ...link('l', ''), pax: { linkpath: 'x'.repeat(4096) } }],
      'a link to a path of more than 4095 bytes',
    ],
    ['what links put deeper than that', DEEPER, 'it lies deeper than 2048 directories'],
    ['something in place of the root', [file('a'), file('..')], '..: it would replace the root'],
  ])('%s', async (_, members, message) => {
    const failure = await snapshotOf(tarOf(members)).catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(ContextRefusedError)
    expect((failure as Error).message).toContain(message)
  })
})

describe('a damaged archive is said to be, and where', () => {
  const whole = tarOf([file('a', 'x'.repeat(1500)), file('b')])
  const broken = Buffer.from(whole)
  broken[2048 + 3] = 65
  test.each<[string, Uint8Array, string]>([
    ['cut within a file', whole.subarray(0, 1000), 'is damaged at byte 1000: it ends within a'],
    ['cut within a header', whole.subarray(0, 2048 + 100), 'is damaged at byte 2148: it ends too early'],
    ['a header that is none', broken, 'is damaged at byte 2048: that is no header'],
    [
      'records that are none',
      tarOf([file('a'), { name: 'x', type: 'x', text: '99 path=b\n' }, file('b')]),
      'its extended header is malformed',
    ],
    [
      'a sparse file',
      tarOf([file('a'), { ...file('b'), pax: { 'GNU.sparse.major': '1' } }]),
      'b is a sparse file, which is not read here',
    ],
  ])('%s', async (_, tar, message) => {
    const failure = await snapshotOf(tar).catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(CtxguardError)
    expect((failure as Error).message).toContain(message)
  })

  test('one without its end mark, or with zeros behind it, is whole', async () => {
    expect((await snapshotOf(tarOf([file('a')], { end: false }))).contents.size).toBe(1)
    const padded = Buffer.concat([tarOf([file('a')]), Buffer.alloc(200_001)])
    expect((await snapshotOf(padded)).contents.size).toBe(1)
  })
})
