import { describe, expect, test } from 'vitest'
import { compileSet } from '../../src/secrets/scan/detector-set.ts'
import { TokenScan } from '../../src/secrets/scan/token-scan.ts'
import { DETECTORS } from '../../src/secrets/tokens/index.ts'
import { token } from '../../src/secrets/tokens/token.ts'
import { madeUp } from './examples/made-up.ts'

/** A token of nobody, whose alphabet holds what may also stand around it. */
const NOBODYS = token({
  id: 'nobodys-token',
  title: 'a token of nobody',
  severity: 'error',
  keywords: ['nbt_'],
  shape: "'nbt_' b64u{26}",
  examples: { finds: ['nbt_'], leaves: ['nbt'] },
})

/** With all others, so that windows and what is carried from piece to piece are as long as they ever are. */
const SET = compileSet([NOBODYS, ...DETECTORS])

/** The hyphen and the underscore are placed, the rest is drawn. */
const made = (first = 'k', last = '7') => `nbt_${first}${madeUp('base62', 24)}${last}`
const VALUE = made()
const OTHER = made('Q', 'x')

interface Case {
  title: string
  text: string | Uint8Array
  /** line and column of each value */
  at: readonly (readonly [number, number])[]
}

const filler = (bytes: number) => 'filler line 1234\n'.repeat(Math.ceil(bytes / 17)).slice(0, bytes)
/** The same without line ends. */
const line = (bytes: number) => filler(bytes).replaceAll('\n', ' ')

const CASES: readonly Case[] = [
  { title: 'at the first byte', text: `${VALUE}\n`, at: [[1, 1]] },
  { title: 'at the last byte, without a newline', text: `a: 1\ntoken: ${VALUE}`, at: [[2, 8]] },
  { title: 'as all of the file', text: VALUE, at: [[1, 1]] },
  { title: 'across 4,096 bytes', text: `${line(4085)} ${VALUE} ${line(500)}`, at: [[1, 4087]] },
  { title: 'across 65,536 bytes', text: `${line(65_520)} ${VALUE} ${line(500)}`, at: [[1, 65_522]] },
  {
    title: 'in a line of 300 KB',
    text: `${line(150_000)}"${VALUE}"${line(150_000)}`,
    at: [[1, 150_002]],
  },
  { title: 'behind 300 KB of lines', text: `${filler(17 * 18_000)}a=${VALUE}\n`, at: [[18_001, 3]] },
  { title: 'before CR LF', text: `a=1\r\nb=${VALUE}\r\nc=2\r\n`, at: [[2, 3]] },
  { title: 'before CR alone', text: `a=1\rb=${VALUE}\rc=2\r`, at: [[2, 3]] },
  { title: 'before and behind a newline of two characters', text: `"a\\n${VALUE}\\nb"`, at: [[1, 5]] },
  { title: 'in escaped quotes', text: `"{\\"token\\": \\"${VALUE}\\"}"`, at: [[1, 16]] },
  { title: 'percent-encoded in a URL', text: `https://a.b/?q=token%3D${VALUE}%26r=1`, at: [[1, 24]] },
  { title: 'with an escape of JSON before it', text: `"a\\u003d${VALUE}\\u0026b"`, at: [[1, 9]] },
  {
    title: 'in a list',
    text: `${VALUE},${OTHER},none`,
    at: [
      [1, 1],
      [1, 32],
    ],
  },
  { title: 'in a comment', text: `x = 1 # was ${VALUE}.\n`, at: [[1, 13]] },
  { title: 'in a comment of XML', text: `<a/>\n<!-- ${VALUE} -->\n`, at: [[2, 6]] },
  { title: 'twice in a line, as one secret', text: `\n${VALUE} and ${VALUE}\n`, at: [[2, 1]] },
  { title: 'beside letters of other alphabets', text: `Schlüssel: „${VALUE}“\n`, at: [[1, 13]] },
  { title: 'behind what takes two UTF-16 units', text: `x\n🔑🔑 ${VALUE}\n`, at: [[2, 6]] },
  {
    title: 'behind bytes that are not UTF-8',
    text: Buffer.concat([Buffer.from([0xe9, 0xff, 0x20]), Buffer.from(VALUE)]),
    at: [[1, 4]],
  },
  ...(
    [
      ['-', '-'],
      ['_', '_'],
      ['-', '_'],
      ['_', '-'],
    ] as const
  ).map(
    ([first, last]): Case => ({
      title: `with ${first} first and ${last} last`,
      text: `a: "${made(first, last)}", b`,
      at: [[1, 5]],
    }),
  ),
]

/** Not one of these is a token: it is part of something longer, or the beginning of it. */
const NOT_ONE: readonly (readonly [string, string])[] = [
  ['behind a letter', `a${VALUE}`],
  ['behind an underscore', `_${VALUE}`],
  ['before a letter', `${VALUE}a`],
  ['before a hyphen of its alphabet', `${VALUE}-`],
  ['one character short', VALUE.slice(0, -1)],
  ['cut by a newline', `${VALUE.slice(0, 20)}\n${VALUE.slice(20)}`],
]

/** Pushes bytes in pieces of a size through one buffer, as a reader does. */
function scanned(bytes: Uint8Array, size: number) {
  const scan = new TokenScan(SET)
  const buffer = Buffer.alloc(size)
  for (let at = 0; at < bytes.length; at += size) {
    const piece = bytes.subarray(at, at + size)
    buffer.set(piece)
    scan.push(buffer.subarray(0, piece.length), at + size >= bytes.length)
  }
  return scan.finish().filter(({ detector }) => detector === NOBODYS.id)
}

/** Of a long text small pieces would take minutes. */
const sizesFor = (bytes: number) =>
  [bytes, 1, 7, 31, 1000, 4096, 65_536].filter(size => size <= bytes && bytes / size < 1000)

describe('a token', () => {
  test.each(CASES)('$title', ({ text, at }) => {
    const bytes = Buffer.from(text as string)
    for (const size of sizesFor(bytes.length)) {
      const found = scanned(bytes, size)
      expect(
        found.map(({ position }) => [position!.line, position!.column]),
        `in pieces of ${size}`,
      ).toEqual(at)
      expect(found.map(({ lines }) => lines)).toEqual(at.map(([onLine]) => [onLine]))
    }
  })

  test('behind a byte-order mark counts from the mark or from behind it', () => {
    const [found] = scanned(Buffer.from(`\uFEFF${VALUE}\nb\n`), 4096)
    expect(found?.position?.line).toBe(1)
    expect([1, 2]).toContain(found?.position?.column)
  })

  test.each(NOT_ONE)('is not seen %s', (_, text) => {
    for (const size of sizesFor(text.length)) expect(scanned(Buffer.from(text), size)).toEqual([])
  })

  test('in pieces is cut wherever the pieces are', () => {
    const bytes = Buffer.from(`${filler(170)}token: ${VALUE}\n${filler(34)}`)
    for (let size = 170; size < 215; size++) {
      const [found, ...others] = scanned(bytes, size)
      expect(found?.position, `in pieces of ${size}`).toEqual({ line: 11, column: 8 })
      expect(others).toEqual([])
    }
  })
})
