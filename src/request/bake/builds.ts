import { join, resolve } from 'node:path'
import { thisMachine } from '../../context/this-machine.ts'
import { UsageError } from '../../errors.ts'
import { COMPOSE_NAMES } from '../compose/files.ts'
import type { DeclaredBuild, DeclaredBuilds, Trouble } from '../declared.ts'
import { isReference, isRemote, withoutCredentials } from '../references.ts'
import { runDocker } from '../run-docker.ts'
import { refuseTwoReadings } from '../two-readings.ts'
import { BAKE_NAMES, notEvaluated, unread } from './index.ts'
import { type BakeTarget, bakeBuild } from './model.ts'
import { placesOf, printedTargets, readSource, type Source } from './sources.ts'
import { targetsOf } from './targets.ts'

/** What a `docker buildx bake` says of what it builds. Paths are relative to `cwd`. */
export interface BakeOptions {
  /** absolute; where the command is started */
  cwd: string
  /** values of `-f`, in order; none: those of BUILDX_BAKE_FILE, or the ones of a default name in `cwd` */
  files?: readonly string[]
  /** names of targets and groups, and patterns of such names; none: `default` */
  targets?: readonly string[]
  /** values of `--set`, in order */
  sets?: readonly string[]
  /** values of `--var`, in order */
  variables?: readonly string[]
  /** the address of a definition, where it is fetched from elsewhere */
  remote?: { text: string }
}

/**
 * What a bake command builds. Plain JSON is read here; all else is evaluated by `docker buildx bake --print`, which
 * builds nothing and needs no engine, and where that fails nothing is known, which is fatal. A definition that is
 * fetched from elsewhere is said and no more. Throws a UsageError where bake finds no definition or target, or refuses
 * a `--set`, and where the definition would come on stdin.
 */
export async function bakeBuilds(
  options: BakeOptions,
  environment: NodeJS.ProcessEnv,
): Promise<DeclaredBuilds> {
  const { cwd, remote } = options
  const [first = ''] = options.targets ?? []
  if (remote !== undefined || isRemote(first))
    return { builds: [], troubles: [fetched(remote?.text ?? first, cwd)] }
  const variables = { ...environment, ...assigned(options.variables ?? []) }
  const sources = filesOf(options, environment).map(file => readSource(file, variables, thisMachine))
  const faulty = sources.find(({ fault }) => fault !== undefined)
  if (faulty !== undefined) return { builds: [], troubles: [unread(faulty.file, faulty.fault!)] }

  const targets = plainTargets(sources, options, variables)
  if (targets !== undefined) return { builds: declared(targets, sources, cwd), troubles: [] }
  const answer = await runDocker(argumentsOf(options), cwd, environment)
  const printed = 'stdout' in answer ? printedTargets(answer.stdout) : undefined
  if (printed !== undefined) return { builds: declared(printed, sources, cwd), troubles: [] }
  const open = sources.find(({ json }) => json === undefined || json.beyond.length > 0)
  return { builds: [], troubles: [{ ...notEvaluated(open ?? sources[0]!, answer), fatal: true }] }
}

function fetched(address: string, cwd: string): Trouble {
  return {
    what: `what ${withoutCredentials(address)} builds was not audited`,
    file: cwd,
    line: 0,
    reason: 'the definition is not of this machine',
    hint: 'audit a clone of it, and what it takes of this directory',
    fatal: false,
  }
}

function assigned(variables: readonly string[]): Record<string, string> {
  const pairs = variables.flatMap((given): [string, string][] => {
    const equals = given.indexOf('=')
    if (given !== '' && equals <= 0)
      throw new UsageError(`--var: invalid variable ${JSON.stringify(given)}, expected key=value`, {
        hint: 'NAME=value, as docker buildx bake takes it',
      })
    return given === '' ? [] : [[given.slice(0, equals), given.slice(equals + 1)]]
  })
  return Object.fromEntries(pairs)
}

/** docker/buildx commands/bake.go bakeEnvFiles, bake/bake.go ReadLocalFiles */
function filesOf({ cwd, files = [] }: BakeOptions, environment: NodeJS.ProcessEnv): string[] {
  const separator = environment.BUILDX_BAKE_PATH_SEPARATOR || ':'
  const listed = (environment.BUILDX_BAKE_FILE ?? '').split(separator).map(file => file.trim())
  const named = files.length > 0 ? files : listed.filter(file => file !== '')
  if (named.includes('-'))
    throw new UsageError('a bake definition on stdin is not read', {
      hint: 'write it to a file, and name that',
    })
  if (named.length > 0) return named.map(file => resolve(cwd, file.replace(/^cwd:\/\//, '')))
  const usual = [...COMPOSE_NAMES, ...BAKE_NAMES].map(name => join(cwd, name))
  const found = usual.filter(file => thisMachine.exists(file))
  if (found.length > 0) return found
  throw new UsageError("couldn't find a bake definition", {
    hint: 'docker buildx bake finds none either: name it with -f',
  })
}

/** What changes how bake reads its files. */
const SWITCHES = ['BUILDX_BAKE_FILE_RELATIVE_PATHS', 'BUILDX_BAKE_DISABLE_VARS_ENV_LOOKUP']

function plainTargets(
  sources: readonly Source[],
  { targets = [], sets = [] }: BakeOptions,
  variables: NodeJS.ProcessEnv,
): Map<string, BakeTarget> | undefined {
  const plain = sources.flatMap(({ json }) => (json?.beyond.length === 0 ? json : []))
  if (plain.length < sources.length || SWITCHES.some(name => variables[name])) return undefined
  return targetsOf(plain, { names: targets.length === 0 ? ['default'] : targets, sets }, variables)
}

/** As they are given: what docker takes for an option or a file is its own affair, as in the command itself. */
function argumentsOf({ files = [], targets = [], sets = [], variables = [] }: BakeOptions): string[] {
  return [
    ...['buildx', 'bake', '--print'],
    ...files.map(file => `--file=${file}`),
    ...sets.map(set => `--set=${set}`),
    ...variables.map(variable => `--var=${variable}`),
    '--',
    ...targets,
  ]
}

function declared(
  targets: ReadonlyMap<string, BakeTarget>,
  sources: readonly Source[],
  dir: string,
): DeclaredBuild[] {
  const places = placesOf(sources)
  return [...targets].map(([name, target]) => {
    // buildx leaves links and .. to the kernel
    for (const path of [target.context ?? '.', ...Object.values(target.contexts ?? {})])
      if (!isReference(path) && !isRemote(path))
        refuseTwoReadings(path.replace(/^cwd:\/\//, ''), `target ${name}: the context`, {
          cwd: dir,
          environment: {},
        })
    return bakeBuild(name, target, { dir, ...(places.get(name) ?? { file: sources[0]!.file, line: 0 }) })
  })
}
