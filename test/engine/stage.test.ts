import { readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { stage } from '../helpers/stage.ts'
import { makeTree, type Tree, temporaryDirectory } from '../helpers/tree.ts'
import { builtEntries, docker, engineAnswers } from './docker.ts'
import { randomContext } from './random-context.ts'

const seed = Number(process.env.CTXGUARD_SEED ?? Math.floor(Math.random() * 2 ** 31))
const CONTEXTS = 8

describe.skipIf(!engineAnswers())(`a live engine builds a staged directory (CTXGUARD_SEED=${seed})`, () => {
  describe.each(['buildkit', 'classic'] as const)('%s', builder => {
    test.each(Array.from({ length: CONTEXTS }, (_, i) => seed + i))('as context %i', async one => {
      const contextDir = makeTree(withoutSpecial(randomContext(one)))
      const out = join(temporaryDirectory(), `set-${one}`)
      const built = builtEntries(contextDir, builder)
      const staged = stage(contextDir, out, { builder })
      if (built === null) await expect(staged).rejects.toThrow()
      else {
        await staged
        expect(builtEntries(out, builder)).toEqual(built)
      }
    })
  })

  test('and fetches only what changed, even where size and time stay', async () => {
    const contextDir = makeTree({
      Dockerfile: 'FROM scratch\nCOPY . /\n',
      large: { bytes: 3_000_000 },
      'd/small': 'AAAA',
      'more/other': { hardlink: 'large' },
    })
    utimesSync(join(contextDir, 'd/small'), 1_600_000_000, 1_600_000_000)
    // a name of its own: BuildKit finds what it fetched before by it
    const out = join(temporaryDirectory(), basename(temporaryDirectory()))
    await stage(contextDir, out)
    expect(build(out)).toMatchObject({ small: 'AAAA' })

    writeFileSync(join(contextDir, 'd/small'), 'BBBB')
    utimesSync(join(contextDir, 'd/small'), 1_600_000_000, 1_600_000_000)
    await stage(contextDir, out)
    const second = build(out)
    expect(second.small).toBe('BBBB')
    expect(second.fetched).toBeLessThan(2000)

    rmSync(join(contextDir, 'more/other'))
    await stage(contextDir, out)
    expect(build(out).fetched).toBeLessThan(2000)
  })
})

/** They are left out of a staged directory. */
function withoutSpecial(tree: Tree): Tree {
  return Object.fromEntries(
    Object.entries(tree).filter(([, node]) => typeof node !== 'object' || !('special' in node)),
  )
}

/** Builds with BuildKit, and returns what a file holds then and how many bytes of the context were fetched. */
function build(dir: string): { small: string; fetched: number } {
  const into = temporaryDirectory()
  const args = ['buildx', 'build', '--progress=plain', '--output', `type=local,dest=${into}`, dir]
  const { stderr, status } = docker(args, '1')
  if (status !== 0) throw new Error(stderr)
  return { small: readFileSync(join(into, 'd/small'), 'utf8'), fetched: fetchedBytes(stderr) }
}

/** BuildKit counts in decimal units; a line is repeated as the transfer goes on. */
function fetchedBytes(progress: string): number {
  const [, number, unit] = /transferring context: ([\d.]+)([kMG]?)B.* done/.exec(lastStep(progress))!
  return Number(number) * { '': 1, k: 1e3, M: 1e6, G: 1e9 }[unit!]!
}

/** The first one fetches the ignore file. */
function lastStep(progress: string): string {
  return progress.split('\n').findLast(line => /transferring context: .* done/.test(line))!
}
