import { linkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { makeTree, type Tree } from '../helpers/tree.ts'
import { auditTree, byPath, findingsOf, lines } from './audit-tree.ts'

describe('symlink-escapes', () => {
  const rule = 'symlink-escapes'

  it('says that the content is not copied, and where the link leads in the image', async () => {
    const findings = await auditTree(rule, {
      'data/shared': { link: '/srv/shared' },
      'data/up': { link: '../../ctxguard-elsewhere' },
      'data/via': { link: 'shared/x' },
    })
    expect(byPath(findings)).toEqual([
      [
        'data/shared',
        'warning',
        'data/shared points to /srv/shared, outside the context: its content is not copied, and in the image the link leads to whatever the image has there',
      ],
      [
        'data/up',
        'warning',
        expect.stringMatching(
          /^data\/up points to .*, outside the context \(.*\/ctxguard-elsewhere on this machine\): its content is not copied, and in the image the link dangles or leads to something else$/,
        ),
      ],
      [
        'data/via',
        'warning',
        'data/via points to shared/x, and from there out of the context: its content is not copied, and in the image the link dangles or leads to something else',
      ],
    ])
  })

  it('only mentions a link to what every container has', async () => {
    expect(byPath(await auditTree(rule, { 'logs/access.log': { link: '/dev/stdout' } }))).toEqual([
      [
        'logs/access.log',
        'info',
        "logs/access.log points to /dev/stdout, which in the image is the container's own",
      ],
    ])
  })

  it('keeps still about links inside of the context and about those of a dependency tree', async () => {
    const tree: Tree = {
      'a/b': { link: '../c' },
      c: '',
      here: { link: '.' },
      '.venv/bin/python': { link: '/usr/bin/python3' },
    }
    expect(await auditTree(rule, tree)).toEqual([])
  })

  it('makes one finding of many in one directory', async () => {
    const tree = Object.fromEntries(
      Array.from({ length: 30 }, (_, n) => [`tools/bin/${n}`, { link: `/opt/${n}` }]),
    )
    expect(await auditTree(rule, tree)).toMatchObject([
      {
        path: 'tools/bin',
        files: 30,
        message: expect.stringContaining('tools/bin holds 30 links of one kind: '),
      },
    ])
  })
})

describe('the other faults of links', () => {
  const tree: Tree = {
    '.dockerignore': lines('generated'),
    'generated/schema.json': '{}',
    'app/schema.json': { link: '../generated/schema.json' },
    'app/latest': { link: '{ROOT}/releases/1' },
    'app/next': { link: '../releases/2' },
    'app/loop': { link: 'loop' },
    'app/fine': { link: '../releases/1' },
    'releases/1': '',
  }

  it('gives every link one finding', async () => {
    const rules = ['symlink-escapes', 'symlink-absolute', 'symlink-broken', 'symlink-target-ignored']
    const findings = await Promise.all(rules.map(rule => auditTree(rule, tree)))
    expect(findings.map(some => some.map(finding => finding.path).sort())).toEqual([
      [],
      ['app/latest'],
      ['app/loop', 'app/next'],
      ['app/schema.json'],
    ])
  })

  it('shows how to make an absolute link relative', async () => {
    const [finding] = await auditTree('symlink-absolute', tree)
    expect(finding).toMatchObject({
      severity: 'warning',
      fix: { why: 'make it relative: ln -sfn ../releases/1 app/latest' },
    })
    expect(finding!.message).toMatch(
      /^app\/latest points to releases\/1 as \/.*, a path of this machine: in the image the link is broken$/,
    )
  })

  it('tells a missing target from a circle', async () => {
    expect(byPath(await auditTree('symlink-broken', tree))).toEqual([
      ['app/loop', 'info', 'app/loop leads in a circle by way of loop: nothing can follow it'],
      [
        'app/next',
        'info',
        'app/next points to ../releases/2, which does not exist: the link is sent and dangles in the image',
      ],
    ])
  })

  it('names the line that excludes a target', async () => {
    expect(byPath(await auditTree('symlink-target-ignored', tree))).toEqual([
      [
        'app/schema.json',
        'warning',
        'app/schema.json leads to generated/schema.json, which line 1 of .dockerignore (`generated`) excludes: the link dangles in the image',
      ],
    ])
  })
})

describe('hardlink-outside', () => {
  const rule = 'hardlink-outside'
  const outside = () => makeTree({ a: '12345', b: '678', c: '9' })

  it('reports a file that has a name outside', async () => {
    const dir = makeTree({ 'main.c': '' })
    linkSync(join(outside(), 'a'), join(dir, 'report.csv'))
    expect(await findingsOf(rule, dir)).toMatchObject([
      {
        severity: 'warning',
        path: 'report.csv',
        bytes: 5,
        message:
          "report.csv is a hard link to a file with 1 other name outside the build context: that content counts as the context's own",
      },
    ])
  })

  it('makes one finding of a whole store', async () => {
    const dir = makeTree({ 'lib/store/x/main.c': '', 'lib/store/y/main.c': '' })
    const store = outside()
    linkSync(join(store, 'a'), join(dir, 'lib/store/x/a'))
    linkSync(join(store, 'b'), join(dir, 'lib/store/y/b'))
    expect(await findingsOf(rule, dir)).toMatchObject([{ path: 'lib/store', files: 2, bytes: 8 }])
  })

  it('counts an excluded name as outside, and keeps still where every name is sent', async () => {
    const tree: Tree = { a: '1', 'copies/a': { hardlink: 'a' }, 'node_modules/x/a': { hardlink: 'a' } }
    expect(await auditTree(rule, tree)).toEqual([])
    expect(await auditTree(rule, { '.dockerignore': 'copies\n', ...tree })).toMatchObject([
      { path: 'a', data: { nlink: 3, others: 1 } },
    ])
  })
})
