import { describe, expect, it } from 'vitest'
import { commitAll, makeTree } from '../helpers/tree.ts'
import { auditTree, byLine, byPath, findingsOf, lines } from './audit-tree.ts'

const dockerfile = 'FROM scratch\nCOPY . /\n'

describe('ignore-missing', () => {
  const rule = 'ignore-missing'

  it('names what is worth excluding, the largest first', async () => {
    const [finding, ...others] = await auditTree(rule, {
      'package.json': '{}',
      'a/node_modules/a/index.js': '12345',
      'b/node_modules/a/index.js': '12345',
      '.git/HEAD': 'ref: refs/heads/main\n',
      '.env': 'A=1',
      'api/.env.production': 'A=1',
      '.venv/pyvenv.cfg': '',
    })
    expect(others).toEqual([])
    expect(finding).toMatchObject({
      severity: 'warning',
      message:
        'no ignore file applies, so the whole directory is the build context: .git (21 B), a/node_modules and 1 other (2 files, 10 B), .env (3 B) and 2 more',
      data: { lines: ['**/.git', '**/node_modules', '**/.env', '**/.env.production', '**/.venv'] },
    })
  })

  it('counts what git ignores', async () => {
    const dir = makeTree({ '.gitignore': 'made\n', 'made/a': '1', 'made/b': '2', 'main.c': '' })
    commitAll(dir)
    const [finding] = await findingsOf(rule, dir)
    expect(finding!.data.lines).toEqual(['**/.git', 'made'])
  })

  it('keeps still where there is nothing to exclude', async () => {
    expect(await auditTree(rule, { Dockerfile: dockerfile, 'main.c': '', '.env.example': 'A=' })).toEqual([])
  })

  it('keeps still where an ignore file applies, even an empty one, or another rule tells of one', async () => {
    const tree = { '.env': 'A=1' }
    expect(await auditTree(rule, { ...tree, '.dockerignore': '' })).toEqual([])
    expect(await auditTree(rule, { ...tree, '.dockerignore': { link: '../elsewhere' } })).toEqual([])
    expect(await auditTree(rule, { ...tree, '.containerignore': '.env\n' })).toEqual([])
  })
})

describe('ignore-invalid', () => {
  const rule = 'ignore-invalid'

  it('repeats the words of the builder, with the line', async () => {
    const tree = { '.dockerignore': lines('docs', '!', '[a-z'), 'main.c': '' }
    const findings = await auditTree(rule, tree)
    expect(byLine(findings)).toEqual([
      [2, 'error', 'BuildKit refuses `!` and does not build: illegal exclusion pattern: "!"'],
      [3, 'error', 'BuildKit refuses `[a-z` and does not build: syntax error in pattern'],
    ])
  })

  it('knows what each builder refuses', async () => {
    const tab = { '.dockerignore': 'a\tb\n', 'main.c': '' }
    expect(await auditTree(rule, tab)).toMatchObject([
      { message: expect.stringContaining('non-printable ASCII') },
    ])
    expect(await auditTree(rule, tab, { builder: 'classic' })).toEqual([])
    const directory = { '.dockerignore/x': '', 'main.c': '' }
    expect(await auditTree(rule, directory)).toEqual([])
    expect(await auditTree(rule, directory, { builder: 'classic' })).toMatchObject([
      { message: "Docker's classic builder refuses .dockerignore and does not build: is a directory" },
    ])
  })
})

describe('ignore-fails-open', () => {
  const rule = 'ignore-fails-open'

  it.each([
    [
      'a link that leaves the context',
      { link: '../shared' },
      'is a link to a file that the builder does not get',
    ],
    ['a dangling link', { link: 'shared' }, 'is a link to nothing'],
    ['a directory', { dir: true as const }, 'is a directory'],
  ])('reports %s', async (_, node, is) => {
    expect(byPath(await auditTree(rule, { '.dockerignore': node, 'main.c': '' }))).toEqual([
      ['.dockerignore', 'error', `.dockerignore ${is}: BuildKit says nothing and excludes nothing`],
    ])
  })

  it('is one finding: the link itself is not reported again', async () => {
    const tree = { '.dockerignore': { link: '../shared' }, 'main.c': '' }
    expect(await auditTree('symlink-escapes', tree)).toEqual([])
  })

  it('says which file is used where there is another', async () => {
    const findings = await auditTree(rule, {
      'Dockerfile.dockerignore': { link: '../shared' },
      '.dockerignore': 'docs\n',
      Dockerfile: dockerfile,
    })
    expect(findings).toMatchObject([
      {
        severity: 'warning',
        message: expect.stringContaining('says nothing and uses .dockerignore instead'),
      },
    ])
  })

  it('leaves to ignore-invalid what makes the builder stop', async () => {
    const tree = { '.dockerignore/x': '', 'main.c': '' }
    expect(await auditTree(rule, tree, { builder: 'classic' })).toEqual([])
  })

  it('keeps still about a link that is followed', async () => {
    const tree = { '.dockerignore': { link: 'build/ignore' }, 'build/ignore': 'docs\n' }
    expect(await auditTree(rule, tree)).toEqual([])
  })
})

describe('ignore-inactive', () => {
  const rule = 'ignore-inactive'
  const sibling = { Dockerfile: dockerfile, 'Dockerfile.dockerignore': 'docs\n' }

  it('reports the one that another shadows', async () => {
    expect(byPath(await auditTree(rule, { ...sibling, '.dockerignore': 'docs\n' }))).toEqual([
      [
        '.dockerignore',
        'warning',
        '.dockerignore does not apply: BuildKit reads Dockerfile.dockerignore, and only one ignore file counts',
      ],
    ])
  })

  it('only mentions it where another Dockerfile uses it', async () => {
    const tree = {
      Dockerfile: dockerfile,
      '.dockerignore': 'docs\n',
      'api.Dockerfile': dockerfile,
      'api.Dockerfile.dockerignore': 'docs\n',
    }
    expect(await auditTree(rule, tree)).toEqual([])
    expect(await auditTree(rule, tree, { dockerfile: 'api.Dockerfile' })).toMatchObject([
      { path: '.dockerignore', severity: 'info' },
    ])
  })

  it('knows that the classic builder reads .dockerignore alone', async () => {
    expect(await auditTree(rule, sibling, { builder: 'classic' })).toMatchObject([
      { path: 'Dockerfile.dockerignore', severity: 'warning' },
    ])
    expect(await auditTree(rule, sibling)).toEqual([])
  })

  it('warns of a .containerignore that stands alone, and only mentions one beside a .dockerignore', async () => {
    expect(byPath(await auditTree(rule, { '.containerignore': 'docs\n' }))).toEqual([
      [
        '.containerignore',
        'warning',
        '.containerignore does not apply: only podman reads a .containerignore, and BuildKit does not',
      ],
    ])
    const both = { '.containerignore': 'docs\n', '.dockerignore': 'docs\n' }
    expect(await auditTree(rule, both)).toMatchObject([{ path: '.containerignore', severity: 'info' }])
    expect(await auditTree(rule, both, { builder: 'podman' })).toMatchObject([
      { path: '.dockerignore', severity: 'info' },
    ])
    expect(await auditTree(rule, { '.containerignore': 'docs\n' }, { builder: 'podman' })).toEqual([])
  })

  it('reports one below the root, and says what to name it where the Dockerfile lies beside it', async () => {
    const tree = { 'api/.dockerignore': 'docs\n', 'api/Dockerfile': dockerfile, 'docs/.dockerignore': 'a\n' }
    const findings = await auditTree(rule, tree, { dockerfile: 'api/Dockerfile' })
    expect(findings.map(({ path, fix }) => [path, fix!.why])).toEqual([
      [
        'api/.dockerignore',
        'name it Dockerfile.dockerignore, and begin its patterns at the root of the context',
      ],
      ['docs/.dockerignore', 'move its lines to the ignore file of the root, each with docs/ before it'],
    ])
  })

  it('keeps still about the ignore files of other builds and of dependencies', async () => {
    const findings = await auditTree(rule, {
      Dockerfile: dockerfile,
      '.dockerignore': 'docs\nhidden/Dockerfile\nworker.Dockerfile\n',
      'api/.dockerignore': 'docs\n',
      'api/Dockerfile': dockerfile,
      'hidden/.dockerignore': 'docs\n',
      'hidden/Dockerfile': dockerfile,
      'worker.Dockerfile': dockerfile,
      'worker.Dockerfile.dockerignore': 'docs\n',
      'node_modules/a/.dockerignore': 'docs\n',
    })
    expect(findings).toEqual([])
  })

  it('reports one whose Dockerfile is gone, and a name that only looks right', async () => {
    expect(await auditTree(rule, { 'old.Dockerfile.dockerignore': 'docs\n' })).toMatchObject([
      {
        path: 'old.Dockerfile.dockerignore',
        message: expect.stringContaining('a Dockerfile called old.Dockerfile'),
      },
    ])
    expect(await auditTree(rule, { dockerignore: 'docs\n' })).toMatchObject([{ path: 'dockerignore' }])
  })
})
