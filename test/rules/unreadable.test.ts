import { describe, expect, it } from 'vitest'
import type { Builder } from '../../src/model/request.ts'
import { auditAsNobody, mayBecomeNobody } from '../helpers/privileges.ts'
import { makeTree, type Tree } from '../helpers/tree.ts'

const isRoot = process.geteuid?.() === 0

/** Path, severity and message of what the rule says, to somebody whom permissions stop. */
function unreadable(tree: Tree, builder: Builder = 'buildkit'): unknown[] {
  return auditAsNobody(makeTree(tree), ['--builder', builder])
    .findings.filter(finding => finding.rule === 'unreadable')
    .map(({ path, severity, message }) => [path, severity, message])
}

// the superuser reads everything
describe.skipIf(isRoot && !mayBecomeNobody())('unreadable', () => {
  const key: Tree = { 'keys/host.pem': { text: 'secret', mode: 0 } }

  it('says that BuildKit sends an unreadable file empty, and that the others fail', () => {
    expect(unreadable(key)).toEqual([
      [
        'keys/host.pem',
        'error',
        'keys/host.pem: permission is denied, and BuildKit sends it as an empty file and says nothing',
      ],
    ])
    expect(unreadable(key, 'classic')).toEqual([
      [
        'keys/host.pem',
        'error',
        "keys/host.pem: permission is denied, and Docker's classic builder fails on it",
      ],
    ])
  })

  it('warns of a file that the build does not take, and fails on a directory whatever it takes', () => {
    const dockerfile = { Dockerfile: 'FROM scratch\nCOPY main.c /\n', 'main.c': '' }
    const said = unreadable({ ...key, ...dockerfile, closed: { dir: true, mode: 0 } })
    expect(said).toMatchObject([
      ['closed', 'error', expect.any(String)],
      ['keys/host.pem', 'warning', expect.any(String)],
    ])
  })

  it('says that every builder fails on a directory that it can not list', () => {
    expect(unreadable({ closed: { dir: true, mode: 0 }, 'main.c': '' })).toEqual([
      ['closed', 'error', 'closed: the directory can not be listed, and BuildKit fails on it'],
    ])
  })

  it('keeps still about what is excluded', () => {
    expect(unreadable({ '.dockerignore': 'keys\n', ...key })).toEqual([])
  })
})
