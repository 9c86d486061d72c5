export { archiveFiles } from './archive-files.ts'
export { type AuditRequest, audit, auditBuilds } from './audit.ts'
export { commitFiles, type OpenedFiles } from './commit-files.ts'
export { explainPath } from './context/explain.ts'
export { analyzeDockerfile } from './dockerfile/analyze.ts'
export {
  ConfigError,
  ContextRefusedError,
  CtxguardError,
  DockerfileError,
  IgnoreFileError,
  UsageError,
} from './errors.ts'
export { type ListOptions, listContext } from './list.ts'
export type { AnalyzeOptions, DockerfileAnalysis } from './model/build-plan.ts'
export type { ContextEntry, EntryKind, LinkInfo } from './model/entry.ts'
export type { Explanation, LineReference } from './model/explanation.ts'
export type { Exposure } from './model/exposure.ts'
export type { Files } from './model/files.ts'
export type { Finding, Limits, Location, Severity } from './model/finding.ts'
export type { GitState } from './model/git.ts'
export type { IgnoreCandidate, IgnoreFile, IgnorePattern, IgnoreProblem, PatternUse } from './model/ignore.ts'
export type { ContextPath } from './model/path.ts'
export { type Allowance, DEFAULT_POLICY, type Policy } from './model/policy.ts'
export type { Report, ReportedFinding } from './model/report.ts'
export type { Builder, BuildRequest, DockerfileSource, RequestOrigin } from './model/request.ts'
export type { Incomplete, PrunedDirectory, Refusal, Snapshot, Totals } from './model/snapshot.ts'
export { type DiscoverOptions, discoverBuilds } from './request/discover.ts'
