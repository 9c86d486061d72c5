import { spawnSync } from 'node:child_process'
import { BIN } from '../helpers/cli.ts'
import { fakeDocker } from '../helpers/fake-docker.ts'

export const clean = {
  '.dockerignore': 'notes\n',
  Dockerfile: 'FROM scratch\nCOPY src /\n',
  'src/index.js': 'export {}\n',
  notes: 'mine',
}
export const leaking = { ...clean, 'src/.env': 'API_TOKEN=k3Jd82mQpLx0Vn5Rt7Yw\n' }
export const base = { DOCKER_BUILDKIT: '1', COLUMNS: '80' }

/** Runs `ctxguard build OPTIONS -- COMMAND` in `cwd` with a docker of its own. */
export function guard(
  cwd: string,
  options: string[],
  command: string[],
  { fake = fakeDocker(), env = {}, input = '' as string | Buffer } = {},
) {
  const run = spawnSync(process.execPath, [BIN, 'build', ...options, '--', ...command], {
    cwd,
    input,
    env: { HOME: '/nonexistent', ...base, ...env, PATH: fake.path },
  })
  return {
    exitCode: run.status,
    stdout: run.stdout.toString(),
    stderr: run.stderr.toString(),
    docker: fake.called(),
  }
}
