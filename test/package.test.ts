import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { temporaryDirectory } from './helpers/tree.ts'

const ROOT = fileURLToPath(new URL('..', import.meta.url))

test('npm packs a clone into something that runs, and prints no more than its name', {
  timeout: 180_000,
}, () => {
  const clone = join(temporaryDirectory(), 'clone')
  const listed = execFileSync('git', ['ls-files', '-coz', '--exclude-standard'], {
    cwd: ROOT,
    encoding: 'utf8',
  })
  for (const file of listed.split('\0').filter(Boolean)) cpSync(join(ROOT, file), join(clone, file))
  symlinkSync(join(ROOT, 'node_modules'), join(clone, 'node_modules'))

  // pre-commit takes all of it for the name of a file
  const printed = execFileSync('npm', ['pack'], {
    cwd: clone,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  expect(printed).toMatch(/^ctxguard-\d+\.\d+\.\d+\.tgz\n$/)

  execFileSync('tar', ['-xzf', printed.trim()], { cwd: clone })
  const installed = join(clone, 'package')
  symlinkSync(join(ROOT, 'node_modules'), join(installed, 'node_modules'))
  const demo = join(ROOT, 'fixtures/demo')
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(installed, 'bin/ctxguard.cjs'), 'check', '--no-cache', '--no-config', demo],
    { encoding: 'utf8' },
  )
  expect(stderr).toBe('')
  expect(stdout).toContain('secret-file')
  expect(status).toBe(1)
})
