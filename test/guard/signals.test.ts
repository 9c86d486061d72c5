import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { constants } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { runCommand } from '../../src/guard/run.ts'
import { BIN } from '../helpers/cli.ts'
import { temporaryDirectory } from '../helpers/tree.ts'

/** A command that writes down each signal it gets, and ends a while after the first with 20 and their number. */
const COUNTING = `#!/bin/bash
count=0
for name in INT TERM HUP QUIT USR1; do
  trap "count=\\$((count + 1)); echo $name >> '$1/signals'" $name
done
echo ready > "$1/ready"
while [ $count -eq 0 ]; do sleep 0.05; done
for i in 1 2 3 4 5 6 7 8 9 10 11 12; do sleep 0.05; done
exit $((20 + count))
`

interface Started {
  process: ChildProcess
  signals(): string[]
  ended: Promise<number | null>
}

async function start(
  wrap: (command: string[]) => string[],
  options: { detached?: boolean } = {},
): Promise<Started> {
  const dir = temporaryDirectory()
  const script = join(dir, 'counting')
  writeFileSync(script, COUNTING)
  chmodSync(script, 0o755)
  const [program, ...args] = wrap([process.execPath, BIN, 'build', '--', script, dir])
  const child = spawn(program!, args, { stdio: ['pipe', 'ignore', 'ignore'], ...options })
  const ended = new Promise<number | null>(resolve =>
    child.on('exit', (code, signal) => resolve(code ?? 128 + constants.signals[signal!])),
  )
  while (!existsSync(join(dir, 'ready')) && child.exitCode === null)
    await new Promise(next => setTimeout(next, 20))
  const file = join(dir, 'signals')
  return {
    process: child,
    ended,
    signals: () => (existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : []),
  }
}

const quoted = (command: string[]) => command.map(word => `'${word}'`).join(' ')
const hasScript = spawnSync('script', ['--version']).status === 0

/** In a terminal of its own, without a shell beside it: dash would stay there, and Ctrl-C end it. */
const inTerminal = (command: string) => ['script', '-qefc', `exec ${command}`, '/dev/null']

describe.concurrent('a signal reaches the command once', () => {
  test.runIf(hasScript)('Ctrl-C in a terminal', async () => {
    const { process: script, signals, ended } = await start(command => inTerminal(quoted(command)))
    script.stdin!.write('\x03')
    expect(await ended).toBe(21)
    expect(signals()).toEqual(['INT'])
  })

  test.each(['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const)(
    '%s to the whole process group',
    async signal => {
      const { process: child, signals, ended } = await start(command => command, { detached: true })
      process.kill(-child.pid!, signal)
      expect(await ended).toBe(21)
      expect(signals()).toEqual([signal.slice(3)])
    },
  )

  test.each(['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT', 'SIGUSR1'] as const)(
    '%s to ctxguard alone',
    async signal => {
      const { process: child, signals, ended } = await start(command => command, { detached: true })
      child.kill(signal)
      expect(await ended).toBe(21)
      expect(signals()).toEqual([signal.slice(3)])
    },
  )

  test.runIf(hasScript)('to ctxguard alone, though a terminal is there', async () => {
    const { signals, ended } = await start(command =>
      inTerminal(`sh -c '(sleep 1; kill -INT $$) & exec "$@"' sh ${quoted(command)}`),
    )
    expect(await ended).toBe(21)
    expect(signals()).toEqual(['INT'])
  })
})

test('one that comes before the command is there waits for it', async () => {
  const ended = runCommand(['sleep', '60'])
  process.kill(process.pid, 'SIGTERM')
  expect(await ended).toBe(143)
})

test('nothing is left running', async () => {
  const { process: child, ended } = await start(command => command, { detached: true })
  process.kill(-child.pid!, 'SIGTERM')
  await ended
  expect(() => process.kill(-child.pid!, 0)).toThrow('ESRCH')
})

test('what ended by a signal is told as a shell tells it', async () => {
  const run = (signal: string) =>
    spawnSync(process.execPath, [BIN, 'build', '--', 'sh', '-c', `kill -${signal} $$`]).status
  expect([run('INT'), run('TERM'), run('KILL')]).toEqual([130, 143, 137])
})
