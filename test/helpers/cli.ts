import { spawnSync } from 'node:child_process'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const BIN = join(dirname(dirname(dirname(fileURLToPath(import.meta.url)))), 'bin', 'ctxguard.cjs')

export interface CliRun {
  stdout: string
  stderr: string
  exitCode: number | null
}

export interface CliOptions {
  cwd?: string
  env?: NodeJS.ProcessEnv
  /** a command that runs another one, such as `setpriv …` */
  as?: readonly string[]
}

/** Runs the real binary and returns what it said, apart. */
export function runCli(args: readonly string[], { cwd, env, as = [] }: CliOptions = {}): CliRun {
  const [command, ...rest] = [...as, process.execPath, BIN, ...args]
  const { stdout, stderr, status } = spawnSync(command!, rest, {
    cwd,
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
    env: { PATH: process.env.PATH, HOME: '/nonexistent', ...env },
  })
  return { stdout, stderr, exitCode: status }
}
