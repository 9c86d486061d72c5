import { comparableLines, type ImageFile, type ImageFiles } from './image-files.ts'
import type { Outcome, Way } from './packed-ways.ts'

/** What has to be known of a build to judge of its images. */
export interface Judged {
  dockerfile: Buffer
  /** when the first build began, in seconds */
  since: number
}

/**
 * How the image of one way is another one than that of the directory. What can't be the same is none where it was said, and
 * no more than what was said: the Dockerfile that a tar can't keep from being copied, and what a directory can't hold.
 */
export function packedDifferences(way: Way, outcomes: Record<Way, Outcome>, judged: Judged): string[] {
  if (way === 'directory') return []
  const { files: plain } = outcomes.directory
  const { files, said, docker } = outcomes[way]
  if (plain === null || files === null) {
    if (plain === files || isSaidRefusal(way, outcomes)) return []
    if (plain === null)
      return [`${way}: builds, other than the directory: ${outcomes.directory.docker.slice(-300)}`]
    return [`${way}: refused, other than the directory: ${said}${docker.slice(-300)}`]
  }
  const expected = linesOf(plain, said, judged)
  const found = linesOf(files, said, judged)
  const paths = [...new Set([...expected.keys(), ...found.keys()])]
  return paths
    .filter(path => expected.get(path) !== found.get(path))
    .filter(path => !isSaid(path, plain, files, outcomes[way].said, judged))
    .map(path => `${way}: ${found.get(path) ?? `nothing at ${path}`}, not ${expected.get(path) ?? 'nothing'}`)
}

/** The name of the Dockerfile that a tar can't keep from being copied. */
function exposed(said: string): string | null {
  return /a COPY or a mount takes (.*?) too, which a tar can't keep from it/.exec(said)?.[1] ?? null
}

/** Paths of the context that a directory can't hold. */
function leftOut(said: string): string[] {
  return [...said.matchAll(/^ctxguard: (.*) is a (?:FIFO|socket|device), and left out/gm)].map(
    ([, path]) => path!,
  )
}

/** One fails for want of what was said to be in the one and not in the other. */
function isSaidRefusal(way: Way, outcomes: Record<Way, Outcome>): boolean {
  const { files, said, docker } = outcomes[way]
  const missing = files === null ? leftOut(said) : [exposed(said) ?? []].flat()
  return missing.some(path => (files === null ? docker : outcomes.directory.docker).includes(`/${path}"`))
}

function isSaid(
  path: string,
  plain: ImageFiles,
  files: ImageFiles,
  said: string,
  { dockerfile }: Judged,
): boolean {
  const [before, now] = [plain.get(path), files.get(path)]
  if (exposed(said) !== null) {
    const isDockerfile = (file?: ImageFile) => file?.kind === 'file' && file.content.equals(dockerfile)
    const holdsIt = [...files].some(([one, file]) => one.startsWith(`${path}/`) && isDockerfile(file))
    if (isDockerfile(now) || (before === undefined && now?.kind === 'directory' && holdsIt)) return true
  }
  const names = leftOut(said).map(one => one.slice(one.lastIndexOf('/') + 1))
  const isSpecial = before?.kind === 'fifo' || (before?.kind === 'file' && before.content.length === 0)
  return isSpecial && now === undefined && names.includes(path.slice(path.lastIndexOf('/') + 1))
}

/** The client of the classic builder adds the name of a Dockerfile from elsewhere, which it makes up, to the ignore file. */
function linesOf(files: ImageFiles, said: string, { since }: Judged): Map<string, string> {
  const placed = /the Dockerfile is in the tar as (.*)$/m.exec(said)?.[1]
  const named = (line: string) => (line === placed || MADE_UP.test(line) ? 'the Dockerfile' : line)
  const lines = new Map<string, ImageFile>()
  for (const [path, file] of files) {
    const isIgnoreFile = file.kind === 'file' && /(^|\/)\.dockerignore$/.test(path)
    const content = isIgnoreFile
      ? Buffer.from(file.content.toString().split('\n').map(named).join('\n'))
      : file.content
    lines.set(path, { ...file, content })
  }
  return comparableLines(lines, since)
}

const MADE_UP = /^\.dockerfile\.[0-9a-f]{20}$/
