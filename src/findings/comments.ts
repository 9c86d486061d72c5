import { isAbsolute } from 'node:path'
import type { Finding, Location } from '../model/finding.ts'
import type { RawPath } from '../model/path.ts'
import type { ReachFacts } from '../model/reach.ts'
import type { Snapshot } from '../model/snapshot.ts'

/** An allowance that is written in a comment of the file it is about. */
export interface AllowComment {
  /** a rule's id or a detector's; `''` where none is given */
  rule: string
  /** `''` where none is given, and then it allows nothing */
  reason: string
  at: Location
  /** the line on which it holds, besides its own where that holds more than the comment */
  lastLine: number
}

const COMMENT = /(?:#|\/\/|--|;|\/\*+|<!--)[ \t]*ctxguard:allow(?![\w-])(.*)/
const WHOLE_LINE = /^#[ \t]*ctxguard:allow(?![\w-])(.*)/
/** Beyond that it is no id, and of no use in a message. */
const LONGEST_ID = 80
const END_OF_COMMENT = /(?:\*\/|-->).*/

/**
 * The comments of a text that say `ctxguard:allow <rule or detector> <reason>`. One that stands behind something
 * holds for that line; one that has the line to itself holds for the next, or for the one after further such
 * comments.
 *
 * @param file how the locations of findings call it
 * @param isIgnoreFile comments begin in the first column; default: whether the name ends with `ignore`
 */
export function parseAllowComments(
  text: string,
  file: string,
  isIgnoreFile = file.endsWith('ignore'),
): AllowComment[] {
  if (!text.includes('ctxguard:allow')) return []
  const comments: AllowComment[] = []
  /** line of a comment that has it to itself → the line it is about */
  const targets = new Map<number, number>()
  // upwards, because a comment is about what the one below it is about
  for (const [index, line] of [...text.split('\n').entries()].reverse()) {
    const match = (isIgnoreFile ? WHOLE_LINE : COMMENT).exec(line)
    if (!match) continue
    const words = match[1]!.replace(END_OF_COMMENT, '').trim()
    if (words.startsWith('<')) continue // `<rule>`, as documentation writes it
    const [, rule, reason] = /^(\S*)\s*(.*)$/.exec(words)!
    const at = { file, line: index + 1, column: match.index + 1 }
    const isAlone = line.slice(0, match.index).trim() === ''
    const lastLine = isAlone ? (targets.get(at.line + 1) ?? at.line + 1) : at.line
    if (isAlone) targets.set(at.line, lastLine)
    comments.push({ rule: rule!.slice(0, LONGEST_ID), reason: reason!, at, lastLine })
  }
  return comments.reverse()
}

/** Above this, a file is data that nobody comments. */
const MOST_BYTES = 5 * 2 ** 20

/** The allowances in the files of the context that findings point into, and in the Dockerfile, wherever it lies. */
export function allowCommentsFor(
  findings: readonly Finding[],
  snapshot: Snapshot,
  dockerfile?: Pick<ReachFacts, 'file' | 'plan'>,
): AllowComment[] {
  const files = new Set(findings.flatMap(finding => finding.location?.file ?? []))
  const rawPaths = new Map(
    snapshot.entries.flatMap(({ path, rawPath }) => (rawPath ? [[path as string, rawPath] as const] : [])),
  )
  return [...files].flatMap(file => {
    const text = readText(rawPaths.get(file) ?? file, snapshot)
    const isIgnoreFile = file === snapshot.ignoreFile?.label || undefined
    if (text !== undefined) return parseAllowComments(text, file, isIgnoreFile)
    return file === dockerfile?.file ? commentsOfDockerfile(dockerfile) : []
  })
}

function commentsOfDockerfile({ file, plan }: Pick<ReachFacts, 'file' | 'plan'>): AllowComment[] {
  const { source, firstLine } = plan.text
  const by = firstLine - 1
  return parseAllowComments(source, file).map(({ at, lastLine, ...comment }) => ({
    ...comment,
    at: { ...at, line: at.line + by },
    lastLine: lastLine + by,
  }))
}

function readText(path: string, { source }: Snapshot): string | undefined {
  // outside of the context, where its source does not reach
  if (isAbsolute(path) || path.split('/').includes('..')) return undefined
  try {
    return new TextDecoder().decode(source.read(path as RawPath, MOST_BYTES))
  } catch {
    return undefined // no finding is allowed by what can't be read
  }
}
