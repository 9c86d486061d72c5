import { auditBuilds, type Walks } from '../audit.ts'
import { commitFiles } from '../commit-files.ts'
import type { Auditors } from '../guard/hooks/guard.ts'
import type { Files } from '../model/files.ts'
import type { Policy } from '../model/policy.ts'
import type { Report } from '../model/report.ts'
import { discoverBuilds } from '../request/discover.ts'
import { requestOptions } from './options.ts'

/** Audits every build that a worktree describes, as it is on disk or as a commit has it. */
export function hookAuditors(top: string, policy: Policy, onProgress: (commits: number) => void): Auditors {
  const { builder = 'buildkit' } = requestOptions(top, { color: false })
  const auditAll = async (walks: Walks, files?: Files) => {
    const { requests, incomplete } = await discoverBuilds({
      dir: top,
      cwd: top,
      builder,
      environment: process.env,
      ...(files && { files }),
    })
    return { reports: await auditBuilds(requests, policy, {}, walks), unfound: incomplete }
  }
  return {
    onProgress,
    commit: async commit => {
      const { files, close } = await commitFiles(top, commit)
      try {
        const { reports, unfound } = await auditAll(new Map(), files)
        return { reports: reports.map(withoutFiles), unfound }
      } finally {
        close()
      }
    },
    worktree: async () => {
      const walks: Walks = new Map()
      const audited = await auditAll(walks)
      const contexts = [...walks.values()].map(({ context }) => context)
      return {
        ...audited,
        walksOf: ({ request }) =>
          contexts.filter(({ snapshot }) => snapshot.request.context.dir === request.context.dir),
      }
    },
  }
}

/** A push may bring many commits, and what is kept of one must not hold its tree. */
function withoutFiles(report: Report): Report {
  const { files: _, ...context } = report.request.context
  return { ...report, request: { ...report.request, context } }
}
