import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Finding } from '../../src/model/finding.ts'
import { type CliRun, runCli } from './cli.ts'

const NOBODY = '65534'

/** Whether this process can run another as an unprivileged user. */
export function mayBecomeNobody(): boolean {
  return process.geteuid?.() === 0 && spawnSync('setpriv', ['--version']).status === 0
}

/** Runs the command line as a user who owns nothing, so that permissions mean something. */
export function runCliAsNobody(args: readonly string[], cwd: string): CliRun {
  // the temporary directory is its maker's alone
  chmodSync(cwd, 0o755)
  const isRoot = process.geteuid?.() === 0
  return runCli(args, {
    cwd,
    ...(isRoot && { as: ['setpriv', `--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups'] }),
  })
}

/** The findings of `check --json`, run as somebody whom permissions stop. */
export function auditAsNobody(dir: string, options: readonly string[] = []): { findings: Finding[] } {
  const { stdout } = runCliAsNobody(['check', '--json', ...options, dir], dir)
  return JSON.parse(stdout).reports[0]
}

/** Whether something can be mounted in this environment. */
export function canMount(): boolean {
  const dir = mkdtempSync(join(tmpdir(), 'ctxguard-mount-'))
  try {
    if (spawnSync('mount', ['-t', 'tmpfs', 'tmpfs', dir]).status !== 0) return false
    execFileSync('umount', [dir])
    return true
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}
