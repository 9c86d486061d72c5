import { spawnSync } from 'node:child_process'
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { devNull, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeEach, describe, expect, test } from 'vitest'

const project = fileURLToPath(new URL('../..', import.meta.url))

let copy: string

beforeEach(() => {
  copy = mkdtempSync(join(tmpdir(), 'ctxguard-'))
  mkdirSync(join(copy, 'dist'))
  for (const name of ['bin', 'package.json', 'dist/cli'])
    cpSync(join(project, name), join(copy, name), { recursive: true })
  symlinkSync(join(project, 'node_modules'), join(copy, 'node_modules'))
})

function run(...args: string[]): { stdout: string; stderr: string; status: number | null } {
  const { stdout, stderr, status } = spawnSync(process.execPath, [join(copy, 'bin/ctxguard.cjs'), ...args], {
    encoding: 'utf8',
  })
  return { stdout, stderr, status }
}

/** Of a file that is loaded always, and of one that seldom is; an error of one that the other has to know; a guard. */
function outcomes() {
  const demo = join(project, 'fixtures/demo')
  return [
    run('check', '--no-cache', demo),
    run('ls', demo),
    run('ls', '--format', 'nonsense', demo),
    run('build', '--no-cache', '--', '/nowhere/docker', 'build', demo),
  ]
}

describe('what V8 compiled when the command line was built', () => {
  test.each<[string, (file: string) => void]>([
    ['missing', file => rmSync(file)],
    ['damaged, or made by another version', file => writeFileSync(file, 'no code at all')],
  ])('may be %s, each and all', (_, harm) => {
    const compiled = readdirSync(join(copy, 'dist/cli')).filter(file => file.endsWith('.cache'))
    const before = outcomes()
    expect(before.map(({ status }) => status)).toEqual([1, 0, 2, 1])
    for (const harmed of [...compiled.map(file => [file]), compiled]) {
      for (const file of harmed) harm(join(copy, 'dist/cli', file))
      expect(outcomes(), harmed.join()).toEqual(before)
      for (const file of harmed) cpSync(join(project, 'dist/cli', file), join(copy, 'dist/cli', file))
    }
  })

  test('is not run in place of a command line that was changed since', () => {
    writeFileSync(
      join(copy, 'dist/cli/main.cjs'),
      "exports.main = () => { process.stdout.write('another one') }\n",
    )
    expect(run('ls')).toMatchObject({ status: 0, stdout: 'another one' })
  })
})

describe('packages that read configuration, compose files and globs', () => {
  const demo = join(project, 'fixtures/demo')

  /** How a run ends, and which packages it loads from files of theirs. */
  function loadedBy(...args: string[]) {
    const hook = join(copy, 'hook.cjs')
    const told = join(copy, 'told.json')
    writeFileSync(
      hook,
      `process.on('exit', () => require('node:fs').writeFileSync(${JSON.stringify(told)}, JSON.stringify(Object.keys(require.cache))))`,
    )
    const { status } = spawnSync(process.execPath, ['-r', hook, join(copy, 'bin/ctxguard.cjs'), ...args])
    const files = JSON.parse(readFileSync(told, 'utf8')) as string[]
    const packages = new Set(files.flatMap(file => /node_modules.([^/\\]+)/.exec(file)?.[1] ?? []))
    return { status, packages: [...packages].sort() }
  }

  test.each<[string[], number]>([
    [['check', '--no-config', demo], 1],
    [['ls', demo], 0],
    [['explain', join(demo, '.env')], 0],
    [['tar', '--no-check', '-o', devNull, demo], 0],
    [['build', '--no-config', '--', '/nowhere/docker', 'build', demo], 1],
    [['--help'], 0],
  ])('are not loaded by %j', (args, status) => {
    expect(loadedBy(...args)).toEqual({ status, packages: [] })
  })

  test('are loaded where there is something for them', () => {
    const file = join(copy, 'ctxguard.yaml')
    writeFileSync(file, 'failOn: warning\n')
    expect(loadedBy('check', '--config', file, demo)).toEqual({ status: 1, packages: ['valibot', 'yaml'] })
  })
})

describe('WebAssembly, which searches for secrets', () => {
  const bin = join(project, 'bin/ctxguard.cjs')
  const demo = join(project, 'fixtures/demo')
  const checked = (...argv: [string, ...string[]]) => {
    const [program, ...args] = argv
    const { status, stdout } = spawnSync(program, args, { encoding: 'utf8' })
    return { status, stdout }
  }
  const before = checked(process.execPath, bin, 'check', '--no-cache', demo)

  test.skipIf(process.platform === 'win32')('may find no room for its addresses', () => {
    const limited = ['ulimit -v 4000000; exec "$0" "$@"', process.execPath, bin, 'check', '--no-cache', demo]
    expect(before).toMatchObject({ status: 1, stdout: expect.stringContaining('secret-content') })
    expect(checked('/bin/sh', '-c', ...limited)).toEqual(before)
  })

  test('may not be there', () => {
    expect(checked(process.execPath, '--jitless', bin, 'check', '--no-cache', demo)).toEqual(before)
  })
})
