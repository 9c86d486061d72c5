import { describe, expect, it } from 'vitest'
import type { Tree } from '../helpers/tree.ts'
import { auditTree, byPath, lines } from './audit-tree.ts'

// the superuser reads everything: there the fixture's test runs the command line as somebody else
describe.skipIf(process.geteuid?.() === 0)('unreadable', () => {
  const rule = 'unreadable'
  const key: Tree = { 'keys/host.pem': { text: 'secret', mode: 0 } }

  it('says that BuildKit sends an unreadable file empty, and that the others fail', async () => {
    expect(byPath(await auditTree(rule, key))).toEqual([
      [
        'keys/host.pem',
        'error',
        'keys/host.pem: permission is denied, and BuildKit sends it as an empty file and says nothing',
      ],
    ])
    expect(byPath(await auditTree(rule, key, { builder: 'classic' }))).toEqual([
      [
        'keys/host.pem',
        'error',
        "keys/host.pem: permission is denied, and Docker's classic builder fails on it",
      ],
    ])
  })

  it('says that every builder fails on a directory that it can not list', async () => {
    const tree: Tree = { closed: { dir: true, mode: 0 }, 'main.c': '' }
    expect(byPath(await auditTree(rule, tree))).toEqual([
      ['closed', 'error', 'closed: the directory can not be listed, and BuildKit fails on it'],
    ])
  })

  it('keeps still about what is excluded', async () => {
    expect(await auditTree(rule, { '.dockerignore': lines('keys'), ...key })).toEqual([])
  })
})
