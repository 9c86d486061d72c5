import { spawn } from 'node:child_process'
import { fstatSync } from 'node:fs'
import { constants } from 'node:os'
import { setImmediate } from 'node:timers/promises'
import { CtxguardError } from '../errors.ts'
import { callWitness } from './witness.ts'

/** The command could not be started; the exit code is the shell's for it: 126 or 127. */
class NotStartedError extends CtxguardError {
  override name = 'NotStartedError'
  override readonly exitCode: number

  constructor(message: string, exitCode: 126 | 127, options: { hint: string; cause: unknown }) {
    super(message, options)
    this.exitCode = exitCode
  }
}

export interface RunOptions {
  /** a file descriptor that is the command's standard input; default: this process's own */
  stdin?: number
  /** default: this process's own */
  environment?: NodeJS.ProcessEnv
  cwd?: string
}

const HANDED_ON = ['SIGINT', 'SIGQUIT', 'SIGTERM', 'SIGHUP', 'SIGUSR1', 'SIGUSR2'] as const

/**
 * Runs a command in the place of this process, as far as one process can stand for another: without a shell, with the
 * same terminal, standard streams and process group (so Ctrl-Z stops both). Each signal reaches the command once: one
 * that went to the whole group has reached it already, any other is handed on; this process waits for the command
 * whatever comes. Returns the command's own exit code, 128 + n after signal n. Rejects with a NotStartedError.
 */
export async function runCommand(
  argv: readonly string[],
  { stdin = 0, environment, cwd }: RunOptions = {},
): Promise<number> {
  const [program, ...args] = argv
  const signals = catchSignals()
  // by the second turn all signals that came before have been heard of: what comes from now on finds the command there,
  // but for the instant in which it is made
  for (let turn = 0; turn < 2; turn++) await setImmediate()
  return new Promise((resolve, reject) => {
    const child = spawn(program!, args, {
      stdio: [stdin, 1, 2, ...handedDown(args)],
      ...(environment && { env: environment }),
      ...(cwd !== undefined && { cwd }),
    })
    const isStarted = child.pid !== undefined
    child.on('error', error => {
      if (isStarted) return
      void signals.release()
      reject(notStarted(program!, error))
    })
    if (!isStarted) return
    signals.handOn(signal => child.kill(signal))
    child.on('exit', async (code, signal) => {
      await signals.release()
      resolve(code ?? 128 + constants.signals[signal!])
    })
  })
}

/** Keeps signals from ending this process, and gives them to somebody else unless they have been there. */
function catchSignals() {
  let kill: ((signal: NodeJS.Signals) => void) | undefined
  const early: NodeJS.Signals[] = []
  // a console of Windows tells all its processes itself
  const witness = process.platform === 'win32' ? undefined : callWitness()
  const handler = async (signal: NodeJS.Signals): Promise<void> => {
    const seen = witness?.saw(signal) ?? true
    // nobody was there whom it could have reached
    if (kill === undefined) early.push(signal)
    else if (!(await seen)) kill(signal)
  }
  for (const signal of HANDED_ON) process.on(signal, handler)
  return {
    handOn(to: (signal: NodeJS.Signals) => void): void {
      kill = to
      for (const signal of early) to(signal)
    },
    async release(): Promise<void> {
      await witness?.dismiss()
      for (const signal of HANDED_ON) process.off(signal, handler)
    },
  }
}

/** Far above what a shell gives to `<(…)`. */
const MOST_DESCRIPTORS = 256

/** Descriptors that arguments name (`--secret id=x,src=/dev/fd/63`, which is what `<(…)` stands for), from 3 on. */
function handedDown(args: readonly string[]): (number | 'ignore')[] {
  const named = args
    .flatMap(arg => [...arg.matchAll(/\/(?:dev|proc\/self)\/fd\/(\d{1,3})(?!\d)/g)])
    .map(([, digits]) => Number(digits))
    .filter(fd => fd > 2 && fd < MOST_DESCRIPTORS && isOpen(fd))
  return Array.from({ length: Math.max(2, ...named) - 2 }, (_, i) =>
    named.includes(i + 3) ? i + 3 : 'ignore',
  )
}

function isOpen(fd: number): boolean {
  try {
    fstatSync(fd)
    return true
  } catch {
    return false
  }
}

const INSTALL: Record<string, string> = {
  docker: 'install Docker (https://docs.docker.com/engine/install/)',
  podman: 'install Podman (https://podman.io/docs/installation)',
  buildah: 'install Buildah (https://github.com/containers/buildah/blob/main/install.md)',
  nerdctl: 'install nerdctl (https://github.com/containerd/nerdctl)',
}

function notStarted(program: string, error: NodeJS.ErrnoException): NotStartedError {
  const install = INSTALL[program]
  if (error.code === 'ENOENT')
    return new NotStartedError(`${program} could not be started: it was not found`, 127, {
      hint: program.includes('/')
        ? 'there is no such file, or what its first line names is missing'
        : `${install ?? `install ${program}`}, or add the directory that it lies in to PATH`,
      cause: error,
    })
  const reason = error.code === 'EACCES' ? 'it may not be executed' : error.message
  return new NotStartedError(`${program} could not be started: ${reason}`, 126, {
    hint: error.code === 'EACCES' ? 'make it executable, or mend PATH' : 'try it without ctxguard',
    cause: error,
  })
}
