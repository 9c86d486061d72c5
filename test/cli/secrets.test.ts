import { generateKeyPairSync } from 'node:crypto'
import { readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { runCli } from '../helpers/cli.ts'
import { GITHUB_TOKEN, NETLIFY_TOKEN } from '../helpers/secrets.ts'
import { commitAll, makeTree, temporaryDirectory } from '../helpers/tree.ts'

const { privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
})
const PASSWORD = ['Walrus', 'tr4gic', '91xQ'].join('-')
const ACCOUNT = JSON.stringify({
  type: 'service_account',
  private_key_id: '3f1c9a07b2d84e56a1b0c9d8e7f60213f4a5b6c7',
  private_key: privateKey,
  client_email: 'builder@demo.iam.gserviceaccount.com',
})
const BUILD_ARGUMENT = ['q8Zr2mVw7LxT', '4bNc9KdH3sJf'].join('')

const TREE = {
  '.gitignore': '.env\n',
  '.env': `DB_PASSWORD=${PASSWORD}\nTOKEN=${GITHUB_TOKEN}\n`,
  'src/deploy.sh': `#!/bin/sh\nnetlify deploy --auth ${NETLIFY_TOKEN}\n`,
  'config/account.json': ACCOUNT,
  'config/app.yaml': `account: |\n  ${JSON.stringify(JSON.parse(ACCOUNT))}\n`,
  'db.txt': `url = postgres://app:${PASSWORD}@db.prod.internal/app\n`,
  [`downloads/${GITHUB_TOKEN}.txt`]: 'text\n',
  'minified.js': `var a=1;${'x=y;'.repeat(75_000)}t="${NETLIFY_TOKEN.replace('Qm3', 'Wm4')}";\n`,
  Dockerfile: `FROM scratch AS build\nARG API_TOKEN=${BUILD_ARGUMENT}\nENV GH=${GITHUB_TOKEN}\nCOPY . .\nFROM scratch\nCOPY --from=build /src /src\nCOPY config /config\n`,
}
const VALUES = [
  PASSWORD,
  GITHUB_TOKEN,
  NETLIFY_TOKEN,
  NETLIFY_TOKEN.replace('Qm3', 'Wm4'),
  BUILD_ARGUMENT,
  ...privateKey.split('\n').slice(1, -2),
]

/** Parts of a value that nothing may show: every run of eight characters of it but for its first four. */
function expectNoValue(text: string): void {
  for (const value of VALUES) {
    const hidden = value.slice(4)
    for (let at = 0; at + 8 <= hidden.length; at += 4) expect(text).not.toContain(hidden.slice(at, at + 8))
  }
}

function contextOf(tree: Record<string, string>): string {
  const dir = makeTree(tree)
  commitAll(dir)
  return dir
}

/** An environment with a cache of its own. */
function withCache(): { env: NodeJS.ProcessEnv; files(): string[] } {
  const home = temporaryDirectory()
  const dir = join(home, '.cache', 'ctxguard')
  return { env: { HOME: home }, files: () => readdirSync(dir).map(name => join(dir, name)) }
}

/** Only what did not change in the last two seconds is remembered. */
function oldEnough(): Promise<void> {
  return setTimeout(2500)
}

describe('no value of a secret is shown, logged or stored', () => {
  const dir = contextOf(TREE)
  const { env, files } = withCache()

  test.each([
    ['check'],
    ['check', '--verbose', '--all'],
    ['check', '--json'],
    ['check', '--quiet'],
    ['check', '--json', '--verbose', '--build-arg', `API_TOKEN=${BUILD_ARGUMENT}`],
    ['check', '--builder', 'classic', '-v'],
    ['check', '--builder', 'podman', '--json'],
    ['check', '--target', 'build', '-v', '--all'],
    ['check', '--secret-max-bytes', '100', '-v'],
    ['check', '--no-cache', '--rule', 'secret-file=off', '--rule', 'git-credentials=off', '-v', '--all'],
  ])('ctxguard %s %s %s', (...args) => {
    const { stdout, stderr, exitCode } = runCli([...args, dir], { env })
    expect(exitCode).toBe(1)
    expectNoValue(stdout)
    expectNoValue(stderr)
  })

  test('explain and ls of a file that holds one', () => {
    for (const args of [
      ['explain', '-C', dir, '--trace', '--json', '.env', 'src/deploy.sh'],
      ['ls', '--long', dir, '--ignore-file', join(dir, '.gitignore')],
    ])
      expectNoValue(runCli(args, { env }).stdout.replaceAll(`${GITHUB_TOKEN}.txt`, ''))
  })

  test('the cache', async () => {
    await oldEnough()
    runCli(['check', dir], { env })
    expect(files()).toHaveLength(1)
    for (const file of files()) expectNoValue(readFileSync(file, 'utf8'))
  })
})

describe('every secret is one finding, with where it gets', () => {
  const dir = contextOf(TREE)
  const { findings } = JSON.parse(runCli(['check', '--json', dir]).stdout).reports[0]
  const found = (path: string) =>
    findings
      .filter((one: { path: string; rule: string }) => one.path === path && /secret/.test(one.rule))
      .map((one: { rule: string; severity: string; exposure: string; data: { detector: string } }) => [
        one.rule,
        one.severity,
        one.data.detector,
        one.exposure,
      ])

  test('an environment file that git ignores', () => {
    expect(found('.env')).toEqual([['secret-file', 'error', 'dotenv', 'stage:build']])
    const [finding] = findings.filter((one: { path: string }) => one.path === '.env')
    expect(finding.message).toContain('git ignores it')
    expect(finding.data).toMatchObject({ also: ['gitignored-sent'], detectors: ['github-pat'] })
  })

  test('a key file, and the same key inside another file', () => {
    expect(found('config/account.json')).toEqual([['secret-file', 'error', 'gcp-key-file', 'final']])
    expect(found('config/app.yaml')).toEqual([['secret-content', 'error', 'gcp-service-account', 'final']])
  })

  test('a token in a script that another stage hands on', () => {
    expect(found('src/deploy.sh')).toEqual([['secret-content', 'error', 'netlify-token', 'final']])
    const [finding] = findings.filter((one: { path: string }) => one.path === 'src/deploy.sh')
    expect(finding.location).toEqual({ file: 'src/deploy.sh', line: 2, column: 23 })
    expect(finding.carrier.line).toBe(6)
  })

  test('a token far along a line of 300 KB', () => {
    const [finding] = findings.filter((one: { path: string }) => one.path === 'minified.js')
    expect(finding.location).toEqual({ file: 'minified.js', line: 1, column: 300_012 })
  })

  test('the Dockerfile has a rule of its own', () => {
    const rules = findings
      .filter(
        (one: { location: { file: string } | null; path: string }) =>
          one.location?.file === 'Dockerfile' || one.path === 'Dockerfile',
      )
      .map((one: { rule: string }) => one.rule)
    expect(rules).toContain('secret-in-dockerfile')
    expect(rules).not.toContain('secret-content')
  })
})

describe('a second run', () => {
  test('finds what the first one found, and reads again what changed', async () => {
    const { env, files } = withCache()
    const dir = contextOf({ ...TREE, 'clean.txt': 'text\n' })
    await oldEnough()
    const first = runCli(['check', '--json', dir], { env })
    expect(files()).toHaveLength(1)
    expect(runCli(['check', '--json', dir], { env })).toEqual(first)
    const { atime, mtime } = statSync(join(dir, 'clean.txt'))
    writeFileSync(join(dir, 'clean.txt'), `${NETLIFY_TOKEN}\n`)
    utimesSync(join(dir, 'clean.txt'), atime, mtime)
    expect(runCli(['check', '--json', dir], { env }).stdout).toContain('"path": "clean.txt"')
  })

  test('keeps nothing where it is told so', () => {
    const { env, files } = withCache()
    const dir = contextOf(TREE)
    runCli(['check', '--no-cache', dir], { env })
    runCli(['check', dir], { env: { ...env, CTXGUARD_NO_CACHE: '1' } })
    expect(files).toThrow('ENOENT')
  })
})

describe('an allowance in a comment', () => {
  const script = (comment: string) => ({
    'src/deploy.sh': `#!/bin/sh\n${comment}\nnetlify deploy --auth ${NETLIFY_TOKEN}\n`,
    Dockerfile: 'FROM scratch\nCOPY src /src\n',
  })
  const rulesOf = (tree: Record<string, string>) =>
    JSON.parse(runCli(['check', '--json', contextOf(tree)]).stdout).reports[0].findings.map(
      (one: { rule: string }) => one.rule,
    )

  test('takes a finding out by its rule or its detector', () => {
    for (const id of ['secret-content', 'netlify-token'])
      expect(rulesOf(script(`# ctxguard:allow ${id} it opens nothing`))).not.toContain('secret-content')
  })

  test('of one token leaves the others of its file', () => {
    const tree = (comment: string) => ({
      '.env': `${comment}\nTOKEN=${GITHUB_TOKEN}\nDB_PASSWORD=${PASSWORD}\n`,
      Dockerfile: 'FROM scratch\nCOPY .env /\n',
    })
    const allowed = rulesOf(tree('# ctxguard:allow github-pat it opens nothing'))
    expect(allowed).toContain('secret-file')
    expect(allowed).not.toContain('allow-stale')
    const one = { ...tree('# ctxguard:allow github-pat it opens nothing'), '.env': '' }
    one['.env'] = `# ctxguard:allow github-pat it opens nothing\nTOKEN=${GITHUB_TOKEN}\n`
    expect(rulesOf(one)).not.toContain('secret-file')
  })

  test('without a reason allows nothing and is a finding itself', () => {
    const rules = rulesOf(script('# ctxguard:allow netlify-token'))
    expect(rules).toContain('secret-content')
    expect(rules).toContain('allow-invalid')
  })
})

describe('a file that was not seen as a whole is said', () => {
  test('where it is longer than is searched, with exit code 0', () => {
    const dir = contextOf({
      'data.txt': 'a line\n'.repeat(1000),
      Dockerfile: 'FROM scratch\nCOPY . /\n',
      '.dockerignore': '.git\n',
    })
    const { stdout, exitCode } = runCli(['check', '--json', '--secret-max-bytes', '1000', dir])
    expect(exitCode).toBe(0)
    expect(JSON.parse(stdout).reports[0].incomplete).toContainEqual({
      what: 'data.txt was searched for secrets in part',
      path: 'data.txt',
      reason: '1000 B of 6.8 KiB: its beginning and its end',
      hint: '--secret-max-bytes sets how much of one file is read',
      fatal: false,
    })
  })

  test('a size that is none, or nothing, is refused', () => {
    expect(runCli(['check', '--secret-max-bytes', '0', '.'])).toMatchObject({ stdout: '', exitCode: 2 })
    expect(runCli(['check', '--secret-max-bytes', 'much', '.'])).toMatchObject({ stdout: '', exitCode: 2 })
  })
})

test('a line that would exclude what a COPY names is not advised', () => {
  const dir = contextOf({
    '.npmrc': `//registry.example/:_authToken=${GITHUB_TOKEN}\n`,
    '.dockerignore': '.git\n',
    Dockerfile: 'FROM scratch\nCOPY .npmrc ./\n',
  })
  const [finding] = JSON.parse(runCli(['check', '--json', dir]).stdout).reports[0].findings
  expect(finding).toMatchObject({ rule: 'secret-file', path: '.npmrc', fix: { pattern: null } })
  expect(finding.fix.why).toContain('Dockerfile:2 names it')
})

test('two secrets of one kind are two lines of the report', () => {
  const other = NETLIFY_TOKEN.replace('Qm3', 'Wm4')
  const dir = contextOf({
    'a.txt': `${NETLIFY_TOKEN}\n`,
    'b.txt': `${other}\n`,
    Dockerfile: 'FROM scratch\nCOPY . /\n',
  })
  const { stdout } = runCli(['check', dir])
  expect(stdout).not.toContain('likewise')
  expect(stdout.match(/holds a Netlify/g)).toHaveLength(2)
})
