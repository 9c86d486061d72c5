import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { runCli } from '../helpers/cli.ts'
import { GITHUB_TOKEN } from '../helpers/secrets.ts'
import { commitAll, git, makeTree, type Tree, temporaryDirectory } from '../helpers/tree.ts'

const TOKEN = `token = ${GITHUB_TOKEN}\n`

/** A clean clone under the usual umask. */
function cloneOf(repository: string): string {
  const clone = join(temporaryDirectory(), 'clone')
  const umask = process.umask(0o022)
  git(repository, 'clone', '-q', repository, clone)
  process.umask(umask)
  return clone
}

const json = (args: readonly string[], cwd?: string) => {
  const { stdout, stderr, exitCode } = runCli([...args, '--json'], cwd === undefined ? {} : { cwd })
  if (exitCode === null || exitCode > 1) throw new Error(`exit ${exitCode}: ${stderr}`)
  return JSON.parse(stdout)
}

/** What is listed, and what the audit of it says, but what only one of the two can know. */
function seen(dir: string, options: readonly string[]) {
  const listing = json(['ls', dir, ...options])
  const [report] = json([
    'check',
    dir,
    '--no-cache',
    '--max-file-size',
    '2KiB',
    '--secret-max-bytes',
    '4KiB',
    ...options,
  ]).reports
  return {
    entries: listing.entries,
    totals: listing.totals,
    ignoreFile: report.ignoreFile,
    // of the clone its own .git is left out as well
    counted: [report.totals.sent, report.totals.requested],
    findings: report.findings.map(({ message, fingerprint, ...finding }: Record<string, unknown>) => finding),
  }
}

const REPOSITORIES: Record<string, Tree> = {
  'links, modes and odd names': {
    Dockerfile: 'FROM scratch\nCOPY src link dangling /app/\n',
    '.dockerignore': '.git\n*.log\n',
    'run.sh': { text: '#!/bin/sh\n', mode: 0o755 },
    'src/a': 'a',
    'src/b.log': 'b',
    'src/ blank\n': 'odd',
    'latin1:src/\xff': 'not UTF-8',
    'latin1:src/l\xff': { link: 'latin1:\xff' },
    link: { link: 'src/a' },
    dangling: { link: 'nowhere' },
    out: { link: '../../etc/passwd' },
  },
  'secrets and large files': {
    Dockerfile: 'FROM scratch\nARG TOKEN=1\nCOPY . /\n',
    '.dockerignore': '.git\n',
    'deploy/key': TOKEN,
    '.env': 'PASSWORD=Xk29fjq02LLs81\n',
    'big.txt': 'x'.repeat(5000),
    'big2.txt': `${'y'.repeat(9000)}\n${TOKEN}`,
  },
  'a sibling ignore file, and a Dockerfile that is a link': {
    Dockerfile: { link: 'docker/real' },
    'docker/real': 'FROM scratch\nCOPY a /\n',
    'Dockerfile.dockerignore': '.git\nb\n',
    '.dockerignore': '*\n',
    a: 'a',
    b: 'b',
  },
  'Git LFS and attributes': {
    Dockerfile: 'FROM scratch\nCOPY . /\n',
    '.dockerignore': '.git\n',
    '.gitattributes': '*.bin filter=lfs diff=lfs merge=lfs -text\nx export-ignore\n',
    'model.bin': `version https://git-lfs.github.com/spec/v1\noid sha256:${'a'.repeat(64)}\nsize 99\n`,
    x: 'kept by a clone',
  },
}

describe('--ref is the audit of a clean clone', () => {
  test.each(Object.entries(REPOSITORIES))('%s', (_, tree) => {
    const repository = makeTree(tree)
    commitAll(repository)
    const clone = cloneOf(repository)
    // what is not committed is nobody's concern
    writeFileSync(join(repository, 'untracked'), 'new')
    rmSync(join(repository, 'Dockerfile'))
    expect(seen(repository, ['--ref', 'HEAD'])).toEqual(seen(clone, []))
  })

  test('a directory of the commit that is not on disk', () => {
    const repository = makeTree({
      'services/api/Dockerfile': 'FROM scratch\nCOPY main.js ../up /\n',
      'services/api/main.js': '1',
      '.dockerignore': '*',
    })
    commitAll(repository)
    const clone = cloneOf(repository)
    rmSync(join(repository, 'services'), { recursive: true })
    const at = (dir: string) => join(dir, 'services/api')
    expect(seen(at(repository), ['--ref', 'main'])).toEqual(seen(at(clone), []))
  })

  test('submodules are empty directories, and that is said', () => {
    const inner = makeTree({ a: '1' })
    commitAll(inner)
    const repository = makeTree({ Dockerfile: 'FROM scratch\nCOPY . /\n', '.dockerignore': '.git\n' })
    commitAll(repository)
    git(repository, '-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', inner, 'sub/module')
    git(repository, 'commit', '-qam', 'submodule')
    expect(seen(repository, ['--ref', 'HEAD'])).toEqual(seen(cloneOf(repository), []))
    const { incomplete } = json(['check', repository, '--ref', 'HEAD']).reports[0]
    expect(incomplete).toContainEqual(
      expect.objectContaining({
        what: 'submodules are empty directories, as in a clone without them',
        reason: 'sub/module',
        fatal: false,
      }),
    )
  })

  test('every build that the commit describes, compose and bake files too', () => {
    const repository = makeTree({
      'compose.yaml': 'services:\n  api:\n    build: { context: api, args: { V: "1" } }\n',
      'api/Dockerfile': 'FROM scratch\nCOPY x /\n',
      'api/x': 'x',
      'docker-bake.json': '{"target": {"web": {"context": "web"}}}',
      'web/Dockerfile': 'FROM scratch\nCOPY y /\n',
      'web/y': 'y',
      '.gitignore': 'ignored\n',
      'tools/Dockerfile': 'FROM scratch\n',
    })
    commitAll(repository)
    const clone = cloneOf(repository)
    for (const name of ['compose.yaml', 'api', 'web', 'tools'])
      rmSync(join(repository, name), { recursive: true })
    mkdirSync(join(repository, 'later'))
    writeFileSync(join(repository, 'later/Dockerfile'), 'FROM scratch\n')
    const builds = (cwd: string, ...options: string[]) =>
      json(['check', '--discover', ...options], cwd).reports.map(
        ({ request }: { request: { context: string; dockerfile: string; origin: string } }) => [
          request.context,
          request.dockerfile,
          request.origin,
        ],
      )
    const found = builds(repository, '--ref', 'HEAD')
    expect(found).toEqual(builds(clone))
    expect(found).toHaveLength(3)
  })
})

test('what a commit holds is discovered though .gitignore matches it', () => {
  const repository = makeTree({ '.gitignore': 'deploy/\n', 'deploy/Dockerfile': 'FROM scratch\n' })
  git(repository, 'init', '-q', '-b', 'main')
  git(repository, 'add', '-A', '-f')
  git(repository, 'commit', '-qm', 'all')
  const { reports } = json(['check', '--discover', '--ref', 'HEAD'], repository)
  expect(reports).toMatchObject([{ request: { context: expect.stringMatching(/deploy$/) } }])
})

describe('a commit', () => {
  const repository = makeTree({
    Dockerfile: 'FROM scratch\nCOPY . /\n',
    '.dockerignore': '*.log\n',
    'key.txt': TOKEN,
    'ctxguard.yaml': 'rules: { secret-content: off }\n',
  })
  commitAll(repository)
  git(repository, 'tag', 'v1')
  writeFileSync(join(repository, 'key.txt'), 'gone\n')
  commitAll(repository)
  const rules = (...args: string[]) =>
    json(['check', repository, ...args]).reports[0].findings.map(({ rule }: { rule: string }) => rule)

  test('is any that git knows, and is named in the report', () => {
    const commit = git(repository, 'rev-parse', 'v1').trim()
    expect(json(['ls', repository, '--ref', 'v1']).request.commit).toBe(commit)
    expect(json(['ls', repository, '--ref', 'HEAD~1']).request.commit).toBe(commit)
    expect(json(['ls', repository]).request.commit).toBeNull()
    expect(runCli(['check', repository, '--ref', 'v1']).stdout).toContain(`· v1 ${commit.slice(0, 7)} ·`)
  })

  test('is searched for secrets, with its own configuration', () => {
    expect(rules('--ref', 'v1', '--no-config')).toContain('secret-content')
    expect(rules('--ref', 'HEAD', '--no-config')).not.toContain('secret-content')
    rmSync(join(repository, 'ctxguard.yaml'))
    expect(rules('--ref', 'v1')).not.toContain('secret-content')
  })

  test('is not read again where nothing was found', () => {
    const env = { XDG_CACHE_HOME: temporaryDirectory() }
    const run = () => runCli(['check', repository, '--ref', 'v1', '--no-config', '--json'], { env }).stdout
    const first = run()
    expect(run()).toBe(first)
  })

  test("says that a clone's own .git is not counted, where no line excludes it", () => {
    const what = "a clone's own .git is not counted"
    const notes = () =>
      json(['check', repository, '--ref', 'HEAD']).reports[0].incomplete.map(
        (one: { what: string }) => one.what,
      )
    expect(notes()).toContain(what)
    writeFileSync(join(repository, '.dockerignore'), '.git\n')
    commitAll(repository)
    expect(notes()).not.toContain(what)
  })

  test('explains a path', () => {
    const { sent, git: state } = json(['explain', '-C', repository, '--ref', 'HEAD', 'key.txt'])
    expect({ sent, state }).toEqual({ sent: true, state: 'tracked' })
  })
})

describe('is refused, and nothing runs', () => {
  const repository = makeTree({ Dockerfile: 'FROM scratch\n' })
  commitAll(repository)
  git(repository, 'tag', 'tree', 'HEAD^{tree}')

  test.each(['nope', '', '-x', '--upload-pack=touch /tmp/x', 'HEAD^9', 'tree', 'a\nb'])('%j', ref => {
    const { stdout, stderr, exitCode } = runCli(['check', repository, `--ref=${ref}`])
    expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 2 })
    expect(stderr).toContain('names no commit')
  })

  test('where there is no repository', () => {
    const { stderr, exitCode } = runCli(['check', makeTree({ a: '' }), '--ref', 'HEAD'])
    expect({ stderr, exitCode }).toMatchObject({ exitCode: 2 })
    expect(stderr).toContain('--ref needs a repository')
  })

  const blob = git(repository, 'rev-parse', 'HEAD:Dockerfile').trim()
  const treeOf = (...names: string[]) => {
    const entries = names.map(name =>
      Buffer.concat([Buffer.from(`100644 ${name}\0`), Buffer.from(blob, 'hex')]),
    )
    const { stdout } = spawnSync('git', ['hash-object', '-t', 'tree', '-w', '--literally', '--stdin'], {
      cwd: repository,
      input: Buffer.concat(entries),
      encoding: 'utf8',
    })
    return stdout.trim()
  }

  test.each([
    ['a name with a slash', ['a/b'], 'a/b, which git would not check out: a name in a tree holds a slash'],
    ['a name twice', ['a', 'a'], 'a, which git would not check out: it is there twice'],
    ['a path that is too long', ['a'.repeat(4096)], 'a path is longer than 4095 bytes'],
  ])('%s', (_, names, message) => {
    const commit = git(repository, 'commit-tree', '-m', 'odd', treeOf(...names)).trim()
    const { stdout, stderr, exitCode } = runCli(['check', repository, '--ref', commit])
    expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 3 })
    expect(stderr).toContain(message)
  })

  test('with --tar', () => {
    const { stderr, exitCode } = runCli(['check', '--ref', 'HEAD', '--tar', 'x.tar'])
    expect({ stderr, exitCode }).toEqual({
      stderr: 'ctxguard: --ref and --tar contradict each other\n  leave one of them out\n',
      exitCode: 2,
    })
  })

  test('a context that the commit does not have', () => {
    const { stderr, exitCode } = runCli(['check', join(repository, 'gone'), '--ref', 'HEAD'])
    expect(exitCode).toBe(2)
    expect(stderr).toContain('does not exist')
  })

  test('a program that the repository names is not run', () => {
    const trap = join(temporaryDirectory(), 'ran')
    const program = join(repository, 'program')
    writeFileSync(program, `#!/bin/sh\ntouch ${trap}\ncat\n`)
    chmodSync(program, 0o755)
    writeFileSync(join(repository, '.gitattributes'), '* filter=x diff=x\n')
    git(repository, 'add', '.gitattributes')
    git(repository, 'commit', '-qm', 'attributes')
    for (const name of ['core.fsmonitor', 'filter.x.smudge', 'diff.x.textconv', 'core.pager', 'gpg.program'])
      git(repository, 'config', name, program)
    git(repository, 'config', 'log.showSignature', 'true')
    const { stdout, exitCode } = runCli(['ls', repository, '--ref', 'HEAD'])
    expect({ stdout, exitCode }).toEqual({ stdout: '.gitattributes\nDockerfile\n', exitCode: 0 })
    expect(existsSync(trap)).toBe(false)
  })

  test('a clone that does not have all of it ends in exit 3, and nothing is fetched', () => {
    const source = makeTree({ Dockerfile: 'FROM scratch\n', big: 'content' })
    commitAll(source)
    const broken = cloneOf(source)
    const oid = git(broken, 'rev-parse', 'HEAD:big').trim()
    rmSync(join(broken, '.git/objects', oid.slice(0, 2), oid.slice(2)))
    const { stdout, exitCode } = runCli(['check', broken, '--ref', 'HEAD'])
    expect(exitCode).toBe(3)
    expect(stdout).toContain('big')
  })
})
