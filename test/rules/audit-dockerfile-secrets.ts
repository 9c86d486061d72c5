import { afterEach, expect } from 'vitest'
import { auditBuilds } from '../../src/audit.ts'
import type { Report } from '../../src/model/report.ts'
import type { BuildRequest } from '../../src/model/request.ts'
import { checkJson } from '../../src/report/json.ts'
import { checkText } from '../../src/report/text.ts'
import { makeTree, type Tree } from '../helpers/tree.ts'
import { lines } from './audit-tree.ts'

export const RULE = 'secret-in-dockerfile'

/** Tokens whose checksums hold, and a value that only a name tells. Put together, so that no scanner minds them. */
export const TOKEN = ['gh', 'p_2mC6mXp7tZ1kQ0vHcR4sWnY8uLbJd30MPnzZ'].join('')
export const OTHER = ['gh', 'p_7tZ1kQ0vHcR4sWnY8uLbJd2mC6mXp31ee76b'].join('')
export const PASSWORD = ['Kq7vT2', 'xW9nB4mZ8'].join('')

interface Given {
  tree?: Tree
  request?: Partial<BuildRequest>
}

const reports: Report[] = []

/** The reports of a build of a Dockerfile, given by its lines: of its main context and of its named ones. */
export async function reportsOn(
  dockerfile: readonly string[],
  { tree = {}, request = {} }: Given = {},
): Promise<Report[]> {
  const dir = makeTree({ Dockerfile: lines(...dockerfile), ...tree })
  const made = await auditBuilds([{ context: { kind: 'directory', dir }, ...request }])
  reports.push(...made)
  for (const { incomplete } of made) expect(incomplete.filter(({ fatal }) => fatal)).toEqual([])
  return made
}

export async function reportOn(...given: Parameters<typeof reportsOn>): Promise<Report> {
  return (await reportsOn(...given))[0]!
}

/** What the rule finds. */
export async function found(...given: Parameters<typeof reportsOn>) {
  return (await reportOn(...given)).findings.filter(({ rule }) => rule === RULE)
}

/** The same, as `line[:column] severity exposure message`. */
export async function said(...given: Parameters<typeof reportsOn>): Promise<string[]> {
  return (await found(...given)).map(({ location, severity, exposure, message }) => {
    const at = location ? [location.line, location.column].filter(one => one !== undefined).join(':') : '-'
    return `${at} ${severity} ${exposure ?? '-'} ${message}`
  })
}

const SCREEN = {
  width: 80,
  colour: false,
  failOn: 'error',
  all: true,
  verbose: true,
  quiet: false,
} as const

// whatever a test looked at: no output holds a value
afterEach(() => {
  for (const report of reports.splice(0)) {
    const outputs = [
      checkJson([report], { name: 'ctxguard', version: '0' }),
      checkText([report], SCREEN),
      JSON.stringify([report.findings, report.incomplete, report.totals]),
    ]
    for (const output of outputs)
      for (const secret of [TOKEN, OTHER, PASSWORD]) expect(output).not.toContain(secret.slice(5))
  }
})
