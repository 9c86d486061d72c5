import { describe, expect, it } from 'vitest'
import { commitAll, makeTree } from '../helpers/tree.ts'
import { auditTree, byLine, findingsOf, lines } from './audit-tree.ts'

const rule = 'ignore-gitignore-habit'

describe('ignore-gitignore-habit', () => {
  it('counts what lies deeper and suggests **/', async () => {
    const findings = await auditTree(rule, {
      '.dockerignore': lines('node_modules', '*.pyc'),
      'node_modules/a/index.js': '',
      'web/node_modules/a/index.js': '12345',
      'web/node_modules/b/index.js': '12345',
      'api/a.pyc': '123',
    })
    expect(byLine(findings)).toEqual([
      [
        1,
        'warning',
        '`node_modules` reaches the root only: web/node_modules (2 files, 10 B) is not excluded',
      ],
      [
        2,
        'warning',
        '`*.pyc` reaches the root only and matches nothing there: api/a.pyc (3 B) is not excluded',
      ],
    ])
    expect(findings.find(({ location }) => location!.line === 1)).toMatchObject({
      files: 2,
      bytes: 10,
      fix: { pattern: '**/node_modules' },
    })
  })

  it('counts the rest where there are several', async () => {
    const findings = await auditTree(rule, {
      '.dockerignore': lines('*.bak'),
      'a/1.bak': '1',
      'a/2.bak': '1',
      'b/3.bak': '1',
    })
    expect(findings[0]!.message).toContain('a/1.bak and 2 others (3 files, 3 B) are not excluded')
  })

  it('only mentions a plain name that has done its work at the root', async () => {
    const findings = await auditTree(rule, {
      '.dockerignore': lines('docs'),
      'docs/a.md': '',
      'src/docs/a.c': '',
    })
    expect(byLine(findings)).toEqual([
      [1, 'info', '`docs` reaches the root only: src/docs (1 file, 0 B) is not excluded'],
    ])
  })

  it('takes what git ignores for meant', async () => {
    const dir = makeTree({
      '.gitignore': 'settings.local\n',
      '.dockerignore': lines('settings.local'),
      'settings.local': '1',
      'api/settings.local': '1',
    })
    commitAll(dir)
    expect(await findingsOf(rule, dir)).toMatchObject([{ severity: 'warning', location: { line: 1 } }])
  })

  it.each([
    ['a leading slash is there on purpose', lines('/cache'), 'src/cache/a'],
    ['a later line has excluded it deeper', lines('cache', '**/cache'), 'src/cache/a'],
    ['a later exception has let it in', lines('cache', '*', '!src'), 'src/cache/a'],
    ['the directory above is excluded', lines('cache', 'src'), 'src/cache/a'],
    ['everything is meant to be excluded', lines('*', '!src'), 'src/cache/a'],
    ['it lies inside of a dependency tree', lines('cache'), 'node_modules/a/cache/a'],
    ['the pattern holds a slash', lines('src/cache'), 'src/lib/src/cache'],
  ])('keeps still where %s', async (_, ignore, path) => {
    expect(await auditTree(rule, { '.dockerignore': ignore, [path]: '1' })).toEqual([])
  })

  it('reports the same pattern once', async () => {
    const findings = await auditTree(rule, { '.dockerignore': lines('*.bak', '*.bak'), 'a/1.bak': '' })
    expect(findings.map(finding => finding.location!.line)).toEqual([1])
  })
})
