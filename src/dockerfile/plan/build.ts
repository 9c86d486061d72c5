import type { PlanOptions } from '../../model/build-plan.ts'
import type { DockerfileProblem, DockerfileText } from '../../model/dockerfile.ts'
import type { Builder } from '../../model/request.ts'
import { newAllowance } from '../expand/index.ts'
import { parseCheckOptions } from './check-options.ts'
import { addClassicGlobalArgs, addGlobalArgs, platformArgs } from './globals.ts'
import { Lint } from './lint.ts'
import { NamedContexts } from './named-contexts.ts'
import { normalPlatform, type Platform, parsePlatform } from './platform.ts'
import { NOWHERE, PlanRefusal } from './refusal.ts'
import type { Build } from './state.ts'
import { warnOfDefaults, warnOfText } from './warnings.ts'

/** Arguments that need no ARG, but in BuildKit. Mirrors moby/moby daemon/builder/dockerfile/buildargs.go. */
const PROXY_ARGS = ['http', 'https', 'ftp', 'no', 'all'].flatMap(kind => [
  `${kind}_proxy`,
  `${kind}_proxy`.toUpperCase(),
])

/** Mirrors moby/buildkit frontend/dockerfile/dockerfile2llb/convert.go toDispatchState, up to the stages. */
export function newBuild(text: DockerfileText, options: PlanOptions, builder: Builder): Build {
  const buildArgs = new Map(Object.entries(options.buildArgs ?? {}))
  const lint = new Lint(checkOptions(text, buildArgs, builder))
  const { problem } = text
  if (problem !== null && !isUnheardCheck(text, problem, buildArgs, builder))
    throw new PlanRefusal(problem.reason, problem)
  if (lint.counts) warnOfText(text, lint)
  const targetPlatform = platformOf(options)
  const targetName = options.target || text.stages.at(-1)!.from.stage || ''
  const implicit = new Map(builder === 'buildkit' ? [] : proxyArgs(buildArgs))
  const isClassic = builder === 'classic'
  const globals = isClassic ? new Map(implicit) : platformArgs(targetPlatform, targetName, buildArgs)
  if (lint.counts) warnOfDefaults(text, globals, lint)
  const allowance = newAllowance()
  const add = isClassic ? addClassicGlobalArgs : addGlobalArgs
  add(globals, text, buildArgs, allowance)
  return {
    builder,
    text,
    options,
    buildArgs,
    implicit,
    globals,
    globalLines: new Map(
      text.globalArgs.flatMap(({ declared }) => declared.map(({ key, line }) => [key, line] as const)),
    ),
    targetPlatform,
    contexts: new NamedContexts(options.namedContexts ?? {}),
    states: [],
    byName: new Map(),
    contextPaths: new Set(),
    lint,
    allowance,
  }
}

function proxyArgs(buildArgs: ReadonlyMap<string, string>): [string, string][] {
  return PROXY_ARGS.flatMap(name => (buildArgs.has(name) ? [[name, buildArgs.get(name)!]] : []))
}

/** `BUILDKIT_DOCKERFILE_CHECK` goes before `# check=`. Other builders check nothing. */
function checkOptions(text: DockerfileText, buildArgs: ReadonlyMap<string, string>, builder: Builder) {
  if (builder !== 'buildkit')
    return { skip: new Set<string>(), experimental: new Set<string>(), error: false }
  const given = buildArgs.get('BUILDKIT_DOCKERFILE_CHECK')
  const options = parseCheckOptions(given ?? text.directives.check?.text ?? '')
  if (!('reason' in options)) return options
  const what = given === undefined ? 'check options' : 'build-arg:BUILDKIT_DOCKERFILE_CHECK'
  throw new PlanRefusal(
    `failed to parse ${what}: ${options.reason}`,
    given === undefined ? text.directives.check! : NOWHERE,
  )
}

/** The reader refuses a `# check=` that is wrong, whoever is to read it. */
function isUnheardCheck(
  { directives: { check }, stages }: DockerfileText,
  { line, column }: DockerfileProblem,
  buildArgs: ReadonlyMap<string, string>,
  builder: Builder,
): boolean {
  const isHeard = builder === 'buildkit' && !buildArgs.has('BUILDKIT_DOCKERFILE_CHECK')
  return !isHeard && stages.length > 0 && check?.line === line && check.column === column
}

function platformOf({ platform = 'linux/amd64' }: PlanOptions): Platform {
  const parsed = parsePlatform(platform)
  if (!('reason' in parsed)) return normalPlatform(parsed)
  throw new PlanRefusal(`failed to parse target platform ${platform}: ${parsed.reason}`, NOWHERE)
}
