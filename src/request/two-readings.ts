import { realpathSync, statSync } from 'node:fs'
import { isAbsolute, resolve } from 'node:path'
import { UsageError } from '../errors.ts'

/** Where and with what a command is started; `cwd` is absolute and free of links. */
export interface Started {
  cwd: string
  environment: NodeJS.ProcessEnv
}

/**
 * The working directory as PWD calls it, which is what programs in Go take for it (os.Getwd); undefined where that is
 * `cwd` itself, or another directory.
 */
export function namedByPwd({ cwd, environment }: Started): string | undefined {
  const pwd = environment.PWD
  if (pwd === undefined || pwd === cwd || !isAbsolute(pwd)) return undefined
  try {
    const [named, real] = [statSync(pwd), statSync(cwd)]
    return named.dev === real.dev && named.ino === real.ino ? pwd : undefined
  } catch {
    return undefined
  }
}

/**
 * Throws a UsageError where a path leads elsewhere for one tool than for another: docker and compose take `..` off the text
 * of PWD and of the path, buildx and podman leave it to the kernel, which follows links first.
 */
export function refuseTwoReadings(path: string, what: string, started: Started): void {
  const { cwd } = started
  const mayDiffer = hasDots(path) || (!isAbsolute(path) && hasDots(started.environment.PWD ?? ''))
  if (!mayDiffer || path.includes('\0')) return
  const readings = [
    realOf(resolve(cwd, path)),
    realOf(resolve(namedByPwd(started) ?? cwd, path)),
    realOf(isAbsolute(path) ? path : `${cwd}/${path}`),
  ]
  if (new Set(readings).size > 1) throw ambiguous(what, path)
}

/** What is said where a path has two readings. */
export function ambiguous(what: string, path: string): UsageError {
  return new UsageError(
    `${what} ${path} leads to different directories, by the names of links or behind them`,
    {
      hint: 'give it as an absolute path without .., or cd to the real directory (cd -P .)',
    },
  )
}

/** Whether `..` is one of its names. */
function hasDots(path: string): boolean {
  return path.split('/').includes('..')
}

/** As the kernel finds it, `..` behind a link included; undefined where it can't be reached. */
export function realOf(path: string): string | undefined {
  try {
    return realpathSync.native(path)
  } catch {
    return undefined
  }
}
