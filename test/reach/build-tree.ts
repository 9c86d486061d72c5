import { takeSnapshot } from '../../src/context/snapshot.ts'
import { planBuild } from '../../src/dockerfile/plan/index.ts'
import { readDockerfile } from '../../src/dockerfile/read.ts'
import type { PlanOptions } from '../../src/model/build-plan.ts'
import type { Exposure } from '../../src/model/exposure.ts'
import type { ReachFacts } from '../../src/model/reach.ts'
import { reachOf } from '../../src/reach/index.ts'
import { resolveRequest } from '../../src/request/resolve.ts'
import { makeTree, type Tree, temporaryDirectory } from '../helpers/tree.ts'

export interface BuiltTree {
  reach: ReachFacts
  /** how far each path of the tree gets; `…?` where it may reach the final image besides */
  exposures: Record<string, string>
  /** `line: path at path-in-stage` of every placement */
  exposureOf(path: string): Exposure
}

/** What a build of `dockerfile` over a tree takes, and how far it gets. */
export async function buildTree(
  tree: Tree,
  dockerfile: string,
  options: PlanOptions = {},
): Promise<BuiltTree> {
  const contextDir = makeTree(tree, temporaryDirectory())
  const result = planBuild(readDockerfile(dockerfile), options)
  if ('problem' in result) throw new Error(`${result.problem.line}: ${result.problem.reason}`)
  const { builder = 'buildkit' } = options
  const snapshot = await takeSnapshot(resolveRequest({ contextDir, builder }))
  const reach = reachOf(snapshot, result.plan, 'Dockerfile')
  const indices = new Map(snapshot.entries.map(({ path }, index) => [path as string, index]))
  const files = snapshot.entries.filter(({ kind }) => kind !== 'directory')
  const reached = (path: string) => reach.exposureOf(indices.get(path)!)
  return {
    reach,
    exposures: Object.fromEntries(
      files.map(({ path }) => {
        const { exposure, mayReachFinal } = reached(path)
        return [path, mayReachFinal ? `${exposure}?` : exposure]
      }),
    ),
    exposureOf: path => reached(path).exposure,
  }
}
