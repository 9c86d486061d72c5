import {
  chmodSync,
  existsSync,
  lstatSync,
  lutimesSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { takeSnapshot } from '../../src/context/snapshot.ts'
import type { ContextSource } from '../../src/model/source.ts'
import { stageContext } from '../../src/pack/stage.ts'
import { lockStore } from '../../src/pack/stage-lock.ts'
import { resolveRequest } from '../../src/request/resolve.ts'
import { contentsOf, stage } from '../helpers/stage.ts'
import { makeTree, type Tree, temporaryDirectory } from '../helpers/tree.ts'

const ALL = { Dockerfile: 'FROM scratch\nCOPY . /\n' }

function newOut(): string {
  return join(temporaryDirectory(), 'set')
}

function ageOf(file: string, seconds: number): void {
  lutimesSync(file, seconds, seconds)
}

describe('the staged directory holds what the context does', () => {
  test('modes, links, hard links, empty directories and odd names', async () => {
    const dir = makeTree({
      ...ALL,
      plain: 'plain',
      'bin/run': { text: 'run', mode: 0o4755 },
      'bin/own': { text: 'own', mode: 0o600 },
      closed: { dir: true, mode: 0o1500 },
      first: 'shared',
      'second/name': { hardlink: 'first' },
      absolute: { link: '/etc/passwd' },
      up: { link: '../../elsewhere//' },
      'latin1:bytes \xff\xfe': 'not UTF-8',
      'latin1:link \xe9': { link: 'to \udce9' },
      'new\nline': 'x',
      𐀀: 'beyond the first plane',
      '�': 'a replacement character',
      ' *?[a] ': '',
    })
    const out = newOut()
    await stage(dir, out)
    expect(contentsOf(out)).toEqual(contentsOf(dir))
  })

  test('times, to the microsecond, of files, links and directories', async () => {
    const dir = makeTree({ ...ALL, 'd/f': 'f', l: { link: 'd' } })
    for (const [name, time] of [
      ['d/f', 1.000001],
      ['l', 1_700_000_000.123456],
      ['d', 3_000_000_000.5],
    ] as const)
      ageOf(join(dir, name), time)
    const out = newOut()
    await stage(dir, out)
    for (const name of ['Dockerfile', 'd/f', 'l', 'd']) {
      const [own, staged] = [dir, out].map(root => lstatSync(join(root, name), { bigint: true }).mtimeNs)
      expect(staged! / 1000n).toBe(own! / 1000n)
    }
  })

  test('no name of the context leads to a staged copy', async () => {
    const dir = makeTree({ ...ALL, file: 'as it was', same: { hardlink: 'file' } })
    const out = newOut()
    await stage(dir, out)
    writeFileSync(join(dir, 'file'), 'as it is!')
    expect(readFileSync(join(out, 'same'), 'utf8')).toBe('as it was')
    expect(lstatSync(join(out, 'same')).nlink).toBe(2)
  })

  test('what a directory of any user can not hold is left out and named', async () => {
    const dir = makeTree({ ...ALL, pipe: { special: 'fifo' }, door: { special: 'socket' }, file: '' })
    const { leftOut } = await stage(dir, newOut())
    expect(leftOut.map(({ path, kind }) => [path, kind])).toEqual([
      ['door', 'socket'],
      ['pipe', 'fifo'],
    ])
  })

  test('only what the build takes, with what the build itself needs', async () => {
    const dir = makeTree({
      'build/app.Dockerfile': 'FROM scratch\nCOPY src /\n',
      'build/app.Dockerfile.dockerignore': 'build\n**/*.log\n',
      '.dockerignore': 'src',
      'src/a': '',
      'src/a.log': '',
      other: '',
    })
    const out = newOut()
    await stage(dir, out, { dockerfile: join(dir, 'build/app.Dockerfile') })
    expect(Object.keys(contentsOf(out))).toEqual([
      'build',
      'build/app.Dockerfile',
      'build/app.Dockerfile.dockerignore',
      'src',
      'src/a',
    ])
  })

  test('a Dockerfile that is a link is there with what it leads to', async () => {
    const dir = makeTree({
      Dockerfile: { link: 'build/real' },
      'build/real': 'FROM scratch\nCOPY a /\n',
      '.dockerignore': 'build\nDockerfile',
      a: '',
    })
    const out = newOut()
    await stage(dir, out)
    expect(readFileSync(join(out, 'Dockerfile'), 'utf8')).toContain('COPY a')
  })

  test('what would arrive empty is empty, even where no ignore file says so any more', async () => {
    const dir = makeTree({ ...ALL, '.dockerignore': '*\n!a/b\na\n', 'a/b/c': 'content' })
    const out = newOut()
    await stage(dir, out)
    expect(contentsOf(out)['a/b/c']).toMatch(/^\d+ $/)
  })
})

describe('a second run', () => {
  const TREE: Tree = {
    ...ALL,
    'a/x': 'xx',
    'a/y': { hardlink: 'a/x' },
    b: 'b',
    c: { link: 'b' },
    'd/e/f': 'f',
  }

  function identities(dir: string): Record<string, unknown> {
    return Object.fromEntries(
      Object.keys(contentsOf(dir)).map(path => {
        const { ino, ctimeNs, mtimeNs } = lstatSync(join(dir, path), { bigint: true })
        return [path, [ino, ctimeNs, mtimeNs].map(String).join(' ')]
      }),
    )
  }

  test('touches nothing where nothing changed', async () => {
    const dir = makeTree(TREE)
    const out = newOut()
    await stage(dir, out)
    const before = identities(out)
    expect(await stage(dir, out)).toMatchObject({ copied: { files: 0 }, kept: 5, removed: 0 })
    expect(identities(out)).toEqual(before)
  })

  test('copies what changed, removes what is gone, and keeps all else as the same files', async () => {
    const dir = makeTree(TREE)
    const out = newOut()
    await stage(dir, out)
    const inodeOf = (name: string) => lstatSync(join(out, name)).ino
    const before = ['a/x', 'a/y', 'Dockerfile'].map(inodeOf)
    writeFileSync(join(dir, 'b'), 'bb')
    renameSync(join(dir, 'd/e/f'), join(dir, 'd/g'))
    rmSync(join(dir, 'c'))
    mkdirSync(join(dir, 'c'))
    expect(await stage(dir, out)).toMatchObject({ copied: { files: 2, bytes: 3 }, removed: 1 })
    expect(contentsOf(out)).toEqual(contentsOf(dir))
    expect(['a/x', 'a/y', 'Dockerfile'].map(inodeOf)).toEqual(before)
    expect(lstatSync(join(out, 'Dockerfile')).nlink).toBe(1)
    expect(readdirSync(`${out}.ctxguard`).sort()).toEqual(['lock.2', 'stage.json'])
  })

  test('follows modes, and hard links that come and go', async () => {
    const dir = makeTree(TREE)
    const out = newOut()
    await stage(dir, out)
    chmodSync(join(dir, 'b'), 0o751)
    chmodSync(join(dir, 'd/e'), 0o700)
    rmSync(join(dir, 'a/y'))
    writeFileSync(join(dir, 'a/y'), 'xx')
    makeTree({ z: { hardlink: 'b' } }, dir)
    await stage(dir, out)
    expect(contentsOf(out)).toEqual(contentsOf(dir))
    await stage(dir, out)
    expect(contentsOf(out)).toEqual(contentsOf(dir))
  })

  test('gives content that changed under the same size and time another time', async () => {
    const dir = makeTree({ ...ALL, f: 'AAAA', g: 'GGGG' })
    for (const name of ['f', 'g']) ageOf(join(dir, name), 1_600_000_000.25)
    const out = newOut()
    const times: bigint[] = []
    for (const content of ['AAAA', 'BBBB', 'CCCC', 'AAAA']) {
      writeFileSync(join(dir, 'f'), content)
      ageOf(join(dir, 'f'), 1_600_000_000.25)
      await stage(dir, out)
      expect(readFileSync(join(out, 'f'), 'utf8')).toBe(content)
      times.push(lstatSync(join(out, 'f'), { bigint: true }).mtimeNs)
    }
    expect(new Set(times).size).toBe(4)
    expect(times.every(time => time / 1_000_000n === 1_600_000_000_250n)).toBe(true)
    expect(lstatSync(join(out, 'g')).mtimeMs).toBe(1_600_000_000_250)
  })

  test('gives a file that was away for a while another time than it had', async () => {
    const dir = makeTree({ ...ALL, f: 'AAAA' })
    ageOf(join(dir, 'f'), 1_600_000_000)
    const out = newOut()
    await stage(dir, out)
    rmSync(join(dir, 'f'))
    await stage(dir, out)
    writeFileSync(join(dir, 'f'), 'BBBB')
    ageOf(join(dir, 'f'), 1_600_000_000)
    await stage(dir, out)
    expect(lstatSync(join(out, 'f')).mtimeMs).not.toBe(1_600_000_000_000)
  })

  test('keeps copies of a context that was made anew with the same times', async () => {
    const [dir, again] = [makeTree(TREE), makeTree(TREE)]
    for (const root of [dir, again]) for (const name of ['a/x', 'b']) ageOf(join(root, name), 1_500_000_000)
    const out = newOut()
    await stage(dir, out)
    const { ino, mtimeNs } = lstatSync(join(out, 'b'), { bigint: true })
    await stage(again, out)
    expect(lstatSync(join(out, 'b'), { bigint: true })).toMatchObject({ ino, mtimeNs })
  })

  test('puts right what was changed in the staged directory', async () => {
    const dir = makeTree(TREE)
    const out = newOut()
    await stage(dir, out)
    writeFileSync(join(out, 'b'), 'B')
    writeFileSync(join(out, 'foreign'), '')
    chmodSync(join(out, 'a'), 0o777)
    rmSync(join(out, 'c'))
    symlinkSync('elsewhere', join(out, 'c'))
    await stage(dir, out)
    expect(contentsOf(out)).toEqual(contentsOf(dir))
  })
})

test('files that a link in the staged directory leads to are never taken for copies', async () => {
  const dir = makeTree({ ...ALL, 'a/x': 'xx' })
  const out = newOut()
  await stage(dir, out)
  renameSync(join(out, 'a'), join(dirname(out), 'moved'))
  symlinkSync('../moved', join(out, 'a'))
  await stage(dir, out)
  expect(contentsOf(out)).toEqual(contentsOf(dir))
  expect(lstatSync(join(out, 'a/x')).nlink).toBe(1)
})

describe('the directory and what belongs to it', () => {
  const refusal = (text: string) =>
    expect.objectContaining({ message: expect.stringContaining(text), exitCode: 2 })

  test.each<[string, (out: string) => void]>([
    ['a directory with something in it', out => makeTree({ mine: 'mine' }, out)],
    ['a file', out => writeFileSync(out, 'mine')],
    ['a link', out => symlinkSync(temporaryDirectory(), out)],
  ])('%s that is there is refused and stays', async (_, make) => {
    const out = newOut()
    make(out)
    const before = lstatSync(out)
    await expect(stage(makeTree(ALL), out)).rejects.toEqual(refusal('was not made by ctxguard stage'))
    expect(lstatSync(out)).toMatchObject({ ino: before.ino, mtimeMs: before.mtimeMs })
    expect(existsSync(`${out}.ctxguard`)).toBe(false)
  })

  test('another directory in the place of a staged one is refused', async () => {
    const dir = makeTree(ALL)
    const out = newOut()
    await stage(dir, out)
    rmSync(out, { recursive: true })
    makeTree({ mine: '' }, out)
    await expect(stage(dir, out)).rejects.toEqual(refusal('was not made by ctxguard stage'))
    expect(readdirSync(out)).toEqual(['mine'])
  })

  test('an empty one is taken, and a removed one is made again', async () => {
    const dir = makeTree(ALL)
    const out = newOut()
    mkdirSync(out)
    await stage(dir, out)
    rmSync(out, { recursive: true })
    await stage(dir, out)
    expect(contentsOf(out)).toEqual(contentsOf(dir))
  })

  test('a copy of what was staged is taken for it', async () => {
    const dir = makeTree({ ...ALL, a: 'a', b: { hardlink: 'a' } })
    const out = newOut()
    await stage(dir, out)
    renameSync(out, `${out}.away`)
    makeTree({ ...ALL, a: 'a', b: 'b' }, out)
    for (const name of ['Dockerfile', 'a', 'b']) {
      const { mtimeMs } = lstatSync(join(`${out}.away`, name))
      utimesSync(join(out, name), mtimeMs / 1000, mtimeMs / 1000)
    }
    await stage(dir, out)
    expect(contentsOf(out)).toEqual(contentsOf(dir))
  })

  test('something else by the name of the store is refused', async () => {
    const out = newOut()
    makeTree({ mine: '' }, `${out}.ctxguard`)
    await expect(stage(makeTree(ALL), out)).rejects.toEqual(refusal('is something else'))
  })

  test.each(['.', '..', 'sub/..'])('%s of the context is refused', async out => {
    const dir = makeTree({ ...ALL, 'sub/x': '' })
    await expect(stage(dir, join(dir, out))).rejects.toEqual(refusal('the context lies in there'))
  })

  test('one in the context has to be excluded', async () => {
    const dir = makeTree(ALL)
    await expect(stage(dir, join(dir, '.ctx'))).rejects.toEqual(refusal('would send what is staged there'))
    await expect(stage(dir, join(dir, 'new/.ctx'))).rejects.toEqual(
      refusal('would send what is staged there'),
    )
    expect(readdirSync(dir)).toEqual(['Dockerfile'])
    writeFileSync(join(dir, '.dockerignore'), '.ctx*')
    await stage(dir, join(dir, '.ctx'))
    await stage(dir, join(dir, '.ctx'))
    expect(Object.keys(contentsOf(join(dir, '.ctx')))).toEqual(['.dockerignore', 'Dockerfile'])
  })

  test('an ignore file that would cut the set down is noticed before anything is replaced', async () => {
    const dir = makeTree({ ...ALL, '.dockerignore': 'a', other: 'b', a: '', b: '' })
    const out = newOut()
    const staged = stage(dir, out, { ignoreFile: join(dir, 'other') })
    await expect(staged).rejects.toThrow("a can't be staged: a build of that directory would not take it")
    expect(existsSync(out)).toBe(false)
    expect(existsSync(`${out}.ctxguard/next`)).toBe(false)
  })
})

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
