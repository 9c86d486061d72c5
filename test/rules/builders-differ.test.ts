import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { takeSnapshot } from '../../src/context/snapshot.ts'
import type { Finding } from '../../src/model/finding.ts'
import { DEFAULT_POLICY } from '../../src/model/policy.ts'
import { BUILDERS, type Builder } from '../../src/model/request.ts'
import { resolveRequest } from '../../src/request/resolve.ts'
import { ruleContext } from '../../src/rule-context.ts'
import { buildersDiffer } from '../../src/rules/builders-differ.ts'
import { makeTree } from '../helpers/tree.ts'
import { auditTree, byLine, lines } from './audit-tree.ts'

const RULE = 'builders-differ'

describe('builders-differ', () => {
  it('names what podman takes besides, and the line that makes the difference (SEMANTICS.md 3.4)', async () => {
    const ignore = lines('**/*.log', '!keep')
    const [finding, ...others] = await auditTree(RULE, {
      '.dockerignore': ignore,
      'keep/a.log': '',
      'keep/b.log': '',
      'keep/c.log': '',
      'other/d.log': '',
    })
    expect(others).toEqual([])
    expect(finding).toMatchObject({
      severity: 'info',
      location: { file: '.dockerignore', line: 2 },
      message:
        'podman reads this file otherwise than BuildKit: it also takes keep/a.log, keep/b.log and 1 more file',
      data: { builders: ['podman'], moreFiles: 3, fewerFiles: 0 },
    })
  })

  it('names what a wildcard exception lets in with BuildKit alone (10.2 D1)', async () => {
    const tree = { '.dockerignore': lines('*', '!**/foo'), 'a/b/foo': '', foo: '' }
    expect(byLine(await auditTree(RULE, tree))).toEqual([
      [
        2,
        'info',
        "Docker's classic builder and podman read this file otherwise than BuildKit: they leave out a/b/foo",
      ],
    ])
    expect(byLine(await auditTree(RULE, tree, { builder: 'classic' }))).toEqual([
      [2, 'info', "BuildKit reads this file otherwise than Docker's classic builder: it also takes a/b/foo"],
    ])
  })

  it('names what podman takes a plain line for: its characters are operators (10.2 D2)', async () => {
    const tree = { '.dockerignore': lines('a+b', 'c|d'), 'a+b': '', aab: '', c: '' }
    expect(byLine(await auditTree(RULE, tree))).toEqual([
      [
        1,
        'info',
        'podman reads this file otherwise than BuildKit: it also takes a+b, and leaves out aab and c',
      ],
    ])
  })

  it('names the line that another builder refuses (10.2 D9)', async () => {
    const tree = { '.dockerignore': lines('docs', 'a\tb'), 'docs/a': '' }
    expect(byLine(await auditTree(RULE, tree, { builder: 'podman' }))).toEqual([
      [
        2,
        'info',
        'BuildKit would refuse this line: header key "exclude-patterns" contains value with non-printable ASCII characters',
      ],
    ])
  })

  it('keeps still where all take the same', async () => {
    const tree = { 'docs/a.md': '', 'src/a.log': '', 'README.md': '', 'web/node_modules/a': '' }
    for (const ignore of [
      lines('*.md', '!README.md', '**/node_modules'),
      lines('*', '!src', '!README.md'),
      lines('**/*.log', '# !src'),
    ])
      expect(await auditTree(RULE, { ...tree, '.dockerignore': ignore })).toEqual([])
    expect(await auditTree(RULE, tree)).toEqual([])
  })

  it('compares no builder that would read another file', async () => {
    const ignore = lines('**/*.log', '!keep')
    const tree = { '.containerignore': ignore, 'keep/a.log': '' }
    expect(await auditTree(RULE, tree, { builder: 'podman' })).toEqual([])
    const sibling = {
      'Dockerfile.dockerignore': lines('*', '!**/foo'),
      'a/foo': '',
      Dockerfile: 'FROM scratch\n',
    }
    expect(await auditTree(RULE, sibling)).toMatchObject([{ data: { builders: ['podman'] } }])
  })

  it('finds whatever the walks of the builders themselves differ in', async () => {
    const name = fc.constantFrom('a', 'b', 'ab', 'a+b', 'x.log', 'keep')
    const path = fc.array(name, { minLength: 1, maxLength: 3 }).map(names => names.join('/'))
    const part = fc.constantFrom('a', 'b', '*', '**', '*.log', 'keep', 'a+b', 'a*', '?', '[ab]')
    const line = fc
      .record({
        parts: fc.array(part, { minLength: 1, maxLength: 3 }),
        negated: fc.boolean(),
        blank: fc.integer({ min: 0, max: 9 }),
      })
      .map(({ parts, negated, blank }) => `${negated ? '!' : ''}${blank === 0 ? ' ' : ''}${parts.join('/')}`)
    await fc.assert(
      fc.asyncProperty(
        fc.array(path, { minLength: 1, maxLength: 10 }),
        fc.array(line, { minLength: 1, maxLength: 5 }),
        fc.constantFrom<Builder>(...BUILDERS),
        async (paths, ignore, own) => {
          const dir = makeTree({ ...treeOf(paths), '.dockerignore': lines(...ignore, '.dockerignore') })
          const expected = new Map<string, unknown>()
          const mine = await takenFiles(dir, own)
          for (const builder of BUILDERS) {
            const others = await takenFiles(dir, builder)
            const more = [...others].filter(one => !mine.has(one)).sort()
            const fewer = [...mine].filter(one => !others.has(one)).sort()
            if (more.length + fewer.length > 0) expected.set(builder, { more, fewer })
          }
          const findings = await foundBy(dir, own)
          const found = new Map<string, unknown>()
          for (const { data } of findings)
            for (const builder of data.builders as Builder[])
              found.set(builder, {
                more: [...(data.more as string[])].sort(),
                fewer: [...(data.fewer as string[])].sort(),
              })
          expect(found).toEqual(expected)
        },
      ),
      { numRuns: 150 },
    )
  }, 60_000)
})

/** A path that is a directory of another one is no file. */
function treeOf(paths: readonly string[]): Record<string, string> {
  const files = paths.filter(one => !paths.some(other => other.startsWith(`${one}/`)))
  return Object.fromEntries(files.map(one => [one, '']))
}

async function foundBy(dir: string, builder: Builder): Promise<Finding[]> {
  const snapshot = await takeSnapshot(resolveRequest({ contextDir: dir, builder }))
  return [...buildersDiffer.check(ruleContext({ snapshot }, DEFAULT_POLICY.limits, []))]
}

async function takenFiles(dir: string, builder: Builder): Promise<Set<string>> {
  const { entries } = await takeSnapshot(resolveRequest({ contextDir: dir, builder }))
  return new Set(entries.filter(({ kind }) => kind !== 'directory').map(({ path }) => path))
}
