import { cleanPath } from '../../model/clean-path.ts'

/** Go's path.Join("/", path): what lies above the root is the root. */
export function rootedPath(path: string): string {
  return cleanPath(`/${path}`)
}

export type Normalized = { path: string } | { reason: string }

/**
 * An absolute path in an image, or what the frontend says to it. `keepSlash` keeps a slash or a dot at the end.
 * Mirrors moby/buildkit util/system/path.go NormalizePath.
 */
export function normalizePath(parent: string, path: string, os: string, keepSlash: boolean): Normalized {
  const written = slashed(path, os)
  const above = withoutDrive(slashed(parent, os) || '/', os, keepSlash)
  if ('reason' in above) return wrong(above.reason)
  const base = above.path.startsWith('/') ? above.path : rootedPath(above.path)
  const below = withoutDrive(written || base, os, keepSlash)
  if ('reason' in below) return wrong(below.reason)
  const joined = isAbsolute(below.path, os) ? below.path : cleanPath(`${base}/${below.path}`)
  return { path: slashed(keepSlash ? withEnding(joined, written) : joined, os) }
}

/** Whether a path is absolute in the file system of the image. Mirrors IsAbs of the same file. */
export function isAbsolute(path: string, os: string): boolean {
  const bare = withoutDrive(path, os, false)
  return 'path' in bare && slashed(bare.path, os).startsWith('/')
}

/** For Windows only: the drive letter is gone, and must have been that of the system drive. */
function withoutDrive(path: string, os: string, keepSlash: boolean): Normalized {
  if (os !== 'windows') return { path }
  if (path.length === 2 && path[1] === ':')
    return { reason: `No relative path specified in ${JSON.stringify(path)}` }
  if (slashed(path.slice(0, 2), os) === '//') return { reason: 'UNC paths are not supported' }
  const colon = path.indexOf(':')
  if (colon >= 0 && path.slice(0, colon).toLowerCase() !== 'c')
    return { reason: 'The specified path is not on the system drive (C:)' }
  const rest = slashed(path.slice(colon + 1), os)
  const clean = cleanPath(rest)
  return { path: keepSlash && clean.length > 1 && rest.endsWith('/') ? `${clean}/` : clean }
}

function withEnding(path: string, written: string): string {
  if (written.endsWith('/') && !path.endsWith('/')) return `${path}/`
  if (!written.endsWith('/.')) return path
  return path === '/' ? '/.' : `${path}/.`
}

function slashed(path: string, os: string): string {
  return os === 'windows' ? path.replaceAll('\\', '/') : path
}

function wrong(reason: string): { reason: string } {
  return { reason: `removing drive letter: ${reason}` }
}
