import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { ALL, ageOf, contentsOf, newOut, stage } from '../helpers/stage.ts'
import { makeTree, type Tree } from '../helpers/tree.ts'

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
