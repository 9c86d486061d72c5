import type { Report, ReportedFinding } from '../model/report.ts'
import type { BuildRequest } from '../model/request.ts'
import type { Incomplete } from '../model/snapshot.ts'

export interface Tool {
  name: string
  version: string
}

/** The reports of one run, schemaVersion 1. Keys are always there; what is absent is null. `more` is of the run as a whole. */
export function checkJson(reports: readonly Report[], tool: Tool, more: object = {}): string {
  const document = { schemaVersion: 1, tool, ...more, reports: reports.map(reportJson) }
  return `${JSON.stringify(document, null, 2)}\n`
}

/** A request as every JSON output shows it. */
export function requestJson(request: BuildRequest) {
  const { context, builder, target, named, origin } = request
  return {
    context: context.given ?? context.dir,
    commit: context.files?.treeAt(context.dir)?.commit ?? null,
    namedContext: named ?? null,
    dockerfile: dockerfileName(request),
    builder,
    target: target ?? null,
    origin: origin.label,
  }
}

/** What the Dockerfile of a request is called; null where there is none. */
export function dockerfileName({ context, dockerfile }: BuildRequest): string | null {
  if (dockerfile.kind === 'inline') return dockerfile.label
  return dockerfile.kind === 'none' ? null : withinContext(context.dir, dockerfile.file)
}

/** A file's path relative to the context where it lies inside, else absolute; as ignore files are called. */
function withinContext(contextDir: string, file: string): string {
  return file.startsWith(`${contextDir}/`) ? file.slice(contextDir.length + 1) : file
}

function reportJson({ request, ignoreFile, totals, findings, allowed, incomplete }: Report) {
  return {
    request: requestJson(request),
    ignoreFile,
    totals,
    findings: findings.map(findingJson),
    allowed,
    incomplete: incomplete.map(incompleteJson),
  }
}

export function incompleteJson({ what, path, reason, hint, fatal }: Incomplete) {
  return { what, path, reason, hint, fatal }
}

function findingJson(finding: ReportedFinding) {
  return {
    rule: finding.rule,
    severity: finding.severity,
    path: finding.path ?? null,
    location: finding.location
      ? { file: finding.location.file, line: finding.location.line, column: finding.location.column ?? null }
      : null,
    message: finding.message,
    exposure: finding.exposure ?? null,
    carrier: finding.carrier ?? null,
    mayReachFinal: finding.mayReachFinal ?? false,
    bytes: finding.bytes ?? null,
    files: finding.files ?? null,
    data: finding.data,
    docs: docsOf(finding.rule),
    fix: finding.fix ? { pattern: finding.fix.pattern ?? null, why: finding.fix.why } : null,
    fingerprint: finding.fingerprint,
  }
}

/** Where a rule is explained, relative to the package. */
export function docsOf(rule: string): string {
  return `docs/rules/${rule}.md`
}
