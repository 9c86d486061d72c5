import { relative } from 'node:path'
import type { ContentSearch } from './contents/index.ts'
import { findIgnoreFile } from './context/ignore-file.ts'
import { takeSnapshot, type WalkWatch } from './context/snapshot.ts'
import { filesOf } from './context/this-machine.ts'
import type { LearntFacts } from './git/facts.ts'
import type { Finding, Rule, RuleContext } from './model/finding.ts'
import { repositoriesAmong } from './model/git.ts'
import type { ContextPath } from './model/path.ts'
import type { Policy } from './model/policy.ts'
import { type BuildRequest, dockerfilePath } from './model/request.ts'
import type { Incomplete, Snapshot } from './model/snapshot.ts'
import { ruleContext } from './rule-context.ts'
import { findingsOf, needsDockerfile } from './rules-run.ts'

/** A walk of a context, and what was learnt of it whatever the Dockerfile. */
export interface Walk {
  /** of the first request that wanted it */
  context: RuleContext
  /** by rule; only of those that look at no Dockerfile */
  found: ReadonlyMap<Rule, Finding[]>
  incomplete: Incomplete[]
}

/** The walk of a request's context: one that was made before where its builder would see the same, else a new one. */
export async function walkOnce(
  request: BuildRequest,
  rules: readonly Rule[],
  policy: Policy,
  walks: Map<string, Walk>,
  watch: WalkWatch,
): Promise<Walk> {
  const key = walkKey(request)
  const known = walks.get(key)
  if (known !== undefined) return known
  const { incomplete, ...evidence } = await gather(request, rules, policy, watch)
  const context = ruleContext(evidence, policy.limits, incomplete)
  const found = new Map<Rule, Finding[]>()
  for (const rule of rules) {
    if (!needsDockerfile(rule)) found.set(rule, findingsOf(rule, context, incomplete))
  }
  const walk = { context, found, incomplete }
  walks.set(key, walk)
  return walk
}

/** Builds with the same key take the same entries of their context for eligible. */
function walkKey(request: BuildRequest): string {
  const { context, builder, dockerfile } = request
  // the classic client adds the Dockerfile to what it sends, and the daemon takes it out again
  const own = builder === 'classic' ? dockerfilePath(dockerfile) : undefined
  return JSON.stringify([
    context.dir,
    treeIdentity(request),
    builder,
    findIgnoreFile(request).ignoreFile?.file,
    own,
  ])
}

/** The same directory may be looked at on disk and in commits. */
function treeIdentity(request: BuildRequest): string | null {
  const tree = filesOf(request).treeAt(request.context.dir)
  return tree === undefined ? null : (tree.commit ?? tree.label)
}

/** What a walk saw, as the snapshot of another request. */
export function snapshotOf(request: BuildRequest, { context: { snapshot } }: Walk): Snapshot {
  if (snapshot.request === request) return snapshot
  return { ...snapshot, request, ignoreCandidates: findIgnoreFile(request).candidates }
}

/** While the walk goes on here, git runs in processes of its own, and files are read by threads as they come. */
async function gather(request: BuildRequest, rules: readonly Rule[], policy: Policy, watch: WalkWatch) {
  const wants = (need: Rule['needs'][number]) => rules.some(rule => rule.needs.includes(need))
  const search = wants('secrets') ? await searchFor(request, policy) : undefined
  try {
    const walking = takeSnapshot(request, { ...watch, ...(search && { onEntry: search.add }) })
    const [snapshot, git] = await Promise.all([
      walking,
      wants('git') ? learnFromGit(request, async () => repositoriesIn(await walking)) : undefined,
    ])
    const contents = await search?.finish()
    const incomplete = [...snapshot.incomplete, ...(git?.incomplete ?? []), ...(contents?.incomplete ?? [])]
    return { snapshot, git: git?.facts, contents, incomplete }
  } finally {
    search?.stop()
  }
}

async function searchFor(request: BuildRequest, { limits, cacheDir }: Policy): Promise<ContentSearch> {
  const { searchContents } = await import('./contents/index.ts')
  const { dir } = request.context
  const files = filesOf(request)
  const { readStored } = files.source(dir)
  // nothing tells whether an archive is the one that was looked at before
  const remembers = cacheDir !== undefined && files.treeAt(dir)?.kind !== 'archive'
  return searchContents({
    root: dir,
    ...(readStored && { readStored }),
    mostBytes: limits.secretBytes,
    startedMs: Date.now(),
    ...(remembers && { cacheDir }),
  })
}

/** What git says of a context; see gitFacts. */
export async function learnFromGit(
  request: BuildRequest,
  nestedRepositories: () => Promise<readonly ContextPath[]>,
): Promise<LearntFacts> {
  const { context } = request
  const tree = filesOf(request).treeAt(context.dir)
  if (tree !== undefined) {
    const facts = tree.gitFacts?.(relative(tree.dir, context.dir))
    return { ...(facts && { facts }), incomplete: [] }
  }
  const { gitFacts } = await import('./git/facts.ts')
  return gitFacts(context.dir, { nestedRepositories })
}

/** Directories below the root that hold a `.git`, sent or not. */
export function repositoriesIn({ entries, excluded }: Snapshot): ContextPath[] {
  return repositoriesAmong([...entries, ...excluded.prunedDirectories].map(one => one.path))
}

/** What makes the builder itself stop: then nothing that was listed would be sent, and nothing is proved. */
export function refusalsOf({ request, ignoreProblems, refusals: refused }: Snapshot): Incomplete[] {
  const { dockerfile, builder } = request
  const stops: Incomplete[] = []
  const add = (what: string, path: string, reason: string, hint: string) =>
    stops.push({ what, path, reason, hint, fatal: true })
  if (dockerfile.kind === 'refused')
    add(`${builder} would not take the Dockerfile`, dockerfile.file, dockerfile.reason, dockerfile.hint)
  for (const { file, line, reason } of ignoreProblems)
    add(
      `${builder} would refuse the ignore file`,
      line === null ? file : `${file}:${line}`,
      reason,
      'mend the line',
    )
  for (const { path, reason, hint } of refused) add(`${builder} would fail on ${path}`, path, reason, hint)
  return stops
}
