import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { temporaryDirectory } from './tree.ts'

/** A program that is called as docker is, and writes down how. */
export interface FakeDocker {
  /** with it before all others */
  path: string
  /** whether it has been started: it ends with its standard input */
  isRunning(): boolean
  /** what it was given; undefined where it was not called */
  called(): { args: string[]; stdin: string; environment: Record<string, string> } | undefined
}

/** Makes one that reads its standard input, prints `words` and ends with `exitCode`; also as podman and the others. */
export function fakeDocker({ exitCode = 0, words = 'built' } = {}): FakeDocker {
  const dir = temporaryDirectory()
  const bin = join(dir, 'bin')
  mkdirSync(bin)
  const script = `#!/bin/sh
for arg; do printf '%s\\0' "$arg"; done > '${dir}/args'
env -0 > '${dir}/environment'
cat > '${dir}/stdin'
echo '${words}'
echo 'progress' >&2
exit ${exitCode}
`
  for (const name of ['docker', 'podman', 'buildah', 'nerdctl']) {
    writeFileSync(join(bin, name), script)
    chmodSync(join(bin, name), 0o755)
  }
  const fields = (name: string) => readFileSync(join(dir, name), 'utf8').split('\0').slice(0, -1)
  return {
    path: `${bin}:${process.env.PATH}`,
    isRunning: () => existsSync(join(dir, 'stdin')),
    called() {
      if (!existsSync(join(dir, 'args'))) return undefined
      const pairs = fields('environment').map((one): [string, string] => {
        const equals = one.indexOf('=')
        return [one.slice(0, equals), one.slice(equals + 1)]
      })
      return {
        args: fields('args'),
        stdin: readFileSync(join(dir, 'stdin'), 'latin1'),
        environment: Object.fromEntries(pairs),
      }
    },
  }
}
