import { cleanPath } from '../model/clean-path.ts'
import type { EntryKind } from '../model/entry.ts'
import { joinPath, parentPath, type RawPath } from '../model/path.ts'

/** What lies where, without following links. */
export interface Lookup {
  /** undefined where nothing lies; never asked for the root */
  kindOf(path: RawPath): EntryKind | undefined
  linkTarget(path: RawPath): string
}

/**
 * How a builder follows a link, always with the context root taken for `/`.
 * - `lexical`: the target is joined to the link's directory and cleaned, and then all of it is followed (continuity
 *   fs.RootPath, buildah's checkLinks)
 * - `stepwise`: one name after the other; `..` leaves where the names before it have led, even where nothing lies
 *   (buildkit contenthash getFollowLinks, moby/sys/symlink FollowSymlinkInScope)
 * - `kernel`: one name after the other, and each has to be there (buildah, in a chroot)
 */
export type LinkRule = 'lexical' | 'stepwise' | 'kernel'

export interface Resolution {
  /** `loop`: it never ends */
  outcome: 'found' | 'missing' | 'loop'
  /** what it ends at, or what would have to be there; of a loop: the link where it was given up */
  path: RawPath | ''
  /** the links that were followed, in that order */
  links: readonly RawPath[]
}

/** As many links as the builders follow. */
const MAX_LINKS = 255

/** Follows every link on a raw path. */
export function resolveLinks(lookup: Lookup, path: string, rule: LinkRule): Resolution {
  const pending = path.split('/').reverse()
  const links: RawPath[] = []
  let at: RawPath | '' = ''
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    if (name === '' || name === '.') continue
    if (name === '..') {
      at = at === '' ? '' : parentPath<RawPath>(at)
      continue
    }
    const next: RawPath = joinPath<RawPath>(at as RawPath, name)
    const kind = lookup.kindOf(next)
    if (kind !== 'symlink') {
      at = next
      if (rule === 'kernel' && (kind === undefined || (kind !== 'directory' && pending.length > 0)))
        return { outcome: 'missing', path: at, links }
      continue
    }
    if (links.length === MAX_LINKS) return { outcome: 'loop', path: next, links }
    links.push(next)
    const target = lookup.linkTarget(next)
    if (rule === 'lexical') {
      const joined = target.startsWith('/') ? target : `/${at}/${target}`
      pending.push(...cleanPath(joined).split('/').reverse())
      at = ''
    } else {
      pending.push(...target.split('/').reverse())
      if (target.startsWith('/')) at = ''
    }
  }
  const found = at === '' || lookup.kindOf(at) !== undefined
  return { outcome: found ? 'found' : 'missing', path: at, links }
}
