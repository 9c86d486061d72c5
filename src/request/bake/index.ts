import { basename } from 'node:path'
import { thisMachine } from '../../context/this-machine.ts'
import type { Files } from '../../model/files.ts'
import type { DeclaredBuild, Trouble } from '../declared.ts'
import { type DockerAnswer, runDocker } from '../run-docker.ts'
import { type BakeTarget, bakeBuild } from './model.ts'
import { wantedNames } from './names.ts'
import { onDisk } from './on-disk.ts'
import { placesOf, printedTargets, readSource, type Source } from './sources.ts'
import { resolvedTargets } from './targets.ts'

/** The bake files of one directory, and the compose project beside them, which bake merges with them. */
export interface BakeGroup {
  /** absolute; bake is started there */
  dir: string
  /** absolute, in the order in which bake merges them */
  files: readonly string[]
  compose: { files: readonly string[]; services: ReadonlySet<string> }
}

/** In the order in which bake merges them: docker/buildx bake/bake.go defaultFilenames. */
export const BAKE_NAMES = [
  'docker-bake.json',
  'docker-bake.hcl',
  'docker-bake.override.json',
  'docker-bake.override.hcl',
]

/**
 * What the targets of bake files build. JSON is read here so far as it is plain; the rest is evaluated by
 * `docker buildx bake --print`, which builds nothing and needs no engine. Never rejects.
 */
export async function readBake(
  group: BakeGroup,
  environment: NodeJS.ProcessEnv,
  disk: Files = thisMachine,
): Promise<{ builds: DeclaredBuild[]; troubles: Trouble[] }> {
  const sources = group.files.map(file => readSource(file, environment, disk))
  const faulty = sources.find(({ fault }) => fault !== undefined)
  if (faulty !== undefined) return { builds: [], troubles: [unread(faulty.file, faulty.fault!)] }
  const plain = sources.flatMap(({ json }) => json ?? [])
  const open = sources.find(({ json }) => json === undefined || json.beyond.length > 0)
  const borrows = borrowing(sources, group.compose.services)
  if (open === undefined && !borrows)
    return { builds: declared(resolvedTargets(plain), sources, group), troubles: [] }

  const answer = await askBake(group, sources, borrows, environment, disk)
  const targets = 'stdout' in answer ? printedTargets(answer.stdout) : undefined
  if (targets !== undefined) return { builds: declared(targets, sources, group), troubles: [] }
  const known = plain.length === sources.length ? resolvedTargets(plain) : new Map<string, BakeTarget>()
  const failed = notEvaluated(open ?? sources[0]!, answer)
  return { builds: declared(known, sources, group), troubles: [failed] }
}

/** Whether a target is about a service of the compose project, or builds on one. */
function borrowing(sources: readonly Source[], services: ReadonlySet<string>): boolean {
  const blocks = sources.flatMap(source => source.blocks)
  const names = new Set(blocks.map(({ name }) => name))
  const targets = new Set([...services].map(service => service.replaceAll('.', '_')))
  return blocks.some(
    ({ kind, name, inherits }) =>
      kind === 'target' &&
      (targets.has(name) || inherits.some(base => !names.has(base) && targets.has(base))),
  )
}

/** A name that is none could be an option, or the address of another definition. */
const NAME = /^[a-zA-Z0-9_][a-zA-Z0-9_-]*$/

async function askBake(
  { dir, files, compose }: BakeGroup,
  sources: readonly Source[],
  borrows: boolean,
  environment: NodeJS.ProcessEnv,
  disk: Files,
): Promise<DockerAnswer> {
  const names = wantedNames(sources.flatMap(({ blocks }) => blocks)).filter(name => NAME.test(name))
  if (names.length === 0) return { stdout: '{}' }
  const ask = (...without: string[]) => {
    const unset = without.flatMap(field => ['--set', `*.${field}=`])
    return onDisk(disk, dir, [...(borrows ? compose.files : []), ...files], (place, there) => {
      const from = there.flatMap(file => ['-f', file])
      return runDocker(['buildx', 'bake', ...from, '--print', ...unset, '--', ...names], place, environment)
    })
  }
  // it wants an agent for ssh, and every secret's file to be there
  const answer = await ask('ssh')
  return 'failure' in answer && !answer.absent && /\bstat\b|secret/.test(answer.failure)
    ? ask('ssh', 'secrets')
    : answer
}

function declared(
  targets: ReadonlyMap<string, BakeTarget>,
  sources: readonly Source[],
  { dir, files, compose: { services } }: BakeGroup,
): DeclaredBuild[] {
  const places = placesOf(sources)
  const others = new Set([...services].map(service => service.replaceAll('.', '_')))
  return [...targets].flatMap(([name, target]) => {
    const place = places.get(name)
    // a service that no bake file says anything of is the compose project's
    if (place === undefined && others.has(name)) return []
    return [bakeBuild(name, target, { dir, file: place?.file ?? files[0]!, line: place?.line ?? 0 })]
  })
}

/** Says why a file could not be read at all. */
export function unread(file: string, { line, reason }: { line: number; reason: string }): Trouble {
  const hint = 'mend it: docker buildx bake refuses it too'
  return { what: `${basename(file)} could not be read`, file, line, reason, hint, fatal: true }
}

/** Says that docker did not evaluate a file. */
export function notEvaluated({ file, json }: Source, answer: DockerAnswer): Trouble {
  const failure = 'failure' in answer ? answer.failure : 'what docker printed is no definition'
  const absent = 'failure' in answer && answer.absent
  const [beyond] = json?.beyond ?? []
  const why = beyond === undefined ? failure : `${beyond.reason}, and ${failure}`
  return {
    what: `what ${basename(file)} builds is not known`,
    file,
    line: beyond?.line ?? 0,
    reason: why,
    hint: absent
      ? 'install docker with buildx to have it evaluated; Dockerfiles are found by name all the same'
      : 'see what docker says: docker buildx bake --print',
    // without docker nothing is evaluated, and that is the user's choice; one that fails leaves the answer open
    fatal: !absent,
  }
}
