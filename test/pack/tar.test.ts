import { execFileSync } from 'node:child_process'
import { lstatSync, mkdirSync, readdirSync, readFileSync, readlinkSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { packTar } from '../../src/pack/tar.ts'
import { canMount } from '../helpers/privileges.ts'
import { makeTree, type Tree, temporaryDirectory } from '../helpers/tree.ts'
import { collect, gnuListing, laidOut, packed, readBack } from './packed.ts'

const ALL = 'FROM scratch\nCOPY . /\n'

function context(tree: Tree): string {
  return makeTree({ Dockerfile: ALL, ...tree })
}

/** What lies in a directory, but for owners and what a tar leaves to those who unpack it. */
function contentsOf(dir: string, at = ''): string[] {
  return readdirSync(join(dir, at), { withFileTypes: true }).flatMap(entry => {
    const path = at === '' ? entry.name : `${at}/${entry.name}`
    const { mode, mtimeMs, nlink } = lstatSync(join(dir, path))
    if (entry.isSymbolicLink()) return [`${path} -> ${readlinkSync(join(dir, path))}`]
    const line = `${path} ${mode.toString(8)} ${Math.round(mtimeMs * 1000)}`
    if (entry.isDirectory()) return [line, ...contentsOf(dir, path)]
    return [`${line} ${nlink} ${entry.isFile() ? readFileSync(join(dir, path), 'latin1') : ''}`]
  })
}

function unpacked(tar: Uint8Array): string {
  const dir = temporaryDirectory()
  execFileSync('tar', ['-xpf', '-', '-C', dir, '--same-permissions'], { input: tar })
  return dir
}

describe('a tar of everything', () => {
  const dir = context({
    'a/b/file.txt': 'text',
    'a/run.sh': { text: '#!/bin/sh\n', mode: 0o755 },
    'a/private': { text: 's', mode: 0o600 },
    'a/setuid': { text: 's', mode: 0o4755 },
    'a-b': 'stands behind a/',
    empty: { dir: true, mode: 0o1777 },
    link: { link: 'a/b/../b/file.txt' },
    dangling: { link: '/etc/../none ' },
    nothing: '',
    '.wh.x': 'a name like any other',
    'é/日本語.txt': 'wide',
    'new\nline': 'n',
    'back\\slash': 'b',
    [`${'d'.repeat(120)}/${'f'.repeat(99)}`]: 'with a prefix',
    [`${'d'.repeat(200)}/${'f'.repeat(200)}`]: 'too long for one',
    [`${'0123456789/'.repeat(30)}x`]: 'deep',
    'long-link': { link: `${'t/'.repeat(80)}end` },
    'wide-link': { link: 'é' },
  })

  test('unpacked, it is what was packed', async () => {
    expect(contentsOf(unpacked(await packed(dir)))).toEqual(contentsOf(dir))
  })

  test('tar-stream reads the same', async () => {
    const members = await readBack(await packed(dir))
    const found = new Map(members.map(({ header, content }) => [header.name, { header, content }]))
    expect(found.get('é/日本語.txt')?.content.toString()).toBe('wide')
    expect(found.get('new\nline')?.content.toString()).toBe('n')
    expect(found.get('long-link')?.header.linkname).toBe(`${'t/'.repeat(80)}end`)
    expect(found.get('wide-link')?.header.linkname).toBe('é')
    expect(found.get('dangling')?.header).toMatchObject({ type: 'symlink', linkname: '/etc/../none ' })
    expect(found.get('empty')?.header).toMatchObject({ type: 'directory', mode: 0o1777 })
    expect(found.get('a/setuid')?.header.mode).toBe(0o4755)
    for (const { header } of members) expect(header).toMatchObject({ uid: 0, gid: 0, uname: '', gname: '' })
  })

  test('the order is that of a listing, directories before what they hold', async () => {
    const names = (await readBack(await packed(dir))).map(({ header }) => header.name)
    expect(names.filter(name => name.startsWith('a'))).toEqual([
      'a',
      'a/b',
      'a/b/file.txt',
      'a/private',
      'a/run.sh',
      'a/setuid',
      'a-b',
    ])
    expect(new Set(names).size).toBe(names.length)
  })

  test('the same input gives the same bytes, compressed or not', async () => {
    const [once, again] = [await packed(dir), await packed(dir)]
    expect(once.equals(again)).toBe(true)
    const zipped = await packed(dir, { gzip: true })
    expect(zipped.equals(await packed(dir, { gzip: true }))).toBe(true)
    expect(gunzipSync(zipped).equals(once)).toBe(true)
    // no name, no time
    expect([...zipped.subarray(3, 8)]).toEqual([0, 0, 0, 0, 0])
  })

  test('it ends with two blocks of zeros, and is made of whole blocks', async () => {
    const tar = await packed(dir)
    expect(tar.length % 512).toBe(0)
    expect(tar.subarray(-1024).every(byte => byte === 0)).toBe(true)
    expect(tar.subarray(-1536, -1024).every(byte => byte === 0)).toBe(false)
  })

  test('the first 512 bytes are a header, whatever the first member needs: docker takes it for a tar', async () => {
    const wide = makeTree({ é: '' })
    for (const tar of [await packed(dir), await packed(wide), await packed(wide, { mtime: 8 ** 12 })]) {
      expect(tar.toString('latin1', 0, 3)).toBe('./\0')
      expect(String.fromCharCode(tar[156]!)).toBe('5')
    }
  })

  test('memory that is used again holds the same', async () => {
    const { packing, source } = await laidOut(dir)
    const recycled = await collect(packTar(packing.members, source, { recycle: true }))
    expect(recycled.equals(await packed(dir))).toBe(true)
  })
})

describe('names and times beyond USTAR', () => {
  const paxOf = async (tree: Tree, mtime?: number) => {
    const tar = await packed(context(tree), mtime === undefined ? {} : { mtime })
    return (await readBack(tar, 'latin1')).flatMap(({ header }) => Object.keys(header.pax ?? {}))
  }

  test('there is no PAX header where USTAR can say it', async () => {
    const long = `${'d'.repeat(90)}/${'e'.repeat(60)}/${'f'.repeat(90)}`
    const plain = { 'a/b': '1', [long]: '', l: { link: 'a' } }
    expect(await paxOf(plain, 1_700_000_000)).toEqual([])
  })

  test('it says what USTAR can not, and no more', async () => {
    expect(await paxOf({ é: '' }, 0)).toEqual(['path'])
    expect(await paxOf({ l: { link: 'é' } }, 0)).toEqual(['linkpath'])
    expect(await paxOf({ ['f'.repeat(101)]: '' }, 0)).toEqual(['path'])
    expect(await paxOf({}, 8 ** 11)).toEqual(['mtime'])
    expect(await paxOf({}, 8 ** 11 - 1)).toEqual([])
  })

  test('names that are not UTF-8 keep their bytes', async () => {
    const long = 'x'.repeat(150)
    const dir = context({
      'latin1:a\xff/b\xfe': 'odd',
      [`latin1:${long}\xff`]: 'long',
      l: { link: 'latin1:t\xfd' },
    })
    const tar = await packed(dir, { mtime: 0 })
    const names = (await readBack(tar, 'latin1')).map(({ header }) => header.name)
    expect(names).toContain('a\xff/b\xfe')
    const listed = gnuListing(tar).map(line => line.replace(/^.*1970-\S+ \S+ /, ''))
    expect(listed).toContain('a\\377/b\\376')
    expect(listed).toContain('l -> t\\375')
    expect(listed).toContain(`${long}\\377`)
  })

  test('each keeps its own time, to the nanosecond, or all have the one that is given', async () => {
    const dir = context({ old: '', future: '', exact: '' })
    execFileSync('touch', ['-d', '@-1234.5', join(dir, 'old')])
    utimesSync(join(dir, 'future'), 1, 2 ** 33 + 0.25)
    utimesSync(join(dir, 'exact'), 1, 1_600_000_000)
    const times = async (mtime?: number) => {
      const members = await readBack(await packed(dir, mtime === undefined ? {} : { mtime }))
      return Object.fromEntries(
        members.map(({ header: { name, pax, mtime } }) => [name, pax?.mtime ?? mtime!.getTime() / 1000]),
      )
    }
    const own = await times()
    expect(own).toMatchObject({
      old: '-1234.500000000',
      future: '8589934592.250000000',
      exact: 1_600_000_000,
    })
    expect(Number(own.Dockerfile)).toBeCloseTo(lstatSync(join(dir, 'Dockerfile')).mtimeMs / 1000, 3)
    expect(new Set(Object.values(await times(1_234_567_890)))).toEqual(new Set([1_234_567_890]))
  })

  test('for the classic builder times are cut to the second, as its client does', async () => {
    const dir = context({ old: '', new: '' })
    execFileSync('touch', ['-d', '@-1234.5', join(dir, 'old')])
    execFileSync('touch', ['-d', '@1600000000.9', join(dir, 'new')])
    const members = await readBack(await packed(dir, { builder: 'classic' }))
    const times = members.map(({ header: { name, pax, mtime } }) => [
      name,
      Number(pax?.mtime ?? mtime.getTime() / 1000),
    ])
    expect(Object.fromEntries(times)).toMatchObject({ old: -1235, new: 1_600_000_000 })
  })

  test('a file over 8 GiB is announced with its size', async () => {
    const bytes = 9 * 2 ** 30 + 1
    const { packing, source } = await laidOut(makeTree({ huge: { bytes } }))
    const chunks = packTar(packing.members, source, { mtime: 0 })
    const { value } = await chunks.next()
    await chunks.return(undefined)
    const head = Buffer.from(value!).toString('latin1', 512, 2048)
    expect(head).toContain(`size=${bytes}\n`)
    // the field that can't hold it says nothing
    expect(head.slice(1024 + 124, 1024 + 135)).toBe('00000000000')
  })
})

describe('what is no plain file', () => {
  test('later names of a file are hard links to the first that is packed', async () => {
    const dir = makeTree({
      Dockerfile: 'FROM scratch\nCOPY b c /\n',
      'a/first': 'shared',
      'b/second': { hardlink: 'a/first' },
      'c/third': { hardlink: 'a/first' },
    })
    const members = await readBack(await packed(dir))
    const found = members.map(({ header, content }) => [
      header.name,
      header.type,
      header.linkname,
      String(content),
    ])
    expect(found).toContainEqual(['b/second', 'file', null, 'shared'])
    expect(found).toContainEqual(['c/third', 'link', 'b/second', ''])
    expect(found.some(([name]) => name === 'a/first')).toBe(false)
  })

  test('a FIFO is a FIFO, a socket an empty file of its mode', async () => {
    const dir = context({ pipe: { special: 'fifo', mode: 0o620 }, sock: { special: 'socket', mode: 0o755 } })
    const found = new Map((await readBack(await packed(dir))).map(({ header }) => [header.name, header]))
    expect(found.get('pipe')).toMatchObject({ type: 'fifo', mode: 0o620 })
    expect(found.get('sock')).toMatchObject({ type: 'file', mode: 0o755, size: 0 })
  })

  test.skipIf(!canMount())('devices keep their numbers', async () => {
    const dir = context({ null: { special: 'char-device' }, disk: { special: 'block-device' } })
    const found = new Map((await readBack(await packed(dir))).map(({ header }) => [header.name, header]))
    expect(found.get('null')).toMatchObject({ type: 'character-device', devmajor: 1, devminor: 3 })
    expect(found.get('disk')).toMatchObject({ type: 'block-device', devmajor: 1, devminor: 3 })
  })

  test('what BuildKit sends empty is packed empty', async () => {
    const dir = context({ '.dockerignore': '*\n!a/b\na\n!Dockerfile\n', 'a/b/c': 'content' })
    const member = (await readBack(await packed(dir))).find(({ header }) => header.name === 'a/b/c')
    expect(member).toMatchObject({ header: { size: 0 }, content: Buffer.alloc(0) })
  })

  test('parents of what is included again keep their mode with BuildKit alone', async () => {
    const dir = context({ '.dockerignore': 'd\n!d/in\n', 'd/in': '1', 'd/out': '2' })
    mkdirSync(join(dir, 'd'), { recursive: true })
    execFileSync('chmod', ['700', join(dir, 'd')])
    const modeWith = async (builder: 'buildkit' | 'classic') =>
      (await readBack(await packed(dir, { builder }))).find(({ header }) => header.name === 'd')?.header.mode
    expect(await modeWith('buildkit')).toBe(0o700)
    expect(await modeWith('classic')).toBe(0o755)
  })
})
