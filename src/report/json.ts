import type { Report, ReportedFinding } from '../model/report.ts'
import type { BuildRequest } from '../model/request.ts'

export interface Tool {
  name: string
  version: string
}

/** The reports of one run, schemaVersion 1. Keys are always there; what is absent is null. */
export function checkJson(reports: readonly Report[], tool: Tool): string {
  const document = { schemaVersion: 1, tool, reports: reports.map(reportJson) }
  return `${JSON.stringify(document, null, 2)}\n`
}

/** A request as every JSON output shows it. */
export function requestJson({ context, dockerfile, builder, origin }: BuildRequest) {
  return {
    context: context.given ?? context.dir,
    dockerfile: dockerfile.kind === 'none' ? null : withinContext(context.dir, dockerfile.file),
    builder,
    target: null,
    origin: origin.label,
  }
}

/** A file's path relative to the context where it lies inside, else absolute; as ignore files are called. */
export function withinContext(contextDir: string, file: string): string {
  return file.startsWith(`${contextDir}/`) ? file.slice(contextDir.length + 1) : file
}

function reportJson({ request, ignoreFile, totals, findings, allowed, incomplete }: Report) {
  return {
    request: requestJson(request),
    ignoreFile,
    totals,
    findings: findings.map(findingJson),
    allowed,
    incomplete,
  }
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
