import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { ALL, contentsOf, newOut, stage } from '../helpers/stage.ts'
import { makeTree, temporaryDirectory } from '../helpers/tree.ts'

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
