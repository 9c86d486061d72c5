import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { takeSnapshot } from '../../src/context/snapshot.ts'
import { requestedEntries } from '../../src/reach/requested.ts'
import { resolveRequest } from '../../src/request/resolve.ts'
import { makeTree, type Tree, temporaryDirectory } from '../helpers/tree.ts'

interface Walk {
  followPaths: string[]
  excludes: string[]
  sent: string[]
  error: string
}

const { files, symlinks, cases } = JSON.parse(
  readFileSync(new URL('../../fixtures/conformance/walk-vectors.json', import.meta.url), 'utf8'),
) as { files: string[]; symlinks: Record<string, string>; cases: Walk[] }

describe('source paths and ignore lines together let through what fsutil lets through', () => {
  let contextDir: string
  beforeAll(() => {
    const tree: Tree = Object.fromEntries(files.map(path => [path, 'x']))
    for (const [path, link] of Object.entries(symlinks)) tree[path] = { link }
    contextDir = makeTree(tree)
  })

  test.each(cases)('%#: $followPaths of $excludes', async one => {
    const ignoreFile = join(temporaryDirectory(), 'ignore')
    writeFileSync(ignoreFile, one.excludes.join('\n'))
    const snapshot = await takeSnapshot(resolveRequest({ contextDir, ignoreFile }))
    const paths = one.followPaths
    const need = { used: true, whole: paths.length === 0 || paths.includes('.'), paths }
    const requested = requestedEntries(snapshot, need)
    const sent = snapshot.entries.filter((_, index) => requested.has(index)).map(entry => entry.path)
    expect(sent).toEqual(one.sent)
    expect(one.error).toBe('')
  })
})
