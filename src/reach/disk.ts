import { globMatcher } from '../ignore/index.ts'
import type { RawPath } from '../model/path.ts'
import type { ContextSource } from '../model/source.ts'
import type { Lookup } from './resolve.ts'

/** The context as it lies there, without an ignore file. */
export function onDisk(source: ContextSource): Lookup {
  return {
    kindOf: path => {
      try {
        return source.stat(path).kind
      } catch {
        return undefined
      }
    },
    linkTarget: path => source.readLink(path),
  }
}

/** The first path on disk that a wildcard matches below a directory, whatever the ignore file says. */
export function firstOnDisk(source: ContextSource, dir: string, pattern: string): string | undefined {
  const [name = '', ...rest] = pattern.split('/')
  for (const child of namesOnDisk(source, dir, name)) {
    const path = dir === '' ? child : `${dir}/${child}`
    if (rest.length === 0) return path
    const below =
      onDisk(source).kindOf(path as RawPath) === 'directory' && firstOnDisk(source, path, rest.join('/'))
    if (below) return below
  }
  return undefined
}

function namesOnDisk(source: ContextSource, dir: string, name: string): string[] {
  if (!/[*?[\\]/.test(name))
    return onDisk(source).kindOf((dir === '' ? name : `${dir}/${name}`) as RawPath) ? [name] : []
  const matches = globMatcher(name)
  try {
    const children = source.children(dir as RawPath)
    return children.map(child => child.name).filter(matches)
  } catch {
    return [] // no directory, or not to be listed
  }
}
