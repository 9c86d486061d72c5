import { describe, expect, test } from 'vitest'
import { runCli } from '../helpers/cli.ts'
import { commitAll, makeTree } from '../helpers/tree.ts'

const clean = {
  '.dockerignore': '.git\n',
  'src/index.js': 'export {}\n',
  Dockerfile: 'FROM scratch\nCOPY src secret.tx[t] /\n',
}

describe('exit codes', () => {
  test('0 where nothing is found', () => {
    const dir = makeTree(clean)
    commitAll(dir)
    const { stdout, stderr, exitCode } = runCli(['check', dir])
    expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 })
    expect(stdout.trimEnd().split('\n').at(-1)).toBe('clean: nothing found (exit 0)')
  })

  const leaking = makeTree({ ...clean, '.gitignore': 'secret.txt\n', 'secret.txt': 'x' })
  commitAll(leaking)

  test('1 where a file that git ignores is sent', () => {
    const { stdout, exitCode } = runCli(['check', leaking])
    expect(exitCode).toBe(1)
    expect(stdout).toContain('error    gitignored-sent')
    expect(stdout.trimEnd().split('\n').at(-1)).toBe('failed: 1 error; 1 at or above error (exit 1)')
  })

  test('0 again when nothing is to fail, or the rule is off or allowed', () => {
    expect(runCli(['check', leaking, '--fail-on', 'never']).exitCode).toBe(0)
    expect(runCli(['check', leaking, '--rule', 'gitignored-sent=info']).exitCode).toBe(0)
    expect(runCli(['check', leaking], { env: { CTXGUARD_FAIL_ON: 'never' } }).exitCode).toBe(0)
    const allowed = makeTree({
      ...clean,
      '.gitignore': 'secret.txt\n',
      'secret.txt': 'x',
      'ctxguard.yaml': 'allow:\n  - { rule: gitignored-sent, path: secret.txt, reason: made up }\n',
    })
    commitAll(allowed)
    const { stdout, exitCode } = runCli(['check', allowed])
    expect(exitCode).toBe(0)
    expect(stdout).toContain('1 allowed')
  })

  test('an option wins over a variable, and an empty variable counts as none', () => {
    const json = (args: string[], env: NodeJS.ProcessEnv) =>
      runCli(['check', leaking, ...args], { env }).stdout[0] === '{'
    expect(json([], { CTXGUARD_FORMAT: 'json' })).toBe(true)
    expect(json(['--json'], { CTXGUARD_FORMAT: 'text' })).toBe(true)
    expect(json(['--format', 'text'], { CTXGUARD_FORMAT: 'json' })).toBe(false)
    expect(json([], { CTXGUARD_FORMAT: '', CTXGUARD_BUILDER: '' })).toBe(false)
    const builder = (args: string[], env: NodeJS.ProcessEnv) =>
      JSON.parse(runCli(['check', leaking, '--json', ...args], { env }).stdout).reports[0].request.builder
    expect(builder([], { CTXGUARD_BUILDER: 'podman' })).toBe('podman')
    expect(builder(['--builder', 'classic'], { CTXGUARD_BUILDER: 'podman' })).toBe('classic')
    expect(runCli(['check', leaking], { env: { CTXGUARD_BUILDER: 'kaniko' } })).toMatchObject({
      stdout: '',
      exitCode: 2,
    })
  })

  test('2 where the configuration is wrong, with its position', () => {
    const dir = makeTree({ ...clean, 'ctxguard.yaml': 'failOn: error\nruls: {}\n' })
    const { stdout, stderr, exitCode } = runCli(['check', dir])
    expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 2 })
    expect(stderr).toContain('ctxguard.yaml:2:1')
    expect(stderr).toContain('rules')
  })
})

describe('the text report', () => {
  const dir = makeTree({
    '.dockerignore': 'node_modules\n',
    'node_modules/a/i.js': '',
    'packages/x/node_modules/b/i.js': 'x'.repeat(2000),
    'packages/x/package.json': '{}',
    ...Object.fromEntries(Array.from({ length: 14 }, (_, i) => [`link${i}`, { link: '/outside' }])),
  })

  test('fits into 80 columns, words for severities, the verdict last', () => {
    const { stdout } = runCli(['check', dir], { env: { COLUMNS: '80' } })
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(80)
    expect(stdout.split('\n').slice(0, 4)).toEqual([
      expect.stringContaining('buildkit · no Dockerfile'),
      '',
      'sent     17 files 2.0 KiB · no Dockerfile tells what a build takes',
      'excluded by 1 pattern of .dockerignore',
    ])
    expect(stdout).toMatch(/^warning {2}junk-directory/m)
    expect(stdout.trimEnd().split('\n').at(-1)).toMatch(/^passed: .* \(exit 0\)$/)
  })

  test('shows ten paths of a rule, and all of them with --all', () => {
    expect(runCli(['check', dir]).stdout).toContain('… and 4 more (ctxguard check --all)')
    expect(runCli(['check', dir]).stdout).not.toContain('link9')
    expect(runCli(['check', dir, '--all']).stdout).toContain('link9')
  })

  test('has no colour unless a terminal or FORCE_COLOR wants it, and none with NO_COLOR', () => {
    const colour = /\x1b\[/
    expect(runCli(['check', dir]).stdout).not.toMatch(colour)
    expect(runCli(['check', dir], { env: { FORCE_COLOR: '1' } }).stdout).toMatch(colour)
    expect(runCli(['check', dir], { env: { FORCE_COLOR: '1', NO_COLOR: '1' } }).stdout).not.toMatch(colour)
    expect(runCli(['check', dir, '--no-color'], { env: { FORCE_COLOR: '1' } }).stdout).not.toMatch(colour)
  })

  test('-q prints the verdict only', () => {
    expect(runCli(['check', dir, '-q']).stdout.split('\n')).toHaveLength(2)
  })

  test('a file name can’t write to the terminal', () => {
    const hostile = makeTree({ 'a\x1b[2Jb.log': 'x', 'c\u202egnp.log': '' })
    const { stdout } = runCli(['check', hostile, '--all'])
    expect(stdout).not.toContain('\x1b')
    expect(stdout).not.toContain('\u202e')
  })
})

test('the JSON report has every key, absent values as null', () => {
  const dockerfile = 'FROM scratch AS build\nCOPY .env src /\nFROM scratch\nCOPY --from=build /.env /e\n'
  const dir = makeTree({ ...clean, '.env': 'API_TOKEN=k3Jd82mQpLx0Vn5Rt7Yw\n', Dockerfile: dockerfile })
  const { stdout } = runCli(['check', dir, '--json'])
  const document = JSON.parse(stdout)
  expect(Object.keys(document)).toEqual(['schemaVersion', 'tool', 'reports'])
  const [report] = document.reports
  expect(report.request).toEqual({
    context: dir,
    commit: null,
    namedContext: null,
    dockerfile: 'Dockerfile',
    builder: 'buildkit',
    target: null,
    origin: 'flags',
  })
  expect(report.ignoreFile).toEqual({ path: '.dockerignore', patterns: 1 })
  expect(report.totals).toMatchObject({
    sent: { files: 4 },
    requested: { files: 2 },
    excluded: { files: 0, bytes: 0 },
  })
  const secret = report.findings.find((finding: { rule: string }) => finding.rule === 'secret-file')
  expect(secret).toMatchObject({
    severity: 'error',
    path: '.env',
    exposure: 'final',
    carrier: { file: 'Dockerfile', line: 4, instruction: 'COPY --from=build /.env /e' },
    mayReachFinal: false,
    docs: 'docs/rules/secret-file.md',
  })
  expect(secret.fingerprint).toMatch(/^[0-9a-f]{16}$/)
  expect(stdout).not.toContain('k3Jd82mQpLx0Vn5Rt7Yw')
  for (const finding of report.findings)
    expect(Object.keys(finding)).toEqual([
      'rule',
      'severity',
      'path',
      'location',
      'message',
      'exposure',
      'carrier',
      'mayReachFinal',
      'bytes',
      'files',
      'data',
      'docs',
      'fix',
      'fingerprint',
    ])
})

describe('how far a file gets', () => {
  const dir = makeTree({
    '.dockerignore': 'Dockerfile*\n',
    '.env': 'API_TOKEN=k3Jd82mQpLx0Vn5Rt7Yw\n',
    'src/x.js': '',
    Dockerfile: `FROM node:22@sha256:${'0'.repeat(64)} AS build
WORKDIR /app
COPY .env src ./
RUN make
FROM scratch AS last
COPY --from=build /app/x.js /
`,
  })

  test('is said of both sets in the first lines, and of each finding', () => {
    const { stdout, exitCode } = runCli(['check', dir], { env: { COLUMNS: '80' } })
    expect(stdout).toContain('sent     3 files 43 B · this build takes 2 files 31 B')
    expect(stdout).toContain('in stage build by Dockerfile:3, may reach the final image')
    expect(exitCode).toBe(1)
  })

  test('weighs less where the build does not take the file', () => {
    const other = makeTree({ Dockerfile: 'FROM scratch\nCOPY src /\n' })
    const { stdout, exitCode } = runCli(['check', dir, '-f', `${other}/Dockerfile`])
    expect(stdout).toMatch(/^warning {2}secret-file .* not taken by this build$/m)
    expect(exitCode).toBe(0)
  })

  test('is not known where the builder refuses the Dockerfile, which is exit 3 with file, line and reason', () => {
    const broken = makeTree({
      Dockerfile: 'FROM scratch\nCOPY a\n',
      a: '',
      '.env': 'API_TOKEN=k3Jd82mQpLx0Vn5Rt7Yw\n',
    })
    const { stdout, exitCode } = runCli(['check', broken])
    expect(exitCode).toBe(3)
    expect(stdout).toContain('buildkit would refuse the Dockerfile (Dockerfile:2:1): COPY requires')
    expect(stdout).toContain('secret-file')
    expect(stdout).toContain('what the build takes is not known')
  })

  test('an unknown target is an error of the command line', () => {
    const { stdout, stderr, exitCode } = runCli(['check', dir, '--target', 'lsat'])
    expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 2 })
    expect(stderr).toContain('target stage "lsat" could not be found (did you mean last?)')
  })
})

test('the value of a secret build argument is not printed, wherever it would stand', () => {
  const value = 'sk_live_abcdefghijklmnop1234'
  const dockerfile = 'ARG API_KEY\nFROM reg/$API_KEY:latest\nARG API_KEY\nCOPY x$API_KEY ../$API_KEY /\n'
  const dir = makeTree({ Dockerfile: dockerfile })
  for (const form of [['--json'], ['-v', '--all']]) {
    const { stdout, stderr } = runCli(['check', dir, '--build-arg', `API_KEY=${value}`, ...form])
    expect(stdout).toContain('copy-source-missing')
    expect(stdout + stderr).not.toContain(value)
  }
})

test('ten thousand stages, each built on the one before, end', () => {
  const stages = Array.from(
    { length: 10_000 },
    (_, i) => `FROM ${i === 0 ? 'scratch' : `s${i - 1}`} AS s${i}\nCOPY a /`,
  )
  const dir = makeTree({ Dockerfile: `${stages.join('\n')}\n`, a: '' })
  expect(runCli(['check', dir, '-q']).exitCode).toBe(0)
}, 70_000)

describe('several builds', () => {
  const dockerfile = 'FROM scratch\nCOPY src /\n'
  const service = { 'src/x': 'x', Dockerfile: dockerfile }
  const compose = `services:
  api: { build: ./api }
  web:
    build:
      context: web
      dockerfile_inline: |
        FROM scratch
        COPY nope /
`
  const dir = makeTree({
    'compose.yaml': compose,
    ...Object.fromEntries(
      ['api', 'web'].flatMap(name =>
        Object.entries(service).map(([path, text]) => [`${name}/${path}`, text]),
      ),
    ),
  })

  test('of a compose file have a screen each, and one verdict', () => {
    const { stdout, exitCode } = runCli(['check', dir], { env: { COLUMNS: '80' } })
    expect(exitCode).toBe(1)
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(80)
    expect(stdout).toContain('compose.yaml, service api ─')
    expect(stdout).toContain('compose.yaml, service web ─')
    expect(stdout).toContain('compose.yaml:8: nope is not in the context')
    expect(stdout.trimEnd().split('\n').at(-1)).toMatch(/^failed: .* in 3 contexts \(exit 1\)$/)
  })

  test('are one report each in JSON', () => {
    const { reports } = JSON.parse(runCli(['check', dir, '--json']).stdout)
    expect(reports.map(({ request }: { request: { origin: string } }) => request.origin)).toEqual([
      'compose.yaml, service api',
      'compose.yaml, service web',
      'web/Dockerfile, found by name',
    ])
  })

  test('are looked for where several Dockerfiles are tracked, or with --discover', () => {
    const repository = makeTree({
      Dockerfile: dockerfile,
      'src/x': '',
      'deep/er/api/Dockerfile': dockerfile,
      'deep/er/api/src/x': '',
    })
    const count = (args: string[]) =>
      JSON.parse(runCli(['check', repository, '--json', ...args]).stdout).reports.length
    expect(count([])).toBe(1)
    expect(count(['--discover'])).toBe(2)
    commitAll(repository)
    expect(count([])).toBe(2)
    expect(count(['-f', `${repository}/Dockerfile`])).toBe(1)
  })

  test('can not be named and looked for at once', () => {
    expect(runCli(['check', dir, '--discover', '--target', 'x'])).toMatchObject({ stdout: '', exitCode: 2 })
  })
})

describe('named contexts', () => {
  const dir = makeTree({
    'app/Dockerfile': 'FROM scratch\nCOPY --from=assets icons /\n',
    'assets/icons/a.png': 'x',
    'assets/.dockerignore': 'raw\n',
    'assets/raw/huge': 'x',
    'unused/secret.pem': '-----BEGIN PRIVATE KEY-----',
  })
  const contexts = ['--build-context', 'assets=assets', '--build-context', 'other=unused']

  test('that a stage uses have a report of their own, with their own ignore file; others are not sent', () => {
    const { stdout } = runCli(['check', 'app', '--json', ...contexts], { cwd: dir })
    const { reports } = JSON.parse(stdout)
    expect(reports).toHaveLength(2)
    expect(reports[0]).toMatchObject({ totals: { requested: { files: 0 } } })
    expect(reports[0].incomplete).toEqual([
      expect.objectContaining({ what: 'the named context other is not sent', fatal: false }),
    ])
    expect(reports[1]).toMatchObject({
      request: { namedContext: 'assets' },
      ignoreFile: { path: '.dockerignore' },
      totals: { sent: { files: 2 }, requested: { files: 1 } },
    })
    expect(stdout).not.toContain('secret.pem')
  })
})
