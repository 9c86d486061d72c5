import {
  appendFileSync,
  closeSync,
  ftruncateSync,
  openSync,
  rmSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { describe, expect, test } from 'vitest'
import { FileExaminer } from '../../src/contents/examine-file.ts'
import { GITHUB_TOKEN, NETLIFY_TOKEN } from '../helpers/secrets.ts'
import { makeTree, type TreeNode } from '../helpers/tree.ts'

const MIB = 2 ** 20

function examine(node: TreeNode, { mostBytes = 5 * MIB, walkedBytes = 1, change = (_: string) => {} } = {}) {
  const file = `${makeTree({ 'notes.txt': node })}/notes.txt`
  change(file)
  return new FileExaminer(mostBytes).examine(file, 'notes.txt', walkedBytes)
}

const detectors = (examined: ReturnType<typeof examine>) =>
  examined.secrets?.tokens.map(match => match.detector)

describe('a file is read', () => {
  test('as a whole: the first byte and the last one', () => {
    const text = `${GITHUB_TOKEN}\n${'a line of text\n'.repeat(200_000)}${NETLIFY_TOKEN}`
    const examined = examine(text, { walkedBytes: text.length })
    expect(examined.changed).toBeUndefined()
    expect(examined.secrets?.gaps).toBeUndefined()
    expect(examined.secrets?.tokens.map(match => [match.detector, match.position])).toEqual([
      ['github-pat', { line: 1, column: 1 }],
      ['netlify-token', { line: 200_002, column: 1 }],
    ])
  })

  test('wherever a token lies across the pieces that are read', () => {
    for (const before of [MIB - 39, MIB - 20, MIB - 1, MIB, MIB + 1]) {
      const text = `${'x'.repeat(before - 1)} ${GITHUB_TOKEN} ${'y'.repeat(MIB)}`
      const [match, ...others] = examine(text, { walkedBytes: text.length }).secrets!.tokens
      expect(match!.position).toEqual({ line: 1, column: before + 1 })
      expect(others).toEqual([])
    }
  })

  test('at both ends where it is longer than is read, and the report can say so', () => {
    const middle = 'a line of text\n'.repeat(20_000)
    const text = `${GITHUB_TOKEN}\n${middle}${NETLIFY_TOKEN}\n${middle}gh${GITHUB_TOKEN.slice(2)}\n`
    const examined = examine(text, { mostBytes: 1000, walkedBytes: text.length })
    expect(detectors(examined)).toEqual(['github-pat'])
    expect(examined.secrets?.gaps).toEqual(['cut'])
  })

  test('without its middle where it is 10 GB of nothing', () => {
    const grow = (file: string) => truncateSync(file, 10 * 2 ** 30)
    const examined = examine(`${'text '.repeat(2000)} ${GITHUB_TOKEN} `, {
      change: grow,
      walkedBytes: 10 * 2 ** 30,
    })
    expect(detectors(examined)).toEqual(['github-pat'])
    expect(examined.secrets?.gaps).toEqual(['cut'])
  })

  test('as one line of 500 MB, at both ends', () => {
    const stretch = (file: string) => {
      const fd = openSync(file, 'r+')
      ftruncateSync(fd, 500 * MIB)
      writeSync(fd, `${'x'.repeat(MIB)} ${NETLIFY_TOKEN}`, 499 * MIB - NETLIFY_TOKEN.length - 1)
      closeSync(fd)
    }
    const examined = examine(`${'x'.repeat(5 * MIB)}`, { change: stretch, walkedBytes: 500 * MIB })
    expect(detectors(examined)).toEqual(['netlify-token'])
    expect(examined.secrets?.gaps).toEqual(['cut'])
    // whoever skips most of a file does not know its lines
    expect(examined.secrets?.tokens[0]?.position).toBeUndefined()
  })
})

describe('what happened since the walk is said of', () => {
  test('a file that is gone', () => {
    expect(examine('text', { change: file => rmSync(file) })).toEqual({ failed: 'ENOENT' })
  })

  test('a file that grew, and what it holds now', () => {
    const grow = (file: string) => appendFileSync(file, `\n${GITHUB_TOKEN}\n`)
    const examined = examine('text', { change: grow, walkedBytes: 4 })
    expect(examined.changed).toBe(true)
    expect(detectors(examined)).toEqual(['github-pat'])
  })

  test('a file that shrank', () => {
    expect(examine('text', { change: file => writeFileSync(file, 'x'), walkedBytes: 4 })).toEqual({
      changed: true,
    })
  })
})

describe('what is no regular file is not read', () => {
  test('a FIFO, which nobody waits for', () => {
    expect(examine({ special: 'fifo' })).toEqual({ failed: 'ENOTFILE' })
  })

  test('a link, wherever it leads', () => {
    expect(examine({ link: '/etc/hostname' })).toEqual({ failed: 'ELOOP' })
  })

  test('a directory', () => {
    expect(examine({ dir: true })).toEqual({ failed: 'ENOTFILE' })
  })
})
