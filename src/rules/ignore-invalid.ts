import type { Finding, Rule } from '../model/finding.ts'
import type { IgnoreProblem } from '../model/ignore.ts'
import type { Builder } from '../model/request.ts'
import { BUILDER_NAMES } from './builder-names.ts'
import { quoted } from './ignore-file-lines.ts'

export const ignoreInvalid: Rule = {
  id: 'ignore-invalid',
  title: 'The builder refuses the ignore file',
  severity: 'error',
  needs: [],
  *check({ snapshot }) {
    for (const problem of snapshot.ignoreProblems) yield finding(problem, snapshot.request.builder)
  },
}

function finding(problem: IgnoreProblem, builder: Builder): Finding {
  const { file, line, text, reason } = problem
  const what = line === null ? file : quoted(problem)
  return {
    rule: ignoreInvalid.id,
    severity: 'error',
    ...(line !== null && { location: { file, line } }),
    message: `${BUILDER_NAMES[builder]} refuses ${what} and does not build: ${reason}`,
    data: { ...(line !== null && { pattern: text }), reason },
    fix: { why: remedyFor(text, line) },
  }
}

function remedyFor(text: string, line: number | null): string {
  const pattern = text.trim()
  if (line === null) return 'put a readable regular file with fewer patterns in its place'
  if (/^!\/*$/.test(pattern)) return 'name what is to be let in after the !, or remove the line'
  if (/\\\s+$/.test(text)) return 'no escape keeps a blank at the end: write ? for it'
  if (/\\$/.test(pattern)) return 'remove the backslash at the end: / separates directories, and nothing else'
  if (/\\[A-Za-z0-9]/.test(pattern)) return 'write / between directories: a backslash separates nothing'
  if (pattern.includes('[')) return 'close the class with ], or write \\[ for a bracket in a name'
  return 'mend the line or remove it'
}
