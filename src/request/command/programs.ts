import { readFileSync, realpathSync, statSync } from 'node:fs'
import { basename, delimiter, join, resolve } from 'node:path'
import { isFile } from './contexts.ts'

/** What a program is called without its folder; Windows adds `.exe`. */
export function programName(program: string): string {
  return basename(program.replaceAll('\\', '/')).replace(/\.exe$/i, '')
}

/** Programs whose builds are understood. */
export const READ = new Set([
  'docker',
  'docker-compose',
  'docker-buildx',
  'podman',
  'podman-remote',
  'buildah',
  'nerdctl',
])

/** Commands of programs that build as well, and whose arguments are not understood. */
export const UNREAD: Readonly<Record<string, ReadonlySet<string>>> = {
  buildctl: new Set(['build', 'b']),
  'podman-compose': new Set(['build', 'up', 'run', 'create']),
  depot: new Set(['build', 'bake']),
}

/** They run the command that stands behind their own arguments. */
export const RUNNERS = new Set([
  'builtin',
  'busybox',
  'caffeinate',
  'choom',
  'chronic',
  'chroot',
  'chrt',
  'command',
  'dbus-run-session',
  'direnv',
  'doas',
  'entr',
  'env',
  'exec',
  'fakeroot',
  'faketime',
  'firejail',
  'flock',
  'gosu',
  'ionice',
  'ltrace',
  'nice',
  'nohup',
  'nsenter',
  'numactl',
  'parallel',
  'pkexec',
  'prlimit',
  'run0',
  'runuser',
  'script',
  'setarch',
  'setpriv',
  'setsid',
  'stdbuf',
  'strace',
  'su',
  'su-exec',
  'sudo',
  'systemd-inhibit',
  'systemd-run',
  'taskset',
  'time',
  'timeout',
  'unbuffer',
  'unshare',
  'watch',
  'xargs',
])

/** The file that is run for a program, as `execvp` looks for it; undefined where there is none. */
function programFile(program: string, environment: NodeJS.ProcessEnv, cwd: string): string | undefined {
  const files = program.includes('/')
    ? [resolve(cwd, program)]
    : (environment.PATH ?? '').split(delimiter).map(dir => join(resolve(cwd, dir), program))
  return files.find(isFile)
}

/**
 * What a program is: for another name the one that it leads to on PATH (`d -> docker`), or that it is a version of
 * (`docker-28`).
 */
export function knownProgram(program: string, environment: NodeJS.ProcessEnv, cwd: string): string {
  const name = programName(program)
  if (READ.has(name) || Object.hasOwn(UNREAD, name) || RUNNERS.has(name)) return name
  const versioned = withoutVersion(name)
  if (READ.has(versioned)) return versioned
  const file = programFile(program, environment, cwd)
  if (file === undefined) return name
  try {
    const real = withoutVersion(programName(realpathSync(file)))
    return READ.has(real) ? real : name
  } catch {
    return name
  }
}

function withoutVersion(name: string): string {
  return name.replace(/[-_@.]?v?\d+(\.\d+)*(-?(ce|ee))?$/, '')
}

/**
 * Whether `docker` is podman: a link to it, or the script of podman-docker, which hands over all its arguments. It is
 * not run for that.
 */
export function isPodmanShim(program: string, environment: NodeJS.ProcessEnv, cwd: string): boolean {
  const file = programFile(program, environment, cwd)
  if (file === undefined) return false
  try {
    const real = realpathSync(file)
    if (/^podman(-remote)?$/.test(basename(real))) return true
    // the script has a few lines; a program is never read
    if (statSync(real).size > 4096) return false
    const text = readFileSync(real, 'latin1')
    return text.startsWith('#!') && /^\s*exec\s+(\S*\/)?podman\s+"\$@"/m.test(text)
  } catch {
    return false
  }
}
