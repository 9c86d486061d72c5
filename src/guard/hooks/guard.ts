import type { RuleContext } from '../../model/finding.ts'
import type { Guarded, GuardedPart } from '../../model/guarded.ts'
import type { Policy } from '../../model/policy.ts'
import type { Report } from '../../model/report.ts'
import type { Incomplete } from '../../model/snapshot.ts'
import {
  type AuditedBuilds,
  fatalOf,
  isUncommitted,
  newSince,
  newTroubles,
  once,
  stoppingFindings,
} from './judge.ts'
import type { Tip } from './tips.ts'

/** Who audits every build that a tree describes. */
export interface Auditors {
  /** what a clean clone of a commit would send */
  commit(commit: string): Promise<AuditedBuilds>
  /** what a build here would send, and the walks of a report's context */
  worktree(): Promise<AuditedBuilds & { walksOf(report: Report): readonly RuleContext[] }>
  /** hears how many commits have been audited */
  onProgress?(commits: number): void
}

interface Terms {
  failOn: Policy['failOn']
  /** what the other side has already counts too */
  all: boolean
}

/**
 * What stops a push: of each tip what the remote has not got already, and what a build here would send of files that
 * are on disk only. Commits of the remote are audited only where there is something to compare.
 *
 * @param asked the tips: while git is asked for them, the working tree is audited
 */
export async function guardPush(
  asked: Promise<readonly Tip[]>,
  auditors: Auditors,
  terms: Terms,
): Promise<Guarded> {
  const audited = memory(auditors)
  const [tips, judged, local] = await Promise.all([
    asked,
    asked.then(known => judgeTips(known, audited, terms)),
    auditors.worktree(),
  ])
  if (tips.length === 0) return { hook: 'pre-push', parts: [], forgiven: 0, incomplete: [] }
  const findings = stoppingFindings(local, terms.failOn, (finding, report) => isLocal(local, finding, report))
  const known = tips.flatMap(tip => tip.known.filter(one => one !== null))
  const unsettled = await withoutKnown(fatalOf(local), known, audited, terms)
  return {
    hook: 'pre-push',
    parts: [...judged.map(({ part }) => part), { refs: [], findings }],
    forgiven: judged.reduce((sum, { forgiven }) => sum + forgiven, 0),
    incomplete: once([...judged.flatMap(({ incomplete }) => incomplete), ...unsettled]),
  }
}

/**
 * What stops a commit: the working tree as it is, staged or not, but for what `head` has already; null where there is
 * no commit yet.
 */
export async function guardCommit(head: string | null, auditors: Auditors, terms: Terms): Promise<Guarded> {
  const audited = memory(auditors)
  const local = await auditors.worktree()
  const uncommitted = stoppingFindings(local, terms.failOn, (finding, report) =>
    isLocal(local, finding, report),
  )
  const tracked = stoppingFindings(local, terms.failOn, (finding, report) => !isLocal(local, finding, report))
  const forgives = head !== null && !terms.all
  const counted =
    forgives && tracked.length > 0
      ? newSince(tracked, stoppingFindings(await audited(head), terms.failOn))
      : tracked
  return {
    hook: 'pre-commit',
    parts: [{ refs: [], findings: [...uncommitted, ...counted] }],
    forgiven: tracked.length - counted.length,
    incomplete: await withoutKnown(fatalOf(local), head === null ? [] : [head], audited, terms),
  }
}

interface JudgedTip {
  part: GuardedPart
  forgiven: number
  incomplete: Incomplete[]
}

type Memory = (commit: string) => Promise<AuditedBuilds>

async function judgeTips(tips: readonly Tip[], audited: Memory, terms: Terms): Promise<JudgedTip[]> {
  const judged: JudgedTip[] = []
  // one after the other: each fills the machine, and leaves the next one less to read
  for (const tip of tips) judged.push(await judgeTip(tip, audited, terms))
  return judged
}

async function judgeTip({ commit, refs, known }: Tip, audited: Memory, terms: Terms): Promise<JudgedTip> {
  const part = { commit, refs }
  const others = known.filter(one => one !== commit)
  // the remote has these very files
  if (others.length === 0 && !terms.all)
    return { part: { ...part, findings: [] }, forgiven: 0, incomplete: [] }
  const own = await audited(commit)
  const found = stoppingFindings(own, terms.failOn)
  const troubles = fatalOf(own)
  if (terms.all || others.includes(null) || (found.length === 0 && troubles.length === 0))
    return { part: { ...part, findings: found }, forgiven: 0, incomplete: troubles }
  const fresh = new Set<(typeof found)[number]>()
  const unsettled: Incomplete[] = []
  for (const other of others as string[]) {
    const before = await audited(other)
    for (const one of newSince(found, stoppingFindings(before, terms.failOn))) fresh.add(one)
    unsettled.push(...newTroubles(troubles, fatalOf(before)))
  }
  return {
    part: { ...part, findings: found.filter(one => fresh.has(one)) },
    forgiven: found.length - fresh.size,
    incomplete: unsettled,
  }
}

function isLocal(
  local: Awaited<ReturnType<Auditors['worktree']>>,
  finding: Report['findings'][number],
  report: Report,
): boolean {
  return local.walksOf(report).some(context => isUncommitted(context, finding))
}

/** A Dockerfile that no builder takes is no news either. */
async function withoutKnown(
  troubles: readonly Incomplete[],
  known: readonly string[],
  audited: Memory,
  { all }: Terms,
): Promise<Incomplete[]> {
  if (all) return [...troubles]
  let left = [...troubles]
  for (const commit of new Set(known)) {
    if (left.length > 0) left = newTroubles(left, fatalOf(await audited(commit)))
  }
  return left
}

function memory({ commit: audit, onProgress }: Auditors): Memory {
  const known = new Map<string, Promise<AuditedBuilds>>()
  return commit => {
    const running = known.get(commit) ?? audit(commit)
    known.set(commit, running)
    onProgress?.(known.size)
    return running
  }
}
