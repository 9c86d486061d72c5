import { basename, dirname, join } from 'node:path'
import { thisMachine } from '../../context/this-machine.ts'
import type { Files } from '../../model/files.ts'
import type { DeclaredBuild } from '../declared.ts'
import { namesIn } from '../names-in.ts'
import { composeFilesOf } from './files.ts'
import { type ComposeBuilds, readCompose } from './index.ts'
import { askCompose } from './via-docker.ts'

/** A compose project, or a file that changes one. */
export interface ComposeProject extends ComposeBuilds {
  /** absolute, the main one first */
  files: readonly string[]
  /** its own file, where it is one that docker compose does not take by itself */
  variant?: string
}

type Read = (files: readonly string[]) => Promise<ComposeProject>

/**
 * The projects that compose files (absolute) make up: in each directory what docker compose takes there by itself,
 * and each other file, on top of that where it changes one of its services. Files that another project includes are
 * no projects of their own.
 */
export async function composeProjects(
  files: readonly string[],
  via: 'own' | 'docker',
  environment: NodeJS.ProcessEnv,
  disk: Files = thisMachine,
): Promise<ComposeProject[]> {
  const read: Read = async of => ({
    ...(via === 'docker' ? await askCompose(of, environment) : readCompose(of, environment, disk)),
    files: of,
  })
  const projects: ComposeProject[] = []
  for (const [dir, names] of byDirectory(files)) {
    // an override that git ignores counts for docker compose all the same
    const taken = composeFilesOf(dir, namesIn(dir, disk), environment, disk)
    const main = taken.length === 0 ? undefined : await read(taken)
    if (main !== undefined) projects.push(main)
    const others = names.map(name => join(dir, name)).filter(file => !taken.includes(file))
    for (const file of others) projects.push(await variantProject(file, main, read, environment, disk))
  }
  const included = new Set(projects.flatMap(project => [...project.included]))
  const extended = new Set(projects.flatMap(project => [...project.extended]))
  return projects.filter(({ files: [first], variant }) =>
    variant === undefined ? !included.has(first!) : !included.has(variant) && !extended.has(variant),
  )
}

function byDirectory(files: readonly string[]): Map<string, string[]> {
  const directories = new Map<string, string[]>()
  for (const file of files) {
    const names = directories.get(dirname(file)) ?? []
    directories.set(dirname(file), names)
    names.push(basename(file))
  }
  return directories
}

/** What a file with another name, such as compose.prod.yaml, changes or adds. */
async function variantProject(
  file: string,
  main: ComposeProject | undefined,
  read: Read,
  environment: NodeJS.ProcessEnv,
  disk: Files,
): Promise<ComposeProject> {
  const alone = readCompose([file], environment, disk)
  // by its name alone it may be anything: a template, a file of another program
  if (alone.services.size === 0)
    return {
      ...alone,
      troubles: alone.troubles.map(trouble => ({ ...trouble, fatal: false })),
      files: [file],
      variant: file,
    }
  const changes = main !== undefined && [...alone.services].some(service => main.services.has(service))
  if (!changes) return { ...(await read([file])), variant: file }
  const whole = await read([main.files[0]!, file])
  const before = new Set(main.builds.map(substance))
  const said = new Set(main.troubles.map(trouble => JSON.stringify(trouble)))
  return {
    ...whole,
    builds: whole.builds.filter(build => !before.has(substance(build))).map(build => ({ ...build, file })),
    troubles: whole.troubles.filter(trouble => !said.has(JSON.stringify(trouble))),
    variant: file,
  }
}

function substance({ file, at, ...build }: DeclaredBuild): string {
  return JSON.stringify(build)
}
