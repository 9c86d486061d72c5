import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { listContext } from '../../src/list.ts'
import { makeTree, temporaryDirectory } from '../helpers/tree.ts'

interface Walk {
  tree: string
  ignore: string
  sent: string[]
}

const { trees, cases } = JSON.parse(
  readFileSync(new URL('../../fixtures/conformance/random-walks.json', import.meta.url), 'utf8'),
) as { trees: Record<string, string[]>; cases: Walk[] }

describe.each(Object.keys(trees))('the walk over %s sends what fsutil sends, in its order', tree => {
  let contextDir: string
  beforeAll(() => {
    contextDir = makeTree(Object.fromEntries(trees[tree]!.map(path => [path, 'x'])))
  })

  test.each(cases.filter(one => one.tree === tree))('%#: $ignore', async ({ ignore, sent }) => {
    const ignoreFile = join(temporaryDirectory(), 'ignore')
    writeFileSync(ignoreFile, ignore)
    const { entries } = await listContext({ contextDir, ignoreFile })
    expect(entries.map(entry => entry.path).sort()).toEqual([...sent].sort())
  })
})
