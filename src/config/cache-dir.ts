import { isAbsolute, join } from 'node:path'
import type { Environment } from './settings.ts'

/**
 * The user's directory for what can be made again: by the XDG base directory specification, or the platform's own
 * place. Undefined where the environment names no home.
 */
export function userCacheDir(environment: Environment, platform = process.platform): string | undefined {
  const { XDG_CACHE_HOME: xdg, HOME: home, LOCALAPPDATA: local } = environment
  const base =
    xdg && isAbsolute(xdg)
      ? xdg
      : platform === 'win32'
        ? local
        : home && join(home, ...(platform === 'darwin' ? ['Library', 'Caches'] : ['.cache']))
  return base && isAbsolute(base) ? join(base, 'ctxguard') : undefined
}
