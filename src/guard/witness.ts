import { type ChildProcess, spawn } from 'node:child_process'

/** How long the kernel may take to bring one signal to all of a process group. */
const PATIENCE_MS = 200

/** Tells a signal that went to the whole process group, as Ctrl-C does, from one that was meant for this process. */
export interface Witness {
  /** whether the others of the group got it too; asked by whoever has just received the signal */
  saw(signal: NodeJS.Signals): Promise<boolean>
  /** resolves when it is gone */
  dismiss(): Promise<void>
}

/**
 * A process that does nothing stands beside this one: what the group is sent, it dies of. Node does not say who sent a
 * signal, and whether a terminal is there does not tell either: `kill` reaches a group, or one process, with and
 * without one.
 */
export function callWitness(): Witness {
  let beside: ChildProcess | undefined
  let dismissed = false
  const unclaimed: { signal: NodeJS.Signals; at: number }[] = []
  const waiting: { signal: NodeJS.Signals; settle: (saw: boolean) => void }[] = []

  const stand = (): void => {
    // it ends with its standard input, whatever becomes of this process; and SIGQUIT must leave no core file behind
    beside = spawn('/bin/sh', ['-c', 'ulimit -c 0; exec cat'], {
      stdio: ['pipe', 'ignore', 'ignore'],
      // to copy all of it takes longer than to start the process
      env: { PATH: process.env.PATH },
    })
    // without one every signal is handed on: a build that stops twice is better than one that does not
    beside.on('error', () => {})
    beside.on('exit', (_, signal) => {
      if (dismissed || signal === null) return
      const at = waiting.findIndex(one => one.signal === signal)
      if (at < 0) unclaimed.push({ signal, at: performance.now() })
      else waiting.splice(at, 1)[0]!.settle(true)
      stand()
    })
    beside.unref()
    const { stdin } = beside
    stdin?.on('error', () => {})
    if (stdin && 'unref' in stdin) (stdin as unknown as { unref(): void }).unref()
  }
  stand()

  return {
    saw(signal) {
      const now = performance.now()
      const seen = unclaimed.findIndex(one => one.signal === signal && now - one.at < PATIENCE_MS)
      if (seen >= 0) {
        unclaimed.splice(seen, 1)
        return Promise.resolve(true)
      }
      return new Promise(resolve => {
        const one = { signal, settle: resolve }
        waiting.push(one)
        setTimeout(() => {
          const at = waiting.indexOf(one)
          if (at >= 0) waiting.splice(at, 1)[0]!.settle(false)
        }, PATIENCE_MS).unref()
      })
    },
    dismiss() {
      dismissed = true
      const last = beside
      return new Promise(resolve => {
        if (last?.pid === undefined || last.exitCode !== null || last.signalCode !== null) return resolve()
        last.ref()
        last.on('exit', () => resolve())
        last.kill('SIGKILL')
      })
    },
  }
}
