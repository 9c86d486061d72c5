import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { findBlock, wholeScript, withBlock, withoutBlock } from '../../../src/guard/hooks/block.ts'
import { temporaryDirectory } from '../../helpers/tree.ts'

const installed = { program: "/opt/it's here/ctxguard.cjs", node: '/usr/bin/node' }

function added(script: string): string {
  const result = withBlock(script, 'pre-push', installed)
  if ('reason' in result) throw new Error(result.reason)
  return result.script
}

function takenOut(script: string): string | undefined {
  const found = findBlock(script, 'pre-push')
  if (found === undefined || found === 'damaged') throw new Error('no block')
  return withoutBlock(script, found)
}

const SCRIPTS = {
  'that ends with exit': '#!/bin/sh\necho other\nexit 0\n',
  'that ends with exec': '#!/usr/bin/env bash\nset -eu\nexec make check\n',
  'without an end of line': '#!/bin/sh -e\necho other',
  'that is a first line': '#!/bin/sh\n',
  'with bytes that are no UTF-8': '#! /bin/dash\necho \xff\xfe\n',
}

test.each(Object.entries(SCRIPTS))('a script %s is the same again without the block', (_, script) => {
  expect(added(script)).toContain('ctxguard hook run pre-push')
  expect(takenOut(added(script))).toBe(script)
})

test('a block is added once, and one of another place is put in its place', () => {
  const once = added(SCRIPTS['that ends with exit'])
  expect(added(once)).toBe(once)
  const moved = withBlock(once, 'pre-push', { ...installed, program: '/elsewhere' }) as { script: string }
  expect(moved.script).toContain("'/elsewhere'")
  expect(takenOut(moved.script)).toBe(SCRIPTS['that ends with exit'])
})

test('of a script of our own nothing is left, but what somebody has added since', () => {
  const own = wholeScript('pre-push', installed)
  expect(takenOut(own)).toBeUndefined()
  expect(takenOut(`${own}echo more\n`)).toBe('#!/bin/sh\necho more\n')
  expect(added(own)).toBe(own)
  // what was added wants its standard input
  expect(added(`${own}cat\n`)).toContain('exec <<CTXGUARD_LINES')
})

test.each([
  ['#!/usr/bin/env python3\nprint(1)\n', 'no script for sh'],
  ['#!/usr/bin/env node\n', 'no script for sh'],
  ['echo no first line\n', 'no script for sh'],
  ['\x7fELF\0\0', 'a program'],
  ['#!/bin/sh\r\necho\r\n', 'CR and LF'],
  ['#!/bin/sh\n# \\\nexec tclsh "$0" "$@"\n', 'two languages'],
  ["#!/bin/sh\n''':'\nexec python3 x\n'''\n", 'two languages'],
])('%j is left alone', (script, reason) => {
  expect(withBlock(script, 'pre-push', installed)).toEqual({ reason: expect.stringContaining(reason) })
})

test('a block of which one end is gone is left alone', () => {
  const half = added(SCRIPTS['that ends with exit']).replace('# <<< ctxguard pre-push <<<\n', '')
  expect(findBlock(half, 'pre-push')).toBe('damaged')
  expect(withBlock(half, 'pre-push', installed)).toHaveProperty('reason')
})

describe('in a real shell', () => {
  /** Runs a hook with a program in place of ctxguard's. */
  function run(
    script: string,
    options: { program?: string; input?: string; env?: NodeJS.ProcessEnv; sh?: string },
  ) {
    const dir = temporaryDirectory()
    mkdirSync(join(dir, 'bin'))
    symlinkSync(['/bin/cat', '/usr/bin/cat'].find(file => existsSync(file))!, join(dir, 'bin', 'cat'))
    const program = join(dir, 'program')
    writeFileSync(program, `#!/bin/sh\n${options.program ?? 'cat >/dev/null'}\n`)
    const hook = join(dir, 'hook')
    const result = withBlock(script, 'pre-push', { program, node: '/bin/sh' }) as { script: string }
    writeFileSync(hook, result.script, 'latin1')
    chmodSync(hook, 0o755)
    const { stdout, stderr, status } = spawnSync(options.sh ?? 'sh', [hook, 'origin', 'a url'], {
      cwd: dir,
      encoding: 'utf8',
      input: options.input ?? '',
      // no node: the recorded one is taken, which is sh here
      env: { PATH: join(dir, 'bin'), ...options.env },
    })
    return { stdout, stderr, status }
  }
  const LINES = 'refs/heads/a $(touch x) `y` \\n\nrefs/heads/b 1 2 3\n'
  const READS =
    '#!/bin/sh\nset -eu\nwhile read -r line; do printf "got %s\\n" "$line"; done\necho "args $*"\n'

  test.each(['sh', 'bash'])('%s hands the lines on as they came, to ctxguard and to the rest', sh => {
    const { stdout, stderr, status } = run(READS, {
      program: 'while read -r line; do printf "saw %s\\n" "$line"; done; echo "$*"',
      input: LINES,
      sh: `/bin/${sh}`,
    })
    expect(stderr).toBe(
      'saw refs/heads/a $(touch x) `y` \\n\nsaw refs/heads/b 1 2 3\nhook run pre-push origin a url\n',
    )
    expect(stdout).toBe('got refs/heads/a $(touch x) `y` \\n\ngot refs/heads/b 1 2 3\nargs origin a url\n')
    expect(status).toBe(0)
  })

  test('the rest finds nothing to read where git gave nothing', () => {
    expect(run(READS, { program: 'exit 0', sh: '/bin/sh' }).stdout).toBe('args origin a url\n')
  })

  test.each([1, 3])('a refusal with %i ends the hook', code => {
    const { stdout, stderr, status } = run(READS, { program: `exit ${code}`, input: LINES, sh: '/bin/sh' })
    expect({ stdout, stderr, status }).toEqual({ stdout: '', stderr: '', status: code })
  })

  test('without a way to read the lines nothing passes', () => {
    expect(run(READS, { input: LINES, env: { PATH: '/nowhere' }, sh: '/bin/sh' })).toMatchObject({
      stdout: '',
      status: 3,
    })
  })

  test('any other failure refuses, and says the way around', () => {
    const { stderr, status } = run(READS, { program: 'exit 42', sh: '/bin/sh' })
    expect(status).toBe(3)
    expect(stderr).toContain('ctxguard ended with 42')
    expect(stderr).toContain('CTXGUARD_SKIP="reason" git push, or git push --no-verify')
  })

  test('with a reason to skip nothing is run but the rest', () => {
    const env = { CTXGUARD_SKIP: 'on fire' }
    const { stdout, stderr, status } = run(READS, { program: 'exit 1', input: 'l\n', env, sh: '/bin/sh' })
    expect({ stdout, status }).toEqual({ stdout: 'got l\nargs origin a url\n', status: 0 })
    expect(stderr).toBe('ctxguard: pre-push hook skipped: on fire\n')
  })
})
