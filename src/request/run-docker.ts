import { spawn } from 'node:child_process'

export type DockerAnswer =
  | { stdout: string }
  /** `absent`: docker or its plugin is not installed */
  | { failure: string; absent: boolean }

const TIMEOUT_MS = 20_000
/** Far beyond any model; a program that writes for ever would fill the memory. */
const MOST_CHARACTERS = 32 * 2 ** 20
const ABSENT = /is not a docker command|unknown command: docker|unknown shorthand flag: 'f'/

/** Runs the docker of PATH without a shell and without input, in `cwd`, for at most `timeoutMs`. Never rejects. */
export function runDocker(
  args: readonly string[],
  cwd: string,
  environment: NodeJS.ProcessEnv,
  timeoutMs = TIMEOUT_MS,
): Promise<DockerAnswer> {
  return new Promise(settle => {
    const child = spawn('docker', args, { cwd, env: environment, stdio: ['ignore', 'pipe', 'pipe'] })
    const output = { stdout: '', stderr: '' }
    const stop = (failure: string): void => {
      clearTimeout(timer)
      // docker passes it on to its plugin; nothing waits for either
      child.kill('SIGTERM')
      child.stdout.destroy()
      child.stderr.destroy()
      child.unref()
      settle({ failure, absent: false })
    }
    const timer = setTimeout(
      () => stop(`docker ${args[0]} did not answer within ${timeoutMs / 1000} s`),
      timeoutMs,
    )
    for (const stream of ['stdout', 'stderr'] as const)
      child[stream].setEncoding('utf8').on('data', (text: string) => {
        output[stream] += text
        if (output[stream].length > MOST_CHARACTERS) stop(`docker ${args[0]} wrote more than is read`)
      })
    child.on('error', error => {
      clearTimeout(timer)
      const missing = (error as NodeJS.ErrnoException).code === 'ENOENT'
      settle({
        failure: missing ? 'docker is not installed, or not in PATH' : error.message,
        absent: missing,
      })
    })
    child.on('close', (code, signal) => {
      clearTimeout(timer)
      if (code === 0) settle({ stdout: output.stdout })
      else settle(failed(args[0]!, output.stderr, code ?? signal))
    })
  })
}

function failed(command: string, stderr: string, code: number | string | null): DockerAnswer {
  if (ABSENT.test(stderr)) return { failure: `docker has no ${command} here`, absent: true }
  return { failure: lastWords(stderr) ?? `docker ${command} ended with ${code}`, absent: false }
}

/** Its complaint; what comes before is progress and excerpts. */
function lastWords(stderr: string): string | undefined {
  const lines = stderr.split('\n').filter(line => line.trim() !== '' && !/level=warning/.test(line))
  const words = lines.findLast(line => line.startsWith('ERROR: ')) ?? lines[0]
  return words
    ?.replace(/^ERROR: /, '')
    .trim()
    .slice(0, 500)
}
