import {
  chmodSync,
  lstatSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { takeSnapshot } from '../../src/context/snapshot.ts'
import type { ContextSource } from '../../src/model/source.ts'
import { stageContext } from '../../src/pack/stage.ts'
import { lockStore } from '../../src/pack/stage-lock.ts'
import { resolveRequest } from '../../src/request/resolve.ts'
import { ALL, ageOf, contentsOf, newOut, stage } from '../helpers/stage.ts'
import { makeTree, type Tree, temporaryDirectory } from '../helpers/tree.ts'

describe('what changes meanwhile', () => {
  async function stageWith(
    tree: Tree,
    meddle: (dir: string, source: ContextSource) => Partial<ContextSource>,
  ) {
    const dir = makeTree(tree)
    const out = newOut()
    const { entries, source } = await takeSnapshot(resolveRequest({ contextDir: dir }))
    await stageContext(entries, source, out)
    const before = contentsOf(out)
    writeFileSync(join(dir, 'other'), 'new')
    writeFileSync(join(dir, 'file'), 'changed')
    const snapshot = await takeSnapshot(resolveRequest({ contextDir: dir }))
    symlinkSync('other', join(dir, 'link'))
    const meddled = { ...snapshot.source, ...meddle(dir, snapshot.source) }
    const staged = stageContext(snapshot.entries, meddled, out)
    await expect(staged).rejects.toMatchObject({
      exitCode: 3,
      message: expect.stringMatching(/^file changed after it was looked at/),
    })
    expect(contentsOf(out)).toEqual(before)
    expect(readdirSync(`${out}.ctxguard`).sort()).toEqual(['lock.2', 'stage.json'])
  }
  const before = (name: string, act: (file: string) => void) => (dir: string, source: ContextSource) => ({
    open: (path: Parameters<ContextSource['open']>[0]) => {
      if (path === name) act(join(dir, name))
      return source.open(path)
    },
  })

  test.each<[string, (file: string) => void]>([
    ['a file that is written to', file => writeFileSync(file, 'CHANGED')],
    ['a file that is cut', file => writeFileSync(file, '')],
    ['a file that is gone', file => rmSync(file)],
    ['a file that is a link by now', file => renameSync(join(dirname(file), 'link'), file)],
    ['a file whose mode is set', file => chmodSync(file, 0o777)],
  ])('%s stops the run, and the old set stays', async (_, act) => {
    await stageWith({ ...ALL, file: 'first', other: 'old' }, before('file', act))
  })

  test('a file that is written to while it is copied', async () => {
    await stageWith({ ...ALL, file: 'first', other: 'old' }, (dir, source) => ({
      open: path => {
        const file = source.open(path)
        if (path !== 'file') return file
        return {
          ...file,
          copyTo: target => {
            writeFileSync(join(dir, 'file'), 'CHANGED')
            return file.copyTo!(target)
          },
        }
      },
    }))
  })

  test('a source that can only be read is copied by reading', async () => {
    const dir = makeTree({ ...ALL, file: { bytes: 700_000 } })
    const out = newOut()
    const { entries, source } = await takeSnapshot(resolveRequest({ contextDir: dir }))
    await stageContext(
      entries,
      { ...source, open: path => ({ ...source.open(path), copyTo: () => false }) },
      out,
    )
    expect(contentsOf(out)).toEqual(contentsOf(dir))
  })
})

describe('a run that was killed', () => {
  async function twoSets() {
    const dir = makeTree({ ...ALL, file: 'old' })
    const out = newOut()
    await stage(dir, out)
    const store = `${out}.ctxguard`
    return { dir, out, store }
  }

  test('while it made the new set', async () => {
    const { dir, out, store } = await twoSets()
    makeTree({ next: { dir: true }, 'next/half': 'h', 'next/closed/x': '' }, store)
    writeFileSync(join(store, 'next.json.tmp'), '{"made":')
    await stage(dir, out)
    expect(readdirSync(store).sort()).toEqual(['lock.2', 'stage.json'])
  })

  test('between the two renames', async () => {
    const { dir, out, store } = await twoSets()
    const { ino } = lstatSync(join(out, 'file'))
    renameSync(out, join(store, 'old'))
    await stage(dir, out)
    expect(lstatSync(join(out, 'file')).ino).toBe(ino)
    expect(contentsOf(out)).toEqual(contentsOf(dir))
  })

  test('before the manifest followed', async () => {
    const { dir, out, store } = await twoSets()
    const old = readFileSync(join(store, 'stage.json'))
    writeFileSync(join(dir, 'file'), 'new')
    await stage(dir, out)
    renameSync(join(store, 'stage.json'), join(store, 'next.json'))
    writeFileSync(join(store, 'stage.json'), old)
    makeTree({ 'old/file': 'old' }, store)
    expect(await stage(dir, out)).toMatchObject({ copied: { files: 0 } })
    expect(contentsOf(out)).toEqual(contentsOf(dir))
  })
})

describe('a lock', () => {
  test('keeps others away while a build reads what was staged', async () => {
    const dir = makeTree(ALL)
    const out = newOut()
    const { entries, source } = await takeSnapshot(resolveRequest({ contextDir: dir }))
    const { release } = await stageContext(entries, source, out, { hold: true })
    await expect(stage(dir, out)).rejects.toMatchObject({
      exitCode: 3,
      message: `${out} is being staged by process ${process.pid}`,
    })
    release()
    await stage(dir, out)
  })

  test('is held by one, and free once it is released', () => {
    const store = temporaryDirectory()
    const first = lockStore(store)
    expect(first).toMatchObject({ generation: 1 })
    expect(lockStore(store)).toEqual({ holder: `process ${process.pid}`, file: join(store, 'lock.1') })
    if ('release' in first) first.release()
    expect(lockStore(store)).toMatchObject({ generation: 2 })
  })

  test.each<[string, object, boolean]>([
    ['of a process that is gone', { pid: 2 ** 22 + 1, started: '1' }, true],
    ['of another process that had this number', { pid: process.pid, started: '1' }, true],
    ['of a process of another machine', { pid: 1, host: 'elsewhere', started: null }, false],
  ])('%s', async (_, holder, broken) => {
    const { hostname } = await import('node:os')
    const store = temporaryDirectory()
    writeFileSync(join(store, 'lock.7'), JSON.stringify({ host: hostname(), ...holder }))
    const lock = lockStore(store)
    expect('generation' in lock).toBe(broken)
    if ('generation' in lock) expect(lock.generation).toBe(8)
    expect(readdirSync(store)).toEqual([broken ? 'lock.8' : 'lock.7'])
  })

  test('that was held on another machine an hour ago is free', () => {
    const store = temporaryDirectory()
    writeFileSync(join(store, 'lock.1'), JSON.stringify({ pid: 1, host: 'elsewhere', started: null }))
    ageOf(join(store, 'lock.1'), Date.now() / 1000 - 7200)
    expect(lockStore(store)).toMatchObject({ generation: 2 })
  })
})
