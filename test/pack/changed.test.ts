import {
  appendFileSync,
  chmodSync,
  lstatSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { ContextSource, OpenFile } from '../../src/model/source.ts'
import { contentDigest } from '../../src/pack/digest.ts'
import { type PackOptions, packTar } from '../../src/pack/tar.ts'
import { makeTree } from '../helpers/tree.ts'
import { collectTorn, gnuAccepts, laidOut, readBack } from './packed.ts'

/** Larger than what is read at once. */
const LARGE = 600_000

const tree = () =>
  makeTree({
    'a/small': 'text',
    'b/large': { bytes: LARGE },
    'c/behind': 'never reached',
    link: { link: 'a' },
  })

type Change = (file: string) => void

/** Somebody writes to `path` when it is opened, or when its second piece is read. */
function meddled(source: ContextSource, root: string, path: string, when: 'opened' | 'read', change: Change) {
  const meddle = () => change(join(root, path))
  const watched = (file: OpenFile): OpenFile => ({
    ...file,
    read: (into, position) => {
      if (position > 0) meddle()
      return file.read(into, position)
    },
  })
  return {
    ...source,
    open: (opened: string) => {
      if (opened === path && when === 'opened') meddle()
      const file = source.open(opened as never)
      return opened === path && when === 'read' ? watched(file) : file
    },
  }
}

async function packMeddled(path: string, when: 'opened' | 'read', change: Change, options: PackOptions = {}) {
  const dir = tree()
  const { packing, source } = await laidOut(dir)
  return collectTorn(packTar(packing.members, meddled(source, dir, path, when, change), options))
}

/** The size and time of before, and other content. */
const rewrite: Change = file => {
  const { size, atime, mtime } = lstatSync(file)
  writeFileSync(file, Buffer.alloc(size, 'z'))
  utimesSync(file, atime, mtime)
}

const replace: Change = file => {
  writeFileSync(`${file}.new`, Buffer.alloc(lstatSync(file).size, 'n'))
  renameSync(`${file}.new`, file)
}

const toLink: Change = file => {
  rmSync(file)
  symlinkSync('/etc/hostname', file)
}

const CHANGES: Record<string, Change> = {
  'it grows': file => appendFileSync(file, 'x'),
  'it shrinks': file => truncateSync(file, 1),
  'other content of the same size and time': rewrite,
  'its mode is set': file => chmodSync(file, 0o600),
  'another file takes its name': replace,
  'a link takes its name': toLink,
  'it is removed': file => rmSync(file),
}

describe.each(Object.entries(CHANGES))('%s', (_, change) => {
  test.each(['a/small', 'b/large'])(
    '%s was walked and then changed: the tar ends there, torn',
    async path => {
      const { bytes, message } = await packMeddled(path, 'opened', change)
      expect(message).toContain(`${path} changed after it was looked at`)
      expect(gnuAccepts(bytes)).toBe(false)
      await expect(readBack(bytes)).rejects.toThrow()
      expect(bytes.includes('never reached')).toBe(false)
    },
  )
})

describe.each(['it grows', 'it shrinks', 'other content of the same size and time'])('%s', name => {
  test('while it is read: the tar ends there, torn', async () => {
    const { bytes, message } = await packMeddled('b/large', 'read', CHANGES[name]!)
    expect(message).toContain('b/large changed after it was looked at')
    expect(gnuAccepts(bytes)).toBe(false)
    await expect(readBack(bytes)).rejects.toThrow()
  })
})

test('a compressed one is torn as well', async () => {
  const { bytes, message } = await packMeddled('b/large', 'read', rewrite, { gzip: true })
  expect(message).toContain('b/large changed')
  expect(gnuAccepts(bytes)).toBe(false)
})

test('a link that leads elsewhere by now is no longer what was walked', async () => {
  const dir = tree()
  const { packing, source } = await laidOut(dir)
  rmSync(join(dir, 'link'))
  symlinkSync('/etc', join(dir, 'link'))
  const { message } = await collectTorn(packTar(packing.members, source))
  expect(message).toContain('link changed after it was looked at: the link leads elsewhere')
})

test('another name of a file that is another file by now is no longer what was walked', async () => {
  const dir = makeTree({ a: 'shared', b: { hardlink: 'a' } })
  const { packing, source } = await laidOut(dir)
  replace(join(dir, 'b'))
  const { message } = await collectTorn(packTar(packing.members, source))
  // the first name has one name less, and so it was changed as well
  expect(message).toMatch(/^[ab] changed after/)
})

test('wherever the output ends between two chunks, a builder sees that it is not whole', async () => {
  const small = Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`many/${i}`, 'x'.repeat(i * 7)]))
  const { packing, source } = await laidOut(makeTree({ ...small, large: { bytes: LARGE }, z: 'z' }))
  const chunks: Buffer[] = []
  for await (const chunk of packTar(packing.members, source)) chunks.push(Buffer.from(chunk))
  expect(chunks.length).toBeGreaterThan(10)
  for (let count = 1; count < chunks.length; count++)
    await expect(readBack(Buffer.concat(chunks.slice(0, count)))).rejects.toThrow()
  expect(await readBack(Buffer.concat(chunks))).toHaveLength(packing.members.length)
})

test('a digest is refused as well', async () => {
  const dir = tree()
  const { packing, source } = await laidOut(dir)
  const meddling = meddled(source, dir, 'a/small', 'opened', rewrite)
  expect(() => contentDigest(packing.members, meddling)).toThrow('a/small changed after it was looked at')
})
