import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeEach, describe, expect, test } from 'vitest'

const project = fileURLToPath(new URL('../..', import.meta.url))

let copy: string
let compiled: string

beforeEach(() => {
  copy = mkdtempSync(join(tmpdir(), 'ctxguard-'))
  mkdirSync(join(copy, 'dist'))
  for (const name of ['bin', 'package.json', 'dist/cli'])
    cpSync(join(project, name), join(copy, name), { recursive: true })
  symlinkSync(join(project, 'node_modules'), join(copy, 'node_modules'))
  const [name] = readdirSync(join(copy, 'dist/cli')).filter(file => file.endsWith('.cache'))
  compiled = join(copy, 'dist/cli', name!)
})

function listed(): { stdout: string; stderr: string; status: number | null } {
  const args = [join(copy, 'bin/ctxguard.cjs'), 'ls', join(project, 'fixtures/demo')]
  return spawnSync(process.execPath, args, { encoding: 'utf8' })
}

describe('what V8 compiled when the command line was built', () => {
  test('may be missing', () => {
    const before = listed()
    rmSync(compiled)
    expect(listed()).toMatchObject({ status: 0, stdout: before.stdout, stderr: before.stderr })
  })

  test('may be damaged, or made by another version', () => {
    const before = listed()
    writeFileSync(compiled, 'no code at all')
    expect(listed()).toMatchObject({ status: 0, stdout: before.stdout, stderr: before.stderr })
  })

  test('is not run in place of a command line that was changed since', () => {
    writeFileSync(
      join(copy, 'dist/cli/main.cjs'),
      "exports.main = () => { process.stdout.write('another one') }\n",
    )
    expect(listed()).toMatchObject({ status: 0, stdout: 'another one' })
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
