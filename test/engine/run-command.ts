import { spawn } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { temporaryDirectory } from '../helpers/tree.ts'

/** What became of a command. */
export interface CommandRun {
  /** null where a signal ended it */
  status: number | null
  stdout: string
  stderr: string
}

export interface CommandOptions {
  cwd?: string
  /** added to this process's own */
  env?: NodeJS.ProcessEnv
  /** a file that is its standard input; default: nothing */
  input?: string
}

const TIMEOUT_MS = 90_000

// what ctxguard keeps between its runs
const cacheHome = temporaryDirectory()

/** Runs a command to its end, beside others. */
export function runCommand(argv: readonly string[], options: CommandOptions = {}): Promise<CommandRun> {
  const [program, ...args] = argv
  const input = options.input === undefined ? 'ignore' : openSync(options.input, 'r')
  const child = spawn(program!, args, {
    stdio: [input, 'pipe', 'pipe'],
    timeout: TIMEOUT_MS,
    ...(options.cwd !== undefined && { cwd: options.cwd }),
    env: {
      ...process.env,
      BUILDX_NO_DEFAULT_ATTESTATIONS: '1',
      XDG_CACHE_HOME: cacheHome,
      ...options.env,
    },
  })
  if (typeof input === 'number') closeSync(input)
  const run: CommandRun = { status: null, stdout: '', stderr: '' }
  child.stdout!.on('data', piece => {
    run.stdout += piece
  })
  child.stderr!.on('data', piece => {
    run.stderr += piece
  })
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', status => resolve({ ...run, status }))
  })
}
