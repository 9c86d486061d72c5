import ignore, { type Ignore } from 'ignore'
import type { RuleContext } from '../model/finding.ts'
import { baseName, type ContextPath, parentPath } from '../model/path.ts'
import { oncePerWalk } from './once.ts'
import { ordinaryEntries } from './whole-directories.ts'

interface LfsAttributes {
  /** whether the `.gitattributes` files that are sent give the path to Git LFS */
  marks(path: ContextPath): boolean
  /** false where a `.gitattributes` that may speak of the context's files is not sent, and so was not read */
  complete: boolean
}

/** What the context's `.gitattributes` files say of Git LFS. */
export const lfsAttributes = oncePerWalk((ctx): LfsAttributes => {
  const matchers = new Map<ContextPath | '', Ignore>()
  for (const entry of ordinaryEntries(ctx)) {
    if (baseName(entry.path) !== '.gitattributes') continue
    const bytes = ctx.read(entry)
    const patterns = bytes ? lfsPatterns(Buffer.from(bytes).toString('utf8')) : []
    if (patterns.length > 0) matchers.set(parentPath(entry.path), ignore({ ignorecase: false }).add(patterns))
  }
  return { marks: path => isMarked(matchers, path), complete: areAllSent(ctx) }
})

/** The deepest file that says anything of the path decides. */
function isMarked(matchers: ReadonlyMap<string, Ignore>, path: ContextPath): boolean {
  if (matchers.size === 0) return false
  let dir: ContextPath | '' = path
  while (dir !== '') {
    dir = parentPath(dir)
    const relative = dir === '' ? path : path.slice(dir.length + 1)
    const verdict = matchers.get(dir)?.test(relative)
    if (verdict?.ignored) return true
    if (verdict?.unignored) return false
  }
  return false
}

/**
 * The lines that set `filter`, as gitignore patterns: negated where they set something else. The two formats
 * share their patterns but for `!`, which attributes forbid, and directories, which get no attribute
 * (gitattributes(5)). Macros are not followed.
 */
export function lfsPatterns(text: string): string[] {
  return text.split(/\r?\n/).flatMap(line => {
    const [, pattern, attributes] = /^\s*("(?:[^"\\]|\\.)*"|[^\s#!"]\S*)\s+(.*)$/.exec(line) ?? []
    const filter = attributes?.split(/\s+/).findLast(attribute => /^[-!]?filter(=|$)/.test(attribute))
    if (!pattern || !filter || pattern.startsWith('[attr]') || pattern.endsWith('/')) return []
    const plain = pattern.startsWith('"') ? pattern.slice(1, -1).replace(/\\(.)/g, '$1') : pattern
    return [filter === 'filter=lfs' ? plain : `!${plain}`]
  })
}

function areAllSent({ git, snapshot, entryAt }: RuleContext): boolean {
  if (!git) return true
  if (git.at === '' && git.worktree !== snapshot.request.context.dir) return false
  for (const path of git.tracked()) {
    if (baseName(path) === '.gitattributes' && !entryAt(path)) return false
  }
  return true
}
