import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { makeTree, type Tree } from '../helpers/tree.ts'
import { auditTree, byPath, findingsOf } from './audit-tree.ts'

const isRoot = process.geteuid?.() === 0

describe('special-file', () => {
  const rule = 'special-file'
  const tree: Tree = { 'run/events': { special: 'fifo' }, 'run/app.sock': { special: 'socket' } }

  it('says what BuildKit makes of a FIFO and of a socket', async () => {
    expect(byPath(await auditTree(rule, tree))).toEqual([
      ['run/app.sock', 'warning', 'run/app.sock is a socket: BuildKit sends it as an empty file'],
      [
        'run/events',
        'warning',
        'run/events is a FIFO: BuildKit makes one in the image, and whoever opens it there waits for a writer',
      ],
    ])
  })

  it.each(['classic', 'podman'] as const)('knows that %s leaves sockets out', async builder => {
    const findings = await auditTree(rule, tree, { builder })
    expect(findings.map(finding => finding.path)).toEqual(['run/events'])
  })

  it.runIf(isRoot)('says what becomes of a device', async () => {
    const device: Tree = { disk: { special: 'block-device' } }
    const [buildkit] = await auditTree(rule, device)
    expect(buildkit!.message).toContain('a character device even of a block device')
    const [podman] = await auditTree(rule, device, { builder: 'podman' })
    expect(podman!.message).toBe(
      "disk is a device: podman makes one in the image, which a builder without root rights can't do",
    )
  })
})

describe('mount-point', () => {
  it.runIf(isRoot && process.platform === 'linux')('counts what is mounted there', async () => {
    const dir = makeTree({ storage: { dir: true }, 'main.c': '' })
    execFileSync('mount', ['--bind', makeTree({ 'a.sql': '123', 'b/c.sql': '45' }), join(dir, 'storage')])
    try {
      expect(await findingsOf('mount-point', dir)).toMatchObject([
        {
          severity: 'warning',
          path: 'storage',
          files: 2,
          bytes: 5,
          message:
            'storage is a mount point: BuildKit takes what is mounted there (2 files, 5 B) like any other directory',
        },
      ])
    } finally {
      execFileSync('umount', [join(dir, 'storage')])
    }
  })
})

describe('setuid', () => {
  const rule = 'setuid'
  const tree: Tree = {
    'bin/su': { text: '', mode: 0o4755 },
    'bin/write': { text: '', mode: 0o2755 },
    shared: { dir: true, mode: 0o2775 },
    tmp: { dir: true, mode: 0o1777 },
  }

  it('says with whose rights a file runs, and keeps still about directories', async () => {
    expect(byPath(await auditTree(rule, tree))).toEqual([
      [
        'bin/su',
        'info',
        'bin/su has mode 4755, which BuildKit keeps: in the image it runs as root, whoever starts it',
      ],
      [
        'bin/write',
        'info',
        "bin/write has mode 2755, which BuildKit keeps: in the image it runs with the rights of root's group, whoever starts it",
      ],
    ])
  })

  it.each(['classic', 'podman'] as const)('knows that %s takes the bits away', async builder => {
    expect(await auditTree(rule, tree, { builder })).toEqual([])
  })
})

describe('odd-name', () => {
  const rule = 'odd-name'

  it('reports names that a disk may not tell apart, each pair once', async () => {
    const findings = await auditTree(rule, {
      'src/Button.js': '',
      'src/button.js': '',
      'src/button/index.js': '',
      'test/button.js': '',
      'caf\u00e9': '',
      'cafe\u0301': '',
    })
    expect(findings.map(({ path, data }) => [path, data.kind, data.twin]).sort()).toEqual([
      ['caf\u00e9', 'normalisation', 'cafe\u0301'],
      ['src/button.js', 'case', 'src/Button.js'],
    ])
  })

  it('reports bytes that few tools can take, at the name that holds them', async () => {
    const findings = await auditTree(rule, { 'latin1:caf\xe9/menu.txt': '', 'two\nlines': '' })
    expect(byPath(findings)).toEqual([
      [
        'caf\\xe9',
        'warning',
        'caf\\xe9 has a name that is not UTF-8: some versions of Docker refuse to build it, and an ignore line needs ? for each such byte',
      ],
      [
        'two\nlines',
        'warning',
        'two\\x0alines has a control character in its name: tools show it wrongly, and an ignore line needs ? in its place',
      ],
    ])
  })

  it('keeps still about blanks, other scripts and the same name in another directory', async () => {
    const tree = { 'a b.txt': '', 'größe/größe': '', 日本語: '', 'x/README': '', 'y/readme': '' }
    expect(await auditTree(rule, tree)).toEqual([])
  })
})
