import { describe, expect, test } from 'vitest'
import { runCli } from '../helpers/cli.ts'
import { commitAll, makeTree } from '../helpers/tree.ts'

const clean = {
  '.dockerignore': '.git\n',
  'src/index.js': 'export {}\n',
  Dockerfile: 'FROM scratch\nCOPY . /\n',
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
      'sent     17 files, 2.0 KiB (all that COPY . . would take)',
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
  const dir = makeTree({ ...clean, '.env': 'API_TOKEN=k3Jd82mQpLx0Vn5Rt7Yw\n' })
  const { stdout } = runCli(['check', dir, '--json'])
  const document = JSON.parse(stdout)
  expect(Object.keys(document)).toEqual(['schemaVersion', 'tool', 'reports'])
  const [report] = document.reports
  expect(report.request).toEqual({
    context: dir,
    dockerfile: 'Dockerfile',
    builder: 'buildkit',
    target: null,
    origin: 'flags',
  })
  expect(report.ignoreFile).toEqual({ path: '.dockerignore', patterns: 1 })
  expect(report.totals).toMatchObject({
    sent: { files: 4 },
    requested: null,
    excluded: { files: 0, bytes: 0 },
  })
  const secret = report.findings.find((finding: { rule: string }) => finding.rule === 'secret-file')
  expect(secret).toMatchObject({
    severity: 'error',
    path: '.env',
    exposure: 'sent',
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
      'bytes',
      'files',
      'data',
      'docs',
      'fix',
      'fingerprint',
    ])
})
