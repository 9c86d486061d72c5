import { quote } from '../go-text.ts'
import { parseBool } from '../numbers.ts'
import { parseQuery, parseRemoteUrl } from './url.ts'

export interface GitReference {
  /** `github.com/…`, which is a path in ADD and COPY all the same */
  likeLocal: boolean
  checksum: string
  keepGitDir: boolean | undefined
}

type Query = ReadonlyMap<string, readonly string[]>

const SCP_STYLE = /^([a-zA-Z0-9-_]+)@([a-zA-Z0-9-.]+):(.*?)(?:\?(.*?))?(?:#(.*))?$/
const GIT_SCHEMES = new Set(['http', 'https', 'ssh', 'git'])

/**
 * A source as git sees it: undefined where it is no git source, a reason where it is one that the frontend refuses.
 * Mirrors moby/buildkit frontend/dockerfile/dfgitutil/git_ref.go ParseGitRef.
 */
export function parseGitReference(source: string): GitReference | { reason: string } | undefined {
  if (source.startsWith('./') || source.startsWith('../')) return undefined
  const likeLocal = source.startsWith('github.com/')
  const parts = likeLocal ? parseRemoteUrl(`https://${source}`) : repositoryParts(source)
  if (parts === undefined) return undefined
  const { query, fragment } = parts
  const refused = refusedQuery(query, fragment)
  if (refused !== undefined) return { reason: refused }
  const keep = query.get('keep-git-dir')
  return {
    likeLocal,
    checksum: query.get('checksum')?.[0] ?? query.get('commit')?.[0] ?? '',
    keepGitDir: keep === undefined ? undefined : keep[0] === '' || parseBool(keep[0]!) === true,
  }
}

/** Mirrors moby/buildkit util/gitutil/git_url.go ParseURL. A URL of the web is a repository only by its `.git`. */
function repositoryParts(source: string): { query: Query; fragment: string } | undefined {
  const scheme = /^([a-zA-Z0-9]+):\/\//.exec(source)?.[1]?.toLowerCase()
  if (scheme !== undefined) {
    if (!GIT_SCHEMES.has(scheme)) return undefined
    const url = parseRemoteUrl(source)
    const isWeb = scheme === 'http' || scheme === 'https'
    return isWeb && url?.path.endsWith('.git') !== true ? undefined : url
  }
  const match = SCP_STYLE.exec(source)
  if (match === null) return undefined
  const { values, complete } = parseQuery(match[4] ?? '')
  return complete ? { query: values, fragment: match[5] ?? '' } : undefined
}

const FLAGS = ['submodules', 'keep-git-dir', 'fetch-by-commit']
const KNOWN = new Set(['ref', 'tag', 'branch', 'subdir', 'checksum', 'commit', 'mtime', ...FLAGS])

/** Mirrors loadQuery of git_ref.go. */
function refusedQuery(query: Query, fragment: string): string | undefined {
  for (const [key, values] of query) {
    const [value = ''] = values
    const isFlag = FLAGS.includes(key)
    if (values.length > 1) return `query ${quote(key)} has multiple values`
    if (value === '' && !isFlag) return `query ${quote(key)} has no value`
    if (!KNOWN.has(key)) return `unexpected query ${quote(key)}`
    if (isFlag && value !== '' && parseBool(value) === undefined)
      return `invalid ${key} value: ${quote(value)}`
    if (key === 'mtime' && value !== 'checkout' && value !== 'commit')
      return `invalid mtime value: ${quote(value)} (must be "checkout" or "commit")`
  }
  return conflict(query, fragment)
}

/** A commit and a folder may be said behind `#` as well as behind `?`. */
function conflict(query: Query, fragment: string): string | undefined {
  const colon = fragment.indexOf(':')
  const ref = colon < 0 ? fragment : fragment.slice(0, colon)
  const folder = colon < 0 ? '' : fragment.slice(colon + 1).replace(/^\/+|\/+$/g, '')
  const value = (key: string) => query.get(key)?.[0] ?? ''
  const named = value('ref') || ref
  if (ref !== '' && value('ref') !== '' && ref !== value('ref'))
    return `ref conflicts: ${quote(ref)} vs ${quote(value('ref'))}`
  if (folder !== '' && value('subdir') !== '' && folder !== value('subdir'))
    return `subdir conflicts: ${quote(folder)} vs ${quote(value('subdir'))}`
  const tag = prefixed('refs/tags/', value('tag'))
  if (tag !== '' && named !== '' && named !== tag) return `ref conflicts: ${quote(named)} vs ${quote(tag)}`
  const branch = prefixed('refs/heads/', value('branch'))
  if (branch === '') return undefined
  if (tag !== '') return 'branch conflicts with tag'
  return named !== '' && named !== branch ? `ref conflicts: ${quote(named)} vs ${quote(branch)}` : undefined
}

function prefixed(prefix: string, name: string): string {
  return name === '' || name.startsWith(prefix) ? name : prefix + name
}

/** `http://` or `https://`, in lower case. Both kinds are no paths; see {@link parseGitReference} for repositories. */
export function isWebAddress(source: string): boolean {
  return source.startsWith('http://') || source.startsWith('https://')
}
