import { posix } from 'node:path'
import type { LinkInfo } from '../model/entry.ts'
import { type ContextPath, type RawPath, spell } from '../model/path.ts'
import type { ContextSource } from '../model/source.ts'

export interface Resolution {
  outcome: LinkInfo['outcome']
  /** where it ends; where it dangles, what would have to exist */
  path: RawPath | ''
  /** some `..` went above the root, or some target was absolute and not below `rootDir`, and was clamped */
  escapes: boolean
}

/** As many as Linux follows; builders give up at 255 or less. */
const MAX_LINKS = 255

/**
 * Follows every link on a path with the root taken for `/`, as builders do (continuity fs.RootPath, securejoin):
 * absolute targets begin at the root and `..` stops there. `rootDir` is the root's absolute path on this host.
 */
export function resolveInRoot(source: ContextSource, path: string, rootDir: string): Resolution {
  const pending = path.split('/').reverse()
  let done: string[] = []
  let escapes = false
  let links = 0
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    if (name === '' || name === '.') continue
    if (name === '..') {
      if (done.pop() === undefined) escapes = true
      continue
    }
    done.push(name)
    const here = done.join('/') as RawPath
    const target = linkTarget(source, here)
    if (target === 'missing') {
      const rest = pending.reverse().filter(n => n !== '' && n !== '.')
      return { outcome: 'dangling', path: [here, ...rest].join('/') as RawPath, escapes }
    }
    if (target === undefined) continue
    if (++links > MAX_LINKS) return { outcome: 'loop', path: here, escapes }
    done.pop()
    if (target.startsWith('/')) {
      done = []
      escapes ||= !`${posix.normalize(target)}/`.startsWith(rootDir === '/' ? '/' : `${rootDir}/`)
    }
    pending.push(...target.split('/').reverse())
  }
  return { outcome: 'found', path: done.join('/') as RawPath, escapes }
}

/** The target of a link, undefined for anything else, `missing` where nothing lies there. */
function linkTarget(source: ContextSource, path: RawPath): string | undefined {
  try {
    return source.stat(path).kind === 'symlink' ? source.readLink(path) : undefined
  } catch (error) {
    if (
      ['ENOENT', 'ENOTDIR', 'ELOOP', 'EACCES', 'ENAMETOOLONG'].includes(
        (error as NodeJS.ErrnoException).code ?? '',
      )
    )
      return 'missing'
    throw error
  }
}

/** What becomes of the link at `path`. Throws the file system's error where it can't be read. */
export function linkInfo(source: ContextSource, path: RawPath, rootDir: string): LinkInfo {
  const target = source.readLink(path)
  const { outcome, path: resolved, escapes } = resolveInRoot(source, path, rootDir)
  return {
    target: spell(target),
    absolute: target.startsWith('/'),
    escapes,
    outcome,
    resolved: spell(resolved) as ContextPath,
  }
}
