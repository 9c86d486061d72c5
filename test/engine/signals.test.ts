import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { copyFileSync, readFileSync } from 'node:fs'
import { constants } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { describe, test } from 'vitest'
import { BIN } from '../helpers/cli.ts'
import { makeTree, temporaryDirectory } from '../helpers/tree.ts'
import { engineAnswers } from './docker.ts'
import { toolsDirectory } from './tools.ts'

/**
 * What it prints is not in the line itself, which is printed too. Each build has a line of its own: BuildKit makes one of
 * equal ones that run at once, and the second hears nothing of what was printed before.
 */
const slow = () => `FROM scratch
COPY busybox /busybox
RUN ["/busybox", "sh", "-c", "echo is 'under''way'; /busybox sleep 60", "${randomUUID()}"]
`

function slowBuild(): string[] {
  const contextDir = makeTree({ Dockerfile: slow() })
  copyFileSync(join(toolsDirectory(), 'busybox'), join(contextDir, 'busybox'))
  return ['docker', 'build', '--network=none', '--no-cache', contextDir]
}

const guarded = () => [process.execPath, BIN, 'build', '--', ...slowBuild()]

// the tracer stands apart, so that the traced process is the one that was started
const TRACED = ['strace', '-DD', '-f', '-Y', '-e', 'trace=none', '-e', 'signal=INT,TERM', '-o']
const canTrace = spawnSync('strace', [...TRACED.slice(1), '/dev/null', 'true']).status === 0
const hasScript = spawnSync('script', ['--version']).status === 0

const BUILDERS = [
  ['BuildKit', '1'],
  ['the classic builder', '0'],
] as const

describe.skipIf(!engineAnswers())('a build that is under way ends as it would without ctxguard', () => {
  const pressCtrlC = (child: ChildProcess) => child.stdin!.write('\x03')
  test.runIf(hasScript).concurrent.for(BUILDERS)(
    'Ctrl-C: %s',
    { timeout: 90_000 },
    async ([, builder], { expect }) => {
      const { log, argv } = traced(guarded())
      const codes = await Promise.all([
        codeAfter(inTerminal(slowBuild()), builder, pressCtrlC),
        codeAfter(inTerminal(argv), builder, pressCtrlC),
      ])
      expect(codes[1]).toBe(codes[0])
      if (canTrace) expect(await signalsOfDocker(log)).toEqual(['SIGINT'])
    },
  )

  const terminate = (child: ChildProcess) => child.kill('SIGTERM')
  test.concurrent.for(BUILDERS)(
    'SIGTERM to ctxguard alone: %s',
    { timeout: 90_000 },
    async ([, builder], { expect }) => {
      const { log, argv } = traced(guarded())
      const codes = await Promise.all([
        codeAfter(slowBuild(), builder, terminate),
        codeAfter(argv, builder, terminate),
      ])
      expect(codes[1]).toBe(codes[0])
      if (canTrace) expect(await signalsOfDocker(log)).toEqual(['SIGTERM'])
    },
  )
})

function traced(argv: string[]): { log: string; argv: string[] } {
  const log = join(temporaryDirectory(), 'signals')
  return { log, argv: canTrace ? [...TRACED, log, ...argv] : argv }
}

function inTerminal(argv: readonly string[]): string[] {
  // exec: a shell that stays there, as dash does, would be ended by Ctrl-C
  return ['script', '-qefc', `exec ${argv.map(word => `'${word}'`).join(' ')}`, '/dev/null']
}

/** The exit code of a command that was stopped in the middle of its build, as a shell tells it. */
async function codeAfter(
  argv: readonly string[],
  builder: string,
  stop: (child: ChildProcess) => void,
): Promise<number> {
  const [program, ...args] = argv
  const child = spawn(program!, args, {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: {
      ...process.env,
      DOCKER_BUILDKIT: builder,
      BUILDKIT_PROGRESS: 'plain',
      XDG_CACHE_HOME: temporaryDirectory(),
    },
  })
  let words = ''
  const isUnderWay = new Promise<void>((resolve, reject) => {
    const hear = (piece: Buffer) => {
      words += piece
      if (words.includes('is underway')) resolve()
    }
    child.stdout.on('data', hear)
    child.stderr.on('data', hear)
    child.on('exit', () => reject(new Error(`it ended too early:\n${words}`)))
  })
  const ended = new Promise<number>(resolve =>
    child.on('exit', (code, signal) => resolve(code ?? 128 + constants.signals[signal!])),
  )
  await isUnderWay
  stop(child)
  return ended
}

/** What the docker command was sent, or one of its threads; not what it ends itself with. */
async function signalsOfDocker(log: string): Promise<string[]> {
  // the tracer may be a little behind
  while (!/<node> \+\+\+ exited/.test(readFileSync(log, 'utf8'))) await setTimeout(20)
  const sent = /<docker> --- (SIG\w+) \{si_signo=\w+, si_code=(?!SI_TKILL)/g
  return [...readFileSync(log, 'utf8').matchAll(sent)].map(([, signal]) => signal!)
}
