import { thisMachine } from '../../context/this-machine.ts'
import { UsageError } from '../../errors.ts'
import { buildArgsOf } from '../arguments.ts'
import type { DeclaredBuild, DeclaredBuilds } from '../declared.ts'
import { declaredBuilds } from './declare.ts'
import { noteUnset } from './index.ts'
import type { Lookup } from './interpolate.ts'
import { loadServices } from './load.ts'
import { type LocatedProject, locateProject } from './locate.ts'
import type { ComposeOptions } from './options.ts'
import { newProject, type Project, withinBudget } from './project.ts'
import { factsOfService, type ServiceFacts, selectServices } from './select.ts'
import type { Entry } from './values.ts'
import { askModel, factsOfModel, modelBuilds } from './via-docker.ts'

/**
 * What a compose command builds. Whatever of it can't be resolved is a fatal trouble; a service, a file or an env file
 * that is not there, and a file on stdin or from elsewhere, is a UsageError.
 */
export async function composeBuilds(
  options: ComposeOptions,
  environment: NodeJS.ProcessEnv,
): Promise<DeclaredBuilds> {
  const project = newProject(options.cwd, thisMachine, true)
  const located = locateProject(options, environment, project)
  const services = withinBudget(project, () =>
    loadServices(located.files, located.dir, located.lookup, project),
  )
  const choose = chooser(options, located, project)
  const own = withinBudget(project, () => ownBuilds(services ?? new Map(), choose, located, project)) ?? []
  if (options.composeVia !== 'docker') return finished(own, options, located.lookup, project)

  const at = { dir: options.cwd, file: project.file }
  const answer = await askModel(flagsOf(options), at, environment)
  if ('trouble' in answer) {
    project.troubles.unshift(answer.trouble)
    return finished(own, options, located.lookup, project)
  }
  const models = Object.entries(answer.services)
  const chosen = new Set(choose(new Map(models.map(([name, model]) => [name, factsOfModel(model)]))))
  const wanted = Object.fromEntries(models.filter(([name]) => chosen.has(name)))
  const builds = modelBuilds(wanted, own, project.file, environment)
  return { ...finished(builds, options, located.lookup, project), troubles: [] }
}

type Choose = (services: ReadonlyMap<string, ServiceFacts>) => readonly string[]

/** Where something could not be read, a service that is missing may stand in it. */
function chooser(options: ComposeOptions, { profiles }: LocatedProject, project: Project): Choose {
  const { services = [], withDependencies = false } = options
  return facts => {
    try {
      return selectServices(facts, { services, profiles, withDependencies })
    } catch (error) {
      if (error instanceof UsageError && project.troubles.some(({ fatal }) => fatal)) return []
      throw error
    }
  }
}

function ownBuilds(
  services: ReadonlyMap<string, Entry>,
  choose: Choose,
  { lookup }: LocatedProject,
  project: Project,
): DeclaredBuild[] {
  const facts = new Map([...services].map(([name, service]) => [name, factsOfService(service)]))
  const chosen = choose(facts)
  return declaredBuilds(new Map(chosen.map(name => [name, services.get(name)!])), lookup, project)
}

/** With what the command line says of every build. */
function finished(
  builds: readonly DeclaredBuild[],
  { buildArgs = [], ssh = [] }: ComposeOptions,
  lookup: Lookup,
  project: Project,
): DeclaredBuilds {
  noteUnset(project)
  const names = buildArgs.map(given => given.split('=', 1)[0]!)
  const given = buildArgsOf(buildArgs, Object.fromEntries(names.map(name => [name, lookup(name)])))
  return {
    builds: builds.map(build => ({
      ...build,
      args: { ...without(build.args, names), ...given },
      ssh: [...new Set([...build.ssh, ...ssh])],
    })),
    troubles: project.troubles,
  }
}

/** One that is given without a value, and has none in the environment, is not passed, whatever the file says. */
function without(args: DeclaredBuild['args'], names: readonly string[]): DeclaredBuild['args'] {
  return Object.fromEntries(Object.entries(args).filter(([name]) => !names.includes(name)))
}

function flagsOf({ files, projectDirectory, projectName, envFiles }: ComposeOptions): string[] {
  return [
    ...(files ?? []).map(file => `--file=${file}`),
    ...(projectDirectory ? [`--project-directory=${projectDirectory}`] : []),
    ...(projectName ? [`--project-name=${projectName}`] : []),
    ...(envFiles ?? []).map(file => `--env-file=${file}`),
  ]
}
