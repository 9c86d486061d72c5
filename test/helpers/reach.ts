import { posix } from 'node:path'
import { takeSnapshot } from '../../src/context/snapshot.ts'
import { planBuild } from '../../src/dockerfile/plan/index.ts'
import { readDockerfile } from '../../src/dockerfile/read.ts'
import type { BuildPlan } from '../../src/model/build-plan.ts'
import type { ContextEntry } from '../../src/model/entry.ts'
import { isBelow } from '../../src/model/path.ts'
import type { SourceOutcome } from '../../src/model/reach.ts'
import type { Builder } from '../../src/model/request.ts'
import type { Snapshot } from '../../src/model/snapshot.ts'
import { copyGround, outcomesOf } from '../../src/reach/copy.ts'
import { resolveRequest } from '../../src/request/resolve.ts'
import { listedEntries } from './engine-case.ts'
import { makeTree, type Tree } from './tree.ts'

/** What a build takes of its main context. */
export interface Copied {
  snapshot: Snapshot
  plan: BuildPlan
  outcomes: SourceOutcome[]
}

/** Plans the build of a Dockerfile and follows its transfers over a directory. */
export async function copyAll(
  contextDir: string,
  dockerfile: string,
  builder: Builder = 'buildkit',
): Promise<Copied> {
  const snapshot = await takeSnapshot(resolveRequest({ contextDir, builder }))
  const result = planBuild(readDockerfile(dockerfile), { builder })
  if ('problem' in result) throw new Error(`refused: ${result.problem.reason}`)
  const { plan } = result
  const ground = copyGround(snapshot, plan)
  const outcomes = plan.stages.flatMap(({ index, transfers }) =>
    transfers
      .filter(({ origin }) => origin.kind === 'context')
      .flatMap(transfer => outcomesOf(ground, index, transfer)),
  )
  return { snapshot, plan, outcomes }
}

/** What lies at a path of a stage: an entry of the context, or a directory that was made for what is in it. */
export type Placed = ContextEntry | 'made'

/** What outcomes put into a stage, by path without a leading slash: the last one at a path stays. */
export function placedFiles({ snapshot, outcomes }: Copied, stage = 0): Map<string, Placed> {
  const files = new Map<string, Placed>()
  const put = (path: string, what: Placed) => {
    for (let dir = posix.dirname(path); dir !== '.'; dir = posix.dirname(dir))
      if (!files.has(dir)) files.set(dir, 'made')
    files.set(path, what)
  }
  for (const outcome of outcomes) {
    if (outcome.stage !== stage || outcome.transfer.kind === 'mount') continue
    for (const { from, to, root, at } of outcome.placements) {
      for (const entry of snapshot.entries.slice(from, to)) {
        const below = entry.path === root ? '' : entry.path.slice(root === '' ? 0 : root.length + 1)
        if (root !== '' && entry.path !== root && !isBelow(entry.path, root))
          throw new Error(`${entry.path} of ${root}`)
        const path = posix.join(at!, below).slice(1)
        if (path !== '') put(path, entry)
      }
    }
  }
  return files
}

/** The files of a stage in the form of a listing of the context. */
export function stageListing(copied: Copied, stage = 0): string[] {
  const entries = [...placedFiles(copied, stage)].map(([path, placed]) =>
    placed === 'made'
      ? { path, kind: 'directory' as const, bytes: 0, mode: 0o755, mtimeMs: 0 }
      : { ...placed, path },
  )
  return listedEntries({ ...copied.snapshot, entries: entries as ContextEntry[] })
}

/** What recorded COPY lines were carried out on. */
export interface CopyVector {
  /** `dir/`, `link -> target`, or a file that holds its own path */
  tree: string[]
  ignore: string[]
  dockerfile: string
  /** what each stage but the last holds in the end, or how its COPY fails */
  stages: ({ files: string[] } | { error: string })[]
}

/** Makes the context of a vector; its ignore file, which the vectors do without, excludes itself. */
export function makeVectorContext({ tree, ignore }: CopyVector): string {
  const nodes: Tree = {}
  for (const line of tree) {
    const [path, link] = line.split(' -> ')
    if (link !== undefined) nodes[path!] = { link }
    else if (line.endsWith('/')) nodes[line.slice(0, -1)] = { dir: true }
    else nodes[line] = line
  }
  if (ignore.length > 0) nodes['.dockerignore'] = [...ignore, '.dockerignore'].join('\n')
  return makeTree(nodes)
}

/** What a stage holds in the words of a vector, without the destinations, which are there even where they are empty. */
export function stageLines(copied: Copied, stage: number): string[] {
  const lines = [...placedFiles(copied, stage)].map(([path, placed]) => {
    if (placed === 'made' || placed.kind === 'directory') return `${path}/`
    return placed.link ? `${path} -> ${placed.link.target}` : `${path} = ${placed.path}`
  })
  return withoutDestinations(lines)
}

export function withoutDestinations(lines: readonly string[]): string[] {
  return lines.filter(line => !/^x\/(y\/)?$/.test(line)).sort()
}
