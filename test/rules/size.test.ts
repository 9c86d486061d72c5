import { describe, expect, it } from 'vitest'
import { DEFAULT_POLICY } from '../../src/model/policy.ts'
import { makeTree } from '../helpers/tree.ts'
import { auditDockerfile } from './audit-dockerfile.ts'
import { committed, findingsOf } from './audit-tree.ts'

const MIB = 2 ** 20

describe('context-too-large', () => {
  it('says which limit is broken, and by how much', async () => {
    const dir = makeTree({ a: '12345', b: '67890' })
    const limits = { contextBytes: 8, contextFiles: 10 }
    const [finding] = await findingsOf('context-too-large', dir, limits)
    expect(finding).toMatchObject({ severity: 'warning', bytes: 10, files: 2 })
    expect(finding!.message).toBe('the context holds 10 B in 2 files, over the limit of 8 B')
  })

  it('is an error where the limits are a budget', async () => {
    const dir = makeTree({ a: '', b: '' })
    const [finding] = await findingsOf('context-too-large', dir, { contextFiles: 1, budget: true })
    expect(finding).toMatchObject({ severity: 'error' })
    expect(finding!.message).toContain('over the budget of 1 file')
  })

  it('shows both sets, and is a note where only what the build leaves is over the limit', async () => {
    const given = { policy: { limits: { ...DEFAULT_POLICY.limits, contextBytes: 40 } } }
    const tree = { a: '12345', b: '67890'.repeat(10) }
    const said = (...dockerfile: string[]) =>
      auditDockerfile('context-too-large', dockerfile, { tree, ...given })
    expect(await said('FROM scratch', 'COPY a /')).toMatchObject([
      {
        severity: 'info',
        exposure: 'sent',
        message:
          'the context holds 77 B in 3 files, over the limit of 40 B; this build takes 5 B in 1 file of it',
        data: { requested: { files: 1, bytes: 5 } },
      },
    ])
    expect(await said('FROM scratch', 'COPY b /')).toMatchObject([
      { severity: 'warning', exposure: 'requested' },
    ])
    expect((await said('FROM scratch', 'COPY . /'))[0]!.message).toMatch(/; this build takes all of it$/)
    expect((await said('FROM scratch'))[0]!.message).toMatch(/; this build takes none of it$/)
  })

  it('is an error over a budget, however little the build takes', async () => {
    const policy = { limits: { ...DEFAULT_POLICY.limits, contextFiles: 1, budget: true } }
    const dockerfile = ['FROM scratch', 'COPY a /']
    const found = await auditDockerfile('context-too-large', dockerfile, { tree: { a: '', b: '' }, policy })
    expect(found).toMatchObject([{ severity: 'error' }])
  })

  it('says nothing of a context that is just as large as allowed', async () => {
    const dir = makeTree({ a: '12345', b: '67890' })
    expect(await findingsOf('context-too-large', dir, { contextBytes: 10, contextFiles: 2 })).toEqual([])
  })
})

describe('large-file', () => {
  it('reports a file over the limit', async () => {
    const dir = makeTree({ 'assets/film.mp4': { bytes: 11 * MIB }, 'assets/small.mp4': { bytes: 10 * MIB } })
    expect(await findingsOf('large-file', dir)).toMatchObject([
      { severity: 'warning', path: 'assets/film.mp4', bytes: 11 * MIB, fix: { pattern: 'assets/film.mp4' } },
    ])
  })

  it('says nothing of a file that Git LFS keeps, of a second name, or of what lies in node_modules', async () => {
    const dir = makeTree({
      '.gitattributes': '*.mp4 filter=lfs diff=lfs merge=lfs -text\n',
      'film.mp4': { bytes: 11 * MIB },
      'node_modules/esbuild/bin': { bytes: 11 * MIB },
      'a.bin': { bytes: 11 * MIB },
      'b.bin': { hardlink: 'a.bin' },
    })
    expect((await findingsOf('large-file', dir)).map(finding => finding.path)).toEqual(['a.bin'])
  })
})

describe('large-directory', () => {
  it('names the directories that hold the bytes, not those that contain them', async () => {
    const dir = makeTree({
      'data/models/large/a': { bytes: 15 * MIB },
      'data/models/large/b': { bytes: 15 * MIB },
      'data/films/a': { bytes: 6 * MIB },
      'data/films/b': { bytes: 6 * MIB },
      'src/a.js': { bytes: MIB },
    })
    expect(await findingsOf('large-directory', dir)).toMatchObject([
      { severity: 'info', path: 'data/films', bytes: 12 * MIB },
      { severity: 'info', path: 'data/models/large', files: 2, bytes: 30 * MIB, data: { share: 0.698 } },
    ])
  })

  it('says nothing of a small context', async () => {
    const dir = makeTree({ 'data/a': { bytes: 9 * MIB }, 'data/b': { bytes: 9 * MIB } })
    expect(await findingsOf('large-directory', dir)).toEqual([])
  })

  it('says nothing of one large file, which is reported itself, nor of junk', async () => {
    const dir = makeTree({
      'data/a': { bytes: 40 * MIB },
      'data/b': '',
      'web/node_modules/b': { bytes: 40 * MIB },
    })
    expect(await findingsOf('large-directory', dir)).toEqual([])
  })
})

describe('duplicate-content', () => {
  const large = new Uint8Array(MIB).fill(7)

  it('reports the same large content, and what it costs', async () => {
    const dir = makeTree({ 'a.bin': large, 'b/c.bin': large, 'd.bin': large })
    const [finding, ...others] = await findingsOf('duplicate-content', dir)
    expect(others).toEqual([])
    expect(finding).toMatchObject({
      severity: 'info',
      path: 'a.bin',
      bytes: 2 * MIB,
      data: { paths: ['a.bin', 'b/c.bin', 'd.bin'] },
    })
    expect(finding!.message).toBe(
      'a.bin (1.0 MiB) is in the build context again in 2 other files: 2.0 MiB more than needed',
    )
  })

  it('says nothing of small files, hard links, or files that differ at their end only', async () => {
    const other = large.slice()
    other[MIB - 1] = 8
    const dir = makeTree({
      a: 'same',
      b: 'same',
      'c.bin': large,
      'd.bin': { hardlink: 'c.bin' },
      'e.bin': other,
    })
    expect(await findingsOf('duplicate-content', dir)).toEqual([])
  })

  it('says nothing of copies inside a dependency tree', async () => {
    const dir = committed({
      '.gitignore': 'node_modules\n',
      'node_modules/a': large,
      'node_modules/b': large,
    })
    expect(await findingsOf('duplicate-content', dir)).toEqual([])
  })
})
