import { isAbsolute } from 'node:path'
import type { Finding, Rule } from '../model/finding.ts'
import type { IgnoreCandidate } from '../model/ignore.ts'
import type { ContextPath } from '../model/path.ts'
import type { Builder } from '../model/request.ts'
import { BUILDER_NAMES } from './builder-names.ts'

/** What is the matter with a candidate, and what mends it. */
const DEFECTS: Partial<Record<IgnoreCandidate['state'], { is: string; why: string }>> = {
  escapes: {
    is: 'a link to a file that the builder does not get',
    why: 'put a copy of the file in place of the link',
  },
  dangling: { is: 'a link to nothing', why: 'put a file in place of the link' },
  unreadable: { is: 'not readable', why: 'give read permission: chmod +r' },
  directory: { is: 'a directory', why: 'put a file in its place' },
}

export const ignoreFailsOpen: Rule = {
  id: 'ignore-fails-open',
  title: 'The ignore file can not be read, and nothing is excluded',
  severity: 'error',
  needs: [],
  *check({ snapshot }) {
    const { ignoreCandidates, ignoreProblems, ignoreFile, request } = snapshot
    for (const candidate of ignoreCandidates) {
      // where the builder stops, ignore-invalid says so
      if (ignoreProblems.some(({ file, line }) => file === candidate.label && line === null)) continue
      const finding = findingFor(candidate, request.builder, ignoreFile?.label)
      if (finding !== undefined) yield finding
    }
  },
}

/** @param applied the ignore file that is used in place of the broken one */
function findingFor(
  { label, state }: IgnoreCandidate,
  builder: Builder,
  applied?: string,
): Finding | undefined {
  const defect = DEFECTS[state]
  if (defect === undefined) return undefined
  const consequence = applied === undefined ? 'excludes nothing' : `uses ${applied} instead`
  return {
    rule: ignoreFailsOpen.id,
    severity: applied === undefined ? 'error' : 'warning',
    ...(!isAbsolute(label) && { path: label as ContextPath }),
    message: `${label} is ${defect.is}: ${BUILDER_NAMES[builder]} says nothing and ${consequence}`,
    exposure: 'sent',
    data: { state, applied: applied ?? null },
    fix: { why: defect.why },
  }
}
