import { appendFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { beforeAll, describe, expect, test } from 'vitest'
import type { ContextSource } from '../../src/model/source.ts'
import { contentDigest } from '../../src/pack/digest.ts'
import { packTar } from '../../src/pack/tar.ts'
import { makeTree } from '../helpers/tree.ts'
import { collect, collectTorn, laidOut, readBack } from './packed.ts'

/** So many that a thread reads them too. */
const FILES = 3000
const LONG = 40 * 2 ** 20

const contentOf = (i: number) => `${i} `.repeat(i % 1500)

function manyFiles(): string {
  const files = Array.from({ length: FILES }, (_, i) => [`d${i % 30}/f${i}`, contentOf(i)])
  return makeTree(Object.fromEntries(files))
}

/** The same files, for one thread alone. */
function alone({ root: _, ...source }: ContextSource): ContextSource {
  return source
}

describe('many small files', () => {
  let dir: string
  let laid: Awaited<ReturnType<typeof laidOut>>
  let tar: Buffer
  beforeAll(async () => {
    dir = manyFiles()
    laid = await laidOut(dir)
    tar = await collect(packTar(laid.packing.members, laid.source))
  })

  test('come out whole, each under its own name', async () => {
    const found = (await readBack(tar)).filter(({ header }) => header.type === 'file')
    expect(found.map(({ header, content }) => [header.name, content.toString()]).sort()).toEqual(
      Array.from({ length: FILES }, (_, i) => [`d${i % 30}/f${i}`, contentOf(i)]).sort(),
    )
  })

  test('give the same bytes and the same digest without the thread', async () => {
    const { packing, source } = laid
    expect(tar.equals(await collect(packTar(packing.members, alone(source))))).toBe(true)
    expect(contentDigest(packing.members, source)).toBe(contentDigest(packing.members, alone(source)))
  })

  test('and where the thread can read none of them', async () => {
    const { packing, source } = laid
    const blind = { ...source, root: join(dir, 'nowhere') }
    expect(tar.equals(await collect(packTar(packing.members, blind)))).toBe(true)
  })

  test('are read by the thread while somebody takes his time', async () => {
    const { packing, source } = laid
    const opened: string[] = []
    const watched: ContextSource = {
      ...source,
      open: path => {
        opened.push(path)
        return source.open(path)
      },
    }
    for await (const _ of packTar(packing.members, watched, { recycle: true })) await setTimeout(2)
    expect(opened.length).toBeLessThan(FILES)
    expect(new Set(opened).size).toBe(opened.length)
  })
})

test.each<[string, (file: string) => void, string]>([
  ['written to', file => appendFileSync(file, 'more'), 'it had'],
  ['removed', file => rmSync(file), 'it is no longer there'],
])('one of many that was %s is named, and what was written is no whole tar', async (_, change, words) => {
  const dir = manyFiles()
  const { packing, source } = await laidOut(dir)
  change(join(dir, 'd29/f2999'))
  const { message, bytes } = await collectTorn(packTar(packing.members, source))
  expect(message).toContain('d29/f2999 changed after it was looked at')
  expect(message).toContain(words)
  await expect(readBack(bytes)).rejects.toThrow()
})

describe('long files', () => {
  test.each([LONG, LONG + 1, LONG + 512, LONG + 100_000])('of %i bytes are whole', async bytes => {
    const dir = makeTree({ before: 'b', zone: 'z' })
    const pattern = Buffer.from(Array.from({ length: 65_521 }, (_, i) => (i * 7919) >> 3))
    const content = Buffer.alloc(bytes, pattern)
    writeFileSync(join(dir, 'long'), content)
    const { packing, source } = await laidOut(dir)
    for (const recycle of [false, true]) {
      const tar = await collect(packTar(packing.members, source, { recycle }))
      const [, long, last] = await readBack(tar)
      expect(long!.content.equals(content)).toBe(true)
      expect(last!.content.toString()).toBe('z')
      expect(tar.equals(await collect(packTar(packing.members, alone(source))))).toBe(true)
    }
  })

  test('one that is written to while it is packed stops the tar', async () => {
    const dir = makeTree({ long: { bytes: LONG } })
    const { packing, source } = await laidOut(dir)
    const chunks = packTar(packing.members, source)
    await chunks.next()
    appendFileSync(join(dir, 'long'), 'more')
    const { message } = await collectTorn(chunks)
    expect(message).toContain('long changed after it was looked at')
  })
})
