import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { planBuild } from '../../src/dockerfile/plan/index.ts'
import { readDockerfile } from '../../src/dockerfile/read.ts'
import type { BuildPlan, PathNeed, PlannedStage, Transfer } from '../../src/model/build-plan.ts'

interface Transferred {
  wholeContext: boolean
  followPaths: string[]
}

interface Vector extends Transferred {
  dockerfile: string
  target?: string
  buildArgs?: Record<string, string>
  platform?: string
  namedContexts?: Record<string, string>
  error?: string
  lines?: number[]
  contextUsed: boolean
  otherLocals?: Record<string, Transferred[]>
  copies: string[]
  mounts: string[]
}

const { cases } = JSON.parse(
  readFileSync(new URL('../../fixtures/conformance/plan-vectors.json', import.meta.url), 'utf8'),
) as { cases: Vector[] }

function planOf({ dockerfile, target, buildArgs, platform, namedContexts }: Vector) {
  return planBuild(readDockerfile(dockerfile), { target, buildArgs, platform, namedContexts })
}

/** Stages whose files come into the target: only these are in the graph. */
function stagesInGraph({ stages, target }: BuildPlan): PlannedStage[] {
  const indexes = new Set([target])
  for (const index of indexes) {
    const { base, transfers } = stages[index]!
    if (base.kind === 'stage') indexes.add(base.index)
    for (const { origin, mount, sources } of transfers)
      if (origin.kind === 'stage' && mount?.type !== 'tmpfs' && sources.some(({ remote }) => !remote))
        indexes.add(origin.index)
  }
  return [...indexes].map(index => stages[index]!)
}

/** In the terms of the graph: source|destination|unpacked|include patterns|exclude patterns. */
function copiesOf(transfer: Transfer): string[] {
  const { parents, dest, destIsDirectory, unpack, exclude } = transfer
  const where = destIsDirectory && dest !== '/' ? `${dest}/` : dest
  return transfer.sources
    .filter(({ remote }) => !remote)
    .map(({ expanded }) => {
      const [above, below] = expanded.includes('/./') ? cutAt(expanded, '/./') : ['/', expanded]
      const source = path.posix.join('/', parents ? above : expanded)
      const include = parents ? path.posix.join('/', below).slice(1) : ''
      return [bare(source), where, unpack, bare(include), exclude.join()].join('|')
    })
}

function cutAt(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator)
  return [text.slice(0, at), text.slice(at + separator.length)]
}

function bare(name: string): string {
  return name.length > 1 ? name.replace(/\/$/, '') : name
}

function recordedCopy(copy: string): string {
  const [source, dest, unpack, include, exclude] = copy.split('|')
  const isDirectory = /(?:^|\/)\.{0,2}$/.test(dest!)
  const clean = bare(path.posix.join('/', dest!))
  return [
    bare(source!),
    isDirectory && clean !== '/' ? `${clean}/` : clean,
    unpack,
    bare(include!),
    exclude,
  ].join('|')
}

/** type|target|source */
function mountOf({ mount, dest, sources }: Transfer): string {
  const source = sources[0]!.path === '' ? '' : `/${sources[0]!.path}`
  return `${mount!.type.toUpperCase()}|${dest}|${source}`
}

function recordedMount(mount: string): string {
  const [type, target, source] = mount.split('|')
  return `${type}|${path.posix.join('/', target!)}|${source}`
}

function unique(texts: readonly string[]): string[] {
  return [...new Set(texts)].sort()
}

const refused = cases.filter(({ error }) => error !== undefined)
const built = cases.filter(({ error }) => error === undefined)

test.each(refused)('$error: $dockerfile', vector => {
  const planned = planOf(vector)
  const reason = vector.error!.replace(/^dockerfile parse error on line \d+: /, '')
  expect(planned).toMatchObject({ problem: { reason } })
  if ('problem' in planned && vector.lines !== undefined) expect(vector.lines).toContain(planned.problem.line)
})

test.each(built)('what crosses the wire: $dockerfile', vector => {
  const planned = planOf(vector)
  expect(planned).toHaveProperty('plan')
  if (!('plan' in planned)) return
  const { context, named } = planned.plan
  expect(context).toEqual({ used: vector.contextUsed, whole: vector.wholeContext, paths: vector.followPaths })
  for (const [name, value] of Object.entries(vector.namedContexts ?? {})) {
    if (!value.startsWith('local:')) continue
    const others = Object.entries(vector.namedContexts!).filter(([, other]) => other === value)
    // where two names share a directory, the recorded answer does not tell which of them it was
    if (others.length === 1)
      expect(named[name]).toEqual(recordedNeed(vector.otherLocals?.[value.slice('local:'.length)]))
  }
})

function recordedNeed(transfers: readonly Transferred[] | undefined): PathNeed {
  if (transfers === undefined) return { used: false, whole: false, paths: [] }
  if (transfers.some(({ wholeContext }) => wholeContext)) return { used: true, whole: true, paths: [] }
  return { used: true, whole: false, paths: unique(transfers.flatMap(({ followPaths }) => followPaths)) }
}

test.each(built)('what is put where: $dockerfile', vector => {
  const planned = planOf(vector)
  expect(planned).toHaveProperty('plan')
  if (!('plan' in planned)) return
  const transfers = stagesInGraph(planned.plan).flatMap(stage => stage.transfers)
  const copies = transfers.filter(({ kind }) => kind !== 'mount')
  const mounts = transfers.filter(({ kind }) => kind === 'mount')
  if (transfers.some(({ dest }) => dest === null)) {
    // the recorded answer is for an image that has no working directory
    expect(planned.plan.unknown.map(({ kind }) => kind)).toContain('base-workdir')
    return
  }
  expect(unique(copies.flatMap(copiesOf))).toEqual(unique(vector.copies.map(recordedCopy)))
  const recorded = vector.mounts.filter(mount => !/^(?:SECRET|SSH)\|/.test(mount))
  expect(unique(mounts.map(mountOf))).toEqual(unique(recorded.map(recordedMount)))
})
