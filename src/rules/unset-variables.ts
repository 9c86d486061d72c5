import type { BuildPlan, PlannedStage } from '../model/build-plan.ts'
import type { Declared } from '../model/dockerfile.ts'
import type { RuleContext } from '../model/finding.ts'
import type { SourceOutcome } from '../model/reach.ts'
import { usesUnguarded, variablesIn } from './variable-uses.ts'

/** A variable that a source uses and that stands for nothing. */
export interface UnsetVariable {
  name: string
  why: /** nothing defines it */
    | 'undefined'
    /** an ARG of the stage declares it, without a value, and the build is given none */
    | 'no-value'
    /** the stage defines it further down */
    | 'later'
    /** BuildKit defines it for stages that declare it */
    | 'platform'
    /** the base image may define it */
    | 'base'
  /** of its declaration */
  line?: number
}

/** Those that nothing in the Dockerfile defines. One of an ARG before the first FROM has a rule of its own. */
export function unsetVariables(ctx: RuleContext, { source, stage }: SourceOutcome): UnsetVariable[] {
  const { plan } = ctx.reach!
  const hasPlatform = ctx.snapshot.request.builder !== 'classic'
  // a variable may be made of one that only the base image could define
  const used = variablesIn(source.written)
  const names = [...new Set([...source.unset, ...source.fromBase])].filter(
    // one that is used with a default of its own stands for that
    name => !used.includes(name) || usesUnguarded(source.written, name),
  )
  return names.flatMap((name): UnsetVariable[] => {
    const declared = declarationOf(plan, stage, name)
    if (declared !== undefined && declared.line > source.line)
      return [{ name, why: 'later', line: declared.line }]
    if (declared?.value === null) return [{ name, why: 'no-value', line: declared.line }]
    if (isGlobalArg(plan, name)) return []
    if (hasPlatform && PLATFORM_ARGS.test(name)) return [{ name, why: 'platform' }]
    const fromBase = source.fromBase.includes(name) && mayBeOfBase(plan, stage, name)
    return [{ name, why: fromBase ? 'base' : 'undefined' }]
  })
}

/** Every name that an ARG or ENV of the stage, or of one it is built on, declares. */
export function declaredNames(plan: BuildPlan, stage: number): string[] {
  return chainOf(plan, stage).flatMap(({ index }) => declarationsOf(plan, index).map(({ key }) => key))
}

/** The image that the stage is built on in the end, as it is written. */
export function baseImageOf(plan: BuildPlan, stage: number): string | undefined {
  const { base } = chainOf(plan, stage).at(-1)!
  return base.kind === 'image' ? base.ref : undefined
}

const PLATFORM_ARGS = /^(BUILD|TARGET)(PLATFORM|OS|OSVERSION|ARCH|VARIANT)$|^TARGETSTAGE$/

function isGlobalArg({ text }: BuildPlan, name: string): boolean {
  return text.globalArgs.some(({ declared }) => declared.some(({ key }) => key === name))
}

function declarationOf(plan: BuildPlan, stage: number, name: string): Declared | undefined {
  return chainOf(plan, stage)
    .flatMap(({ index }) => declarationsOf(plan, index))
    .find(({ key }) => key === name)
}

function declarationsOf({ text }: BuildPlan, stage: number): readonly Declared[] {
  return (text.stages[stage]?.commands ?? []).flatMap(command =>
    command.kind === 'arg' || command.kind === 'env' ? command.declared : [],
  )
}

/** The stage, and those that it is built on, from one to the next. */
function chainOf({ stages }: BuildPlan, stage: number): PlannedStage[] {
  const chain: PlannedStage[] = []
  for (let at: number | undefined = stage; at !== undefined && chain.length <= stages.length; ) {
    const { base }: PlannedStage = stages[at]!
    chain.push(stages[at]!)
    at = base.kind === 'stage' ? base.index : undefined
  }
  return chain
}

/**
 * Docker's own images, which have a single name, define where things lie and in which version, and nothing that
 * people name directories by. Of other images nothing is known.
 */
function mayBeOfBase(plan: BuildPlan, stage: number, name: string): boolean {
  const image = baseImageOf(plan, stage)
  if (image === undefined) return false
  const isOfficial = /^(docker\.io\/)?(library\/)?[^/]+$/.test(image)
  return !isOfficial || /(VERSION|HOME|PATH|RELEASE|LANG)$/.test(name)
}
