import fc from 'fast-check'
import type { Finding, Severity } from '../../src/model/finding.ts'
import type { ContextPath } from '../../src/model/path.ts'

type Details = Partial<Omit<Finding, 'rule' | 'path'>>

/** A finding of a rule; its message is `<rule>: <path>`. */
export function finding(rule: string, path?: string, details: Details = {}): Finding {
  return {
    rule,
    severity: 'warning',
    message: path === undefined ? rule : `${rule}: ${path}`,
    data: {},
    ...details,
    ...(path !== undefined && { path: path as ContextPath }),
  }
}

/** Rules that have something to do with each other, and one that has not. */
export const RULE_IDS = [
  'git-credentials',
  'secret-file',
  'vcs-directory',
  'agent-worktree',
  'junk-directory',
  'nested-repository',
  'stray-artifact',
  'gitignored-sent',
  'untracked-sent',
  'large-file',
  'large-directory',
  'symlink-escapes',
  'allow-invalid',
  'allow-stale',
]

/** Lists of findings at paths that often are the same or lie below each other. */
export const findingLists: fc.Arbitrary<Finding[]> = fc.array(
  fc
    .record({
      rule: fc.constantFrom(...RULE_IDS),
      path: fc.option(
        fc
          .array(fc.constantFrom('a', 'b', 'é', '\u{1f600}'), { minLength: 1, maxLength: 3 })
          .map(names => names.join('/')),
        { nil: undefined },
      ),
      severity: fc.constantFrom<Severity>('error', 'warning', 'info'),
      files: fc.option(fc.nat({ max: 3 }), { nil: undefined }),
      line: fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined }),
    })
    .map(({ rule, path, severity, files, line }) =>
      finding(rule, path, {
        severity,
        ...(files !== undefined && { files }),
        ...(line !== undefined && { location: { file: 'f', line } }),
      }),
    ),
  { maxLength: 12 },
)
