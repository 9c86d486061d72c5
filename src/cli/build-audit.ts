import { type Audited, auditContexts, RULE_IDS, type Walks } from '../audit.ts'
import { loadPolicy } from '../config/policy.ts'
import { EXIT } from '../errors.ts'
import type { Policy } from '../model/policy.ts'
import type { BuildRequest } from '../model/request.ts'
import type { Incomplete } from '../model/snapshot.ts'
import { exitCodeOf } from '../report/exit-code.ts'
import type { FoundRequests } from './build-requests.ts'
import type { BuildCommandOptions } from './build-terms.ts'
import { progress } from './progress.ts'

/** Contexts that the same policy holds for. */
interface AuditedGroup {
  audited: readonly Audited[]
  policy: Policy
}

/** What was found out about all that a command builds. */
export interface CommandAudit {
  groups: readonly AuditedGroup[]
  /** what is about none of the contexts */
  incomplete: readonly Incomplete[]
  /** 0 where nothing keeps the command from being run */
  exitCode: number
}

/** Audits each context once, by the configuration that is the nearest to it. */
export async function auditRequests(
  requests: readonly BuildRequest[],
  { standIns, incomplete }: Pick<FoundRequests, 'standIns' | 'incomplete'>,
  options: BuildCommandOptions,
): Promise<CommandAudit> {
  const groups: AuditedGroup[] = []
  const walking = progress(options.quiet === true)
  try {
    for (const { policy, members } of await byPolicy(requests, standIns, options)) {
      const walks: Walks = new Map()
      const audited = await auditContexts(members, policy, { onProgress: walking.update }, walks)
      groups.push({ audited, policy })
    }
  } finally {
    walking.done()
  }
  const codes = groups.map(({ audited, policy }) => exitCodeOf(reportsOf(audited), policy.failOn))
  const unknown = incomplete.some(({ fatal }) => fatal) ? EXIT.incomplete : EXIT.ok
  return { groups, incomplete, exitCode: Math.max(unknown, ...codes) }
}

export function reportsOf(audited: readonly Audited[]) {
  return audited.map(({ report }) => report)
}

async function byPolicy(
  requests: readonly BuildRequest[],
  standIns: FoundRequests['standIns'],
  options: BuildCommandOptions,
) {
  const groups = new Map<string, { policy: Policy; members: BuildRequest[] }>()
  for (const request of requests) {
    // what arrives on stdin lies nowhere: what counts is where the user stands
    const contextDir = standIns.has(request) ? process.cwd() : request.context.dir
    const { policy, configFile = '' } = await loadPolicy({
      contextDir,
      options,
      environment: process.env,
      knownRules: RULE_IDS,
    })
    const group = groups.get(configFile)
    if (group) group.members.push(request)
    else groups.set(configFile, { policy, members: [request] })
  }
  return groups.values()
}
