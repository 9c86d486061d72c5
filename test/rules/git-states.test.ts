import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { git, makeTree } from '../helpers/tree.ts'
import { committed, findingsOf } from './audit-tree.ts'

/** The repository itself is no business of these rules. */
const NO_GIT = { '.dockerignore': '.git\n' }

describe('gitignored-sent', () => {
  it('is an error that names the file and the line that would exclude it', async () => {
    const dir = committed({
      ...NO_GIT,
      '.gitignore': 'local.cfg\n',
      'app.js': '',
      'conf/local.cfg': 'secret',
    })
    expect(await findingsOf('gitignored-sent', dir)).toMatchObject([
      {
        severity: 'error',
        path: 'conf/local.cfg',
        exposure: 'sent',
        bytes: 6,
        fix: { pattern: 'conf/local.cfg' },
      },
    ])
  })

  it('names a directory once when every file in it is ignored', async () => {
    const dir = committed({
      ...NO_GIT,
      '.gitignore': 'private/\n',
      'app.js': '',
      'private/a': '12',
      'private/deep/b': '345',
    })
    const findings = await findingsOf('gitignored-sent', dir)
    expect(findings).toMatchObject([{ path: 'private', files: 2, bytes: 5, fix: { pattern: 'private' } }])
    expect(findings[0]!.message).toBe(
      'private (2 files, 5 B) is ignored by git, and yet in the build context',
    )
  })

  it('names the files where a directory holds others too', async () => {
    const dir = committed({
      ...NO_GIT,
      '.gitignore': '*.local\n',
      'conf/a.local': '',
      'conf/b.local': '',
      'conf/README': '',
    })
    const findings = await findingsOf('gitignored-sent', dir)
    expect(findings.map(finding => finding.path)).toEqual(['conf/a.local', 'conf/b.local'])
  })

  it('leaves junk to junk-directory', async () => {
    const dir = committed({
      ...NO_GIT,
      '.gitignore': 'node_modules\n.DS_Store\n',
      'app.js': '',
      'node_modules/a/index.js': '',
      '.DS_Store': 'x',
    })
    expect(await findingsOf('gitignored-sent', dir)).toEqual([])
    expect(await findingsOf('junk-directory', dir)).toHaveLength(2)
  })

  it('only warns of build output that an exception of the ignore file lets in', async () => {
    const dir = committed({
      '.dockerignore': '*\n!target/*.jar\n',
      '.gitignore': 'target\n',
      'pom.xml': '',
      'target/app.jar': 'jar',
      'target/classes/A.class': '',
    })
    const findings = await findingsOf('gitignored-sent', dir)
    expect(findings).toMatchObject([{ severity: 'warning', path: 'target/app.jar' }])
    expect(await findingsOf('junk-directory', dir)).toEqual([])
  })

  it('says nothing of an ignored file that the ignore file excludes', async () => {
    const dir = committed({ '.dockerignore': '.git\n.env\n', '.gitignore': '.env\n', '.env': 'A=1' })
    expect(await findingsOf('gitignored-sent', dir)).toEqual([])
  })

  it('says nothing of a tracked file that matches .gitignore', async () => {
    const dir = makeTree({ ...NO_GIT, '.gitignore': '*.cfg\n', 'kept.cfg': '' })
    git(dir, 'init', '-q')
    git(dir, 'add', '-f', '.')
    git(dir, 'commit', '-q', '-m', 'all')
    expect(await findingsOf('gitignored-sent', dir)).toEqual([])
  })

  it('says nothing where there is no repository', async () => {
    expect(await findingsOf('gitignored-sent', makeTree({ '.gitignore': '.env\n', '.env': 'A=1' }))).toEqual(
      [],
    )
  })

  it('makes one finding of a context that is ignored as a whole', async () => {
    const repository = committed({ '.gitignore': 'out\n', 'out/Dockerfile': '', 'out/a/b': '', 'out/c': '' })
    const findings = await findingsOf('gitignored-sent', join(repository, 'out'))
    expect(findings).toMatchObject([{ severity: 'error', files: 3 }])
    expect(findings[0]!.path).toBeUndefined()
  })
})

describe('untracked-sent', () => {
  it('warns of what a clean clone would lack', async () => {
    const dir = committed({ ...NO_GIT, 'src/a.js': '' })
    makeTree({ 'src/new.js': 'x', 'draft/a': '', 'draft/b': '' }, dir)
    const findings = await findingsOf('untracked-sent', dir)
    expect(findings).toMatchObject([
      { severity: 'warning', path: 'draft', files: 2 },
      { severity: 'warning', path: 'src/new.js', bytes: 1 },
    ])
  })

  it('does not propose to exclude what may be a new source file', async () => {
    const dir = committed({ ...NO_GIT, 'a.js': '' })
    makeTree({ 'new.js': '' }, dir)
    const [finding] = await findingsOf('untracked-sent', dir)
    expect(finding!.fix).toEqual({ why: 'commit it, or exclude it with the line new.js' })
  })

  it('says nothing once the file is staged', async () => {
    const dir = committed({ ...NO_GIT, 'a.js': '' })
    makeTree({ 'new.js': '' }, dir)
    git(dir, 'add', 'new.js')
    expect(await findingsOf('untracked-sent', dir)).toEqual([])
  })

  it('makes one finding of a repository without a commit', async () => {
    const dir = makeTree({ ...NO_GIT, 'a.js': '', 'b/c.js': '' })
    git(dir, 'init', '-q')
    const findings = await findingsOf('untracked-sent', dir)
    expect(findings).toMatchObject([{ severity: 'warning', files: 3 }])
    expect(findings[0]!.path).toBeUndefined()
  })
})

describe('modified-sent', () => {
  it('notes a tracked file that differs from the last commit, staged or not', async () => {
    const dir = committed({ ...NO_GIT, 'a.js': '1', 'b.js': '1', 'c.js': '1' })
    writeFileSync(join(dir, 'a.js'), '22')
    writeFileSync(join(dir, 'b.js'), '22')
    git(dir, 'add', 'b.js')
    const findings = await findingsOf('modified-sent', dir)
    expect(findings.map(({ path, severity }) => [path, severity])).toEqual([
      ['a.js', 'info'],
      ['b.js', 'info'],
    ])
  })

  it('says nothing of a touched file whose content is the same', async () => {
    const dir = committed({ ...NO_GIT, 'a.js': '1' })
    writeFileSync(join(dir, 'a.js'), '1')
    expect(await findingsOf('modified-sent', dir)).toEqual([])
  })
})

describe('tracked-excluded', () => {
  it('sums up what is left out, the largest part first', async () => {
    const dir = committed({
      '.dockerignore': '.git\ndocs\n*.md\n',
      'README.md': '',
      'docs/a': '',
      'docs/b/c': '',
      'app.js': '',
    })
    const findings = await findingsOf('tracked-excluded', dir)
    expect(findings).toMatchObject([
      {
        severity: 'info',
        files: 3,
        data: {
          places: [
            { path: 'docs', files: 2 },
            { path: 'README.md', files: 1 },
          ],
        },
      },
    ])
  })

  it('does not count a deleted file, the Dockerfile or the ignore file', async () => {
    const dir = committed({
      '.dockerignore': '.git\nDockerfile\n.dockerignore\n*.md\n',
      Dockerfile: 'FROM scratch\n',
      'GONE.md': '',
      'app.js': '',
    })
    rmSync(join(dir, 'GONE.md'))
    expect(await findingsOf('tracked-excluded', dir)).toEqual([])
  })

  it('leaves to copy-source-ignored what a COPY names', async () => {
    const dir = committed({
      '.dockerignore': '.git\ndocs\n*.md\n',
      Dockerfile: 'FROM scratch\nCOPY docs/a README.md /\n',
      'README.md': '',
      'GUIDE.md': '',
      'docs/a': '',
    })
    expect(await findingsOf('tracked-excluded', dir)).toMatchObject([
      { data: { places: [{ path: 'GUIDE.md', files: 1 }] } },
    ])
  })

  it('does not count what a sparse checkout leaves out', async () => {
    const dir = committed({
      '.dockerignore': '.git\ndocs\n',
      'docs/a': '',
      'docs/deep/b': '',
      'src/a.js': '',
    })
    git(dir, 'sparse-checkout', 'set', '--no-cone', '/*', '!/docs/deep/')
    expect(await findingsOf('tracked-excluded', dir)).toMatchObject([
      { data: { places: [{ path: 'docs', files: 1 }] } },
    ])
  })

  it('says nothing where no ignore file applies', async () => {
    const dir = committed({ 'a.js': '' })
    rmSync(join(dir, 'a.js'))
    expect(await findingsOf('tracked-excluded', dir)).toEqual([])
  })
})
