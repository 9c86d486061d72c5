import type { Finding, Location } from '../model/finding.ts'
import type { Allowance } from '../model/policy.ts'
import type { AllowComment } from './comments.ts'

/** An allowance, wherever it is written. */
export interface Permit {
  rule: string
  reason: string
  expires?: string
  at: Location
  /** what tells it from others for the same rule, whatever line it is on: its path, or the file of the comment */
  scope: string
  /** what of a finding it covers: all of it, or these of its {@link linesOf lines} */
  covers(finding: Finding): 'all' | readonly number[]
}

/** Allowances of the configuration. The gitignore engine is loaded only where one has a path. */
export async function permitsOfConfig(allow: readonly Allowance[]): Promise<Permit[]> {
  const matcherFor = allow.some(({ path }) => path !== undefined) ? await pathMatcher() : () => () => true
  return allow.map(({ path, ...allowance }) => {
    const matches = path === undefined ? () => true : matcherFor(path)
    return {
      ...allowance,
      scope: path ?? '',
      covers: finding => (matches(finding) ? coveredBy(finding, allowance.rule) : []),
    }
  })
}

/** An allowance in a comment: for what is found on its line or the one after it. */
export function permitOfComment({ rule, reason, at, lastLine }: AllowComment): Permit {
  return {
    rule,
    reason,
    at,
    scope: at.file,
    covers: finding =>
      finding.location?.file === at.file
        ? linesCovered(finding, rule).filter(line => line >= at.line && line <= lastLine)
        : [],
  }
}

/** The lines that a finding is about: a file with several values is one finding, and a comment speaks for its own. */
export function linesOf({ location, data }: Finding): readonly number[] {
  if (Array.isArray(data.lines) && data.lines.length > 0) return data.lines
  return location === undefined ? [] : [location.line]
}

/** What an allowance for a rule or a detector covers: of a file with several secrets perhaps no more than its own. */
function coveredBy(finding: Finding, id: string): 'all' | readonly number[] {
  const { rule, data } = finding
  if (rule === id || data.detector === id) return 'all'
  const byDetector = data.linesOf as Readonly<Record<string, readonly number[]>> | undefined
  return byDetector !== undefined && Object.hasOwn(byDetector, id) ? byDetector[id]! : []
}

function linesCovered(finding: Finding, id: string): readonly number[] {
  const covered = coveredBy(finding, id)
  return covered === 'all' ? linesOf(finding) : covered
}

/** Makes of a gitignore pattern a test whether all that a finding is about matches it. */
async function pathMatcher(): Promise<(pattern: string) => (finding: Finding) => boolean> {
  const { default: ignore } = await import('ignore')
  return pattern => {
    // git is case-sensitive where its file system is, and so are builders; not split at line breaks
    const matcher = ignore({ ignorecase: false, allowRelativePaths: true }).add({ pattern })
    return ({ path, data }) =>
      path !== undefined &&
      // a finding does not say of its path whether it is a directory, which a slash at the end asks for
      [path, ...listedPaths(data)].every(one => matcher.ignores(one) || matcher.ignores(`${one}/`))
  }
}

/** A finding about several files names one in its path, and some or all in its data. */
function listedPaths({ paths }: Finding['data']): string[] {
  return Array.isArray(paths) ? paths.filter(path => typeof path === 'string') : []
}
