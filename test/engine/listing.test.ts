import { rmSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { listContext } from '../../src/list.ts'
import { listedEntries } from '../helpers/engine-case.ts'
import { makeTree } from '../helpers/tree.ts'
import { builtEntries, engineAnswers } from './docker.ts'
import { randomContext } from './random-context.ts'

const seed = Number(process.env.CTXGUARD_SEED ?? Math.floor(Math.random() * 2 ** 31))
const CONTEXTS = 60

describe.skipIf(!engineAnswers())(`a live engine takes what is listed (CTXGUARD_SEED=${seed})`, () => {
  describe.each(['buildkit', 'classic'] as const)('%s', builder => {
    test.each(Array.from({ length: CONTEXTS }, (_, i) => seed + i))('context %i', async one => {
      const contextDir = makeTree(randomContext(one))
      try {
        const built = builtEntries(contextDir, builder)
        const listing = listContext({ contextDir, builder })
        if (built === null) await expect(listing).rejects.toThrow()
        else expect(comparable(listedEntries(await listing), builder)).toEqual(comparable(built, builder))
      } finally {
        rmSync(contextDir, { recursive: true, force: true })
      }
    })
  })
})

/** Only BuildKit keeps modes (SEMANTICS.md D7, D8); an image says nothing of a hard link's size. */
function comparable(lines: readonly string[], builder: 'buildkit' | 'classic'): string[] {
  return lines
    .map(line => line.replace(/^h \d+ \d+ /, 'h '))
    .map(line => (builder === 'buildkit' ? line : line.replace(/^([fdlp]) \d+ \d+ /, '$1 ')))
    .sort()
}
