import { describe, expect, it } from 'vitest'
import { makeTree } from '../helpers/tree.ts'
import { committed, findingsOf } from './audit-tree.ts'

const MIB = 2 ** 20

async function straysIn(dir: string): Promise<(string | undefined)[]> {
  return (await findingsOf('stray-artifact', dir)).map(finding => finding.path)
}

/** The first bytes of an ELF file: 64 bit, little-endian, of the given type. */
function elf(type: number): Uint8Array {
  return Uint8Array.from([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, ...new Array(9).fill(0), type, 0])
}

describe('stray-artifact', () => {
  it('reports one stray file with its size and the line that excludes it', async () => {
    const dir = makeTree({ 'tmp/app.sql.gz': { bytes: 3 * MIB }, 'tmp/app.js': '' })
    expect(await findingsOf('stray-artifact', dir)).toMatchObject([
      {
        severity: 'warning',
        path: 'tmp/app.sql.gz',
        bytes: 3 * MIB,
        data: { kind: 'dump' },
        fix: { pattern: 'tmp/app.sql.gz' },
        message:
          'tmp/app.sql.gz (3.0 MiB) looks like a dump that was left behind, and is in the build context',
      },
    ])
  })

  it('makes one finding of a directory of logs', async () => {
    const dir = makeTree({ 'var/2024/a.log': '12', 'var/2025/b.log': '34', 'var/2025/b.log.1': '5' })
    expect(await findingsOf('stray-artifact', dir)).toMatchObject([
      { path: 'var', files: 3, bytes: 5, fix: { pattern: 'var' } },
    ])
  })

  it('makes one finding of the logs that lie among other files', async () => {
    const dir = makeTree({
      'a.log': '1',
      'b.log': '2',
      'app.js': '',
      'srv/a.log': '1',
      'srv/b.log': '2',
      'srv/x.js': '',
    })
    const findings = await findingsOf('stray-artifact', dir)
    expect(findings.map(({ path, files, fix }) => [path, files, fix!.pattern])).toEqual([
      [undefined, 2, '*.log'],
      ['srv', 2, 'srv/*.log'],
    ])
  })

  it('knows databases, disk images, archives, checkpoints and core files', async () => {
    const dir = makeTree({
      'app.db': 'x',
      'app.db-wal': 'x',
      'disk.qcow2': { bytes: MIB },
      'backup.tar.gz': { bytes: MIB },
      'nb/.ipynb_checkpoints/a-checkpoint.ipynb': '{}',
      'core.4711': elf(4),
    })
    expect((await straysIn(dir)).sort()).toEqual([
      'app.db',
      'app.db-wal',
      'backup.tar.gz',
      'core.4711',
      'disk.qcow2',
      'nb/.ipynb_checkpoints/a-checkpoint.ipynb',
    ])
  })

  it('lets be what is small, means something else, or belongs to tests', async () => {
    const dir = makeTree({
      'migrations/001.sql': 'create table a (b int);',
      'seed.zip': 'PK',
      'empty.log': '',
      core: elf(2),
      'catalog.js': '',
      changelog: '',
      'app.jar': { bytes: 2 * MIB },
      'data.json.gz': { bytes: 2 * MIB },
      'test/fixtures/access.log': 'GET /',
    })
    expect(await straysIn(dir)).toEqual([])
  })

  it('lets be what git tracks, but not what git ignores, wherever it lies', async () => {
    const dir = committed({
      '.gitignore': 'out.log\n',
      'sample.db': 'x',
      'rootfs.tar.gz': { bytes: 2 * MIB },
      'test/out.log': 'x',
    })
    expect(await straysIn(dir)).toEqual(['test/out.log'])
  })
})
