import { chmodSync, chownSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type CleanFiles, openCleanFiles } from '../../src/contents/clean-files.ts'
import type { ContextEntry } from '../../src/model/entry.ts'
import type { ContextPath } from '../../src/model/path.ts'
import { makeTree, temporaryDirectory } from '../helpers/tree.ts'

/** A context with one file, and the cache of it. */
function contextWith(text: string) {
  const root = makeTree({ 'a.txt': text })
  const cacheDir = join(temporaryDirectory(), 'ctxguard')
  return { root, cacheDir, file: join(root, 'a.txt') }
}

function entryOf(file: string): ContextEntry {
  const { size, mode, mtimeMs, ctimeMs, ino } = statSync(file)
  return {
    path: 'a.txt' as ContextPath,
    kind: 'file',
    bytes: size,
    mode: mode & 0o7777,
    mtimeMs,
    changedMs: ctimeMs,
    inode: ino,
  }
}

/** As if the walk began a minute after the file was made. */
const LATER = 60_000

function open({ root, cacheDir }: { root: string; cacheDir: string }, ruleSet = 'rules 1'): CleanFiles {
  return openCleanFiles({ cacheDir, root, ruleSet, startedMs: Date.now() + LATER })
}

function remembered(context: ReturnType<typeof contextWith>): string {
  open(context).save([entryOf(context.file)])
  return join(context.cacheDir, readdirSync(context.cacheDir)[0]!)
}

describe('a file that was clean need not be read again', () => {
  test('while it stays as it is', () => {
    const context = contextWith('text')
    expect(open(context).has(entryOf(context.file))).toBe(false)
    remembered(context)
    expect(open(context).has(entryOf(context.file))).toBe(true)
  })

  test.each(['__proto__', 'constructor', 'length', '0'])('also one that is called %s', name => {
    const context = contextWith('text')
    const entry = { ...entryOf(context.file), path: name as ContextPath }
    expect(open(context).has(entry)).toBe(false)
    open(context).save([entry])
    expect(open(context).has(entry)).toBe(true)
  })

  test('unless its content changed, even where size and time were set back', () => {
    const context = contextWith('text')
    const { atime, mtime } = statSync(context.file)
    remembered(context)
    writeFileSync(context.file, 'TEXT')
    utimesSync(context.file, atime, mtime)
    expect(open(context).has(entryOf(context.file))).toBe(false)
  })

  test('unless it changed so shortly before the walk that its time may not tell', () => {
    const context = contextWith('text')
    const now = openCleanFiles({ ...context, ruleSet: 'rules 1', startedMs: Date.now() })
    now.save([entryOf(context.file)])
    expect(open(context).has(entryOf(context.file))).toBe(false)
  })

  test('unless the rules are others', () => {
    const context = contextWith('text')
    remembered(context)
    expect(open(context, 'rules 2').has(entryOf(context.file))).toBe(false)
  })
})

describe('a cache that can not be trusted counts as empty', () => {
  test.each<[string, (file: string) => void]>([
    ['with another name', file => writeFileSync(file, readFileSync(file, 'utf8').replace('a.txt', 'b.txt'))],
    ['with other numbers', file => writeFileSync(file, readFileSync(file, 'utf8').replace(/\d+\]/, '1]'))],
    [
      'with no numbers',
      file => writeFileSync(file, readFileSync(file, 'utf8').replace(/\[[^\]]*\]/, 'null')),
    ],
    ['with nothing in it', file => writeFileSync(file, readFileSync(file, 'utf8').replace(/\n.*/, '\nnull'))],
    ['cut short', file => writeFileSync(file, readFileSync(file, 'utf8').slice(0, -10))],
    ['empty', file => writeFileSync(file, '')],
    ['no text', file => writeFileSync(file, Buffer.alloc(1000, 0xff))],
    ['that others may write', file => chmodSync(file, 0o666)],
  ])('%s', (_, harm) => {
    const context = contextWith('text')
    harm(remembered(context))
    expect(open(context).has(entryOf(context.file))).toBe(false)
    // and is made anew
    open(context).save([entryOf(context.file)])
    expect(open(context).has(entryOf(context.file))).toBe(true)
  })

  test.runIf(process.geteuid?.() === 0)("somebody else's", () => {
    const context = contextWith('text')
    chownSync(remembered(context), 65_534, 65_534)
    expect(open(context).has(entryOf(context.file))).toBe(false)
  })

  test('nothing is known of a file that is called like a method of all objects', () => {
    const context = contextWith('text')
    remembered(context)
    const entry = { ...entryOf(context.file), path: 'constructor' as ContextPath, bytes: undefined as never }
    expect(open(context).has(entry)).toBe(false)
  })

  test('one that can not be written harms nobody', () => {
    const context = contextWith('text')
    const occupied = join(temporaryDirectory(), 'file')
    writeFileSync(occupied, '')
    const cache = open({ ...context, cacheDir: join(occupied, 'ctxguard') })
    cache.save([entryOf(context.file)])
    expect(cache.has(entryOf(context.file))).toBe(false)
  })
})

test('nothing is kept but path, size, times, inode and mode, for nobody else to read', () => {
  const context = contextWith('content of it')
  const file = remembered(context)
  expect(statSync(file).mode & 0o777).toBe(0o600)
  const [header, body] = readFileSync(file, 'utf8').split('\n')
  const { bytes, mtimeMs, changedMs, inode, mode } = entryOf(context.file)
  expect(JSON.parse(body!)).toEqual({ 'a.txt': [bytes, mtimeMs, changedMs, inode, mode] })
  expect(Object.keys(JSON.parse(header!))).toEqual(['format', 'ruleSet'])
})
