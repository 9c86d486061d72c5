import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { audit } from '../../src/audit.ts'
import { searchContents } from '../../src/contents/index.ts'
import { takeSnapshot } from '../../src/context/snapshot.ts'
import { resolveRequest } from '../../src/request/resolve.ts'
import { makeTree } from '../helpers/tree.ts'

const MIB = 2 ** 20
const POINTER = `version https://git-lfs.github.com/spec/v1\noid sha256:${'4d7a'.repeat(16)}\nsize 536870912\n`

const text = (mebibytes: number) => 'a line of text\n'.repeat(Math.ceil((mebibytes * MIB) / 15))
const withMiddle = (whole: string, middle: string) =>
  whole.slice(0, whole.length / 2) + middle + whole.slice(whole.length / 2 + middle.length)
const binary = (end: string) => `\0\x01\x02${'\0'.repeat(2 * MIB)}${end}`

const dir = makeTree({
  Dockerfile: 'FROM scratch\nCOPY . .\n',
  '.gitattributes': '*.bin filter=lfs diff=lfs merge=lfs -text\n',
  'net.bin': POINTER,
  'whole-1.txt': text(2),
  'whole-2.txt': text(2),
  'whole-differs.txt': withMiddle(text(2), 'another'),
  // longer than is searched: the beginning and the end alone prove nothing
  'long-1.txt': text(7),
  'long-2.txt': text(7),
  'long-differs.txt': withMiddle(text(7), 'another'),
  'binary-1': binary('a'),
  'binary-2': binary('a'),
  'binary-differs': binary('b'),
})

const RULES = ['lfs-pointer', 'duplicate-content']

async function told(cacheDir?: string) {
  const { findings } = await audit(
    { context: { kind: 'directory', dir } },
    { ...(cacheDir !== undefined && { cacheDir }) },
  )
  return findings.filter(({ rule }) => RULES.includes(rule)).map(({ rule, path, data }) => [rule, path, data])
}

const EXPECTED = [
  ['duplicate-content', 'binary-1', { paths: ['binary-1', 'binary-2'] }],
  ['duplicate-content', 'long-1.txt', { paths: ['long-1.txt', 'long-2.txt'] }],
  ['duplicate-content', 'whole-1.txt', { paths: ['whole-1.txt', 'whole-2.txt'] }],
  ['lfs-pointer', 'net.bin', { size: 536870912 }],
]

describe('what was read for secrets', () => {
  test('tells the other rules the same as a read of their own', async () => {
    const own = await audit(
      { context: { kind: 'directory', dir } },
      { rules: { 'secret-content': 'off', 'secret-file': 'off', 'git-credentials': 'off' } },
    )
    const alone = own.findings.filter(({ rule }) => RULES.includes(rule))
    expect(alone.map(({ rule, path, data }) => [rule, path, data]).sort()).toEqual(EXPECTED)
    expect((await told()).sort()).toEqual(EXPECTED)
  })

  test('tells it too where the files are known to be clean and are not read again', async () => {
    const cacheDir = mkdtempSync(join(tmpdir(), 'ctxguard-'))
    expect((await told(cacheDir)).sort()).toEqual(EXPECTED)
    expect((await told(cacheDir)).sort()).toEqual(EXPECTED)
  })

  test('is digested as a whole only where it was read as a whole', async () => {
    const request = resolveRequest({ contextDir: dir })
    const { entries } = await takeSnapshot(request)
    const search = searchContents({ root: request.context.dir, mostBytes: 5 * MIB, startedMs: Date.now() })
    for (const entry of entries) search.add(entry)
    afterAll(search.stop)
    const { digests, pointers } = await search.finish()
    const shown = [...digests].map(([{ path }, { isWhole }]) => [path, isWhole])
    expect(Object.fromEntries(shown)).toEqual({
      'binary-1': false,
      'binary-2': false,
      'binary-differs': false,
      'long-1.txt': false,
      'long-2.txt': false,
      'long-differs.txt': false,
      'whole-1.txt': true,
      'whole-2.txt': true,
      'whole-differs.txt': true,
    })
    expect([...pointers].map(([{ path }, bytes]) => [path, bytes])).toEqual([['net.bin', 536870912]])
  })
})
