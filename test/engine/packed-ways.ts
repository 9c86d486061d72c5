import { randomUUID } from 'node:crypto'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { BIN } from '../helpers/cli.ts'
import { isLostLayer } from './classic-build.ts'
import { filesOfImages, filesOfTar, type ImageFiles } from './image-files.ts'
import { type CommandRun, runCommand } from './run-command.ts'

/** A build as its user has it in mind. */
export interface WantedBuild {
  builder: 'buildkit' | 'classic'
  contextDir: string
  /** the value of `-f`, if any */
  file?: string
  /** what is on standard input, where that is `-` */
  dockerfileOnStdin?: string
  /** as ctxguard and docker take them alike: target, build arguments, named contexts */
  flags: readonly string[]
  /** an empty directory for what comes up on the way */
  work: string
  /** audits first, and must find nothing */
  checked: boolean
}

/** What one of the ways to build came to. */
export interface Outcome {
  /** null where it was refused */
  files: ImageFiles | null
  /** what ctxguard said */
  said: string
  /** what docker said */
  docker: string
}

export const WAYS = ['directory', 'tar', 'stage', 'minimal'] as const
export type Way = (typeof WAYS)[number]

/** A finished command, and where what it built is to be found. */
interface Built {
  said: string
  docker: CommandRun | null
  image: string
}

/**
 * Builds the same in all ways. The classic builder, which sleeps most of the time, does so at once; BuildKit one after the
 * other: it makes one step of those of the same content that are under way together, whatever their times.
 */
export async function buildAllWays(wanted: WantedBuild): Promise<Record<Way, Outcome>> {
  const builds = { directory: buildDirectory, tar: buildTar, stage: buildStaged, minimal: buildMinimal }
  const build = async (way: Way): Promise<[Way, Built]> => {
    const once = await builds[way](wanted)
    return [way, lostLayer(once) ? await builds[way](wanted) : once]
  }
  const built: [Way, Built][] = []
  if (wanted.builder === 'classic') built.push(...(await Promise.all(WAYS.map(build))))
  else for (const way of WAYS) built.push(await build(way))
  const images = await (wanted.builder === 'buildkit' ? exported(built) : saved(built, wanted.work))
  const outcomes = built.map(([way, { said, docker }]): [Way, Outcome] => [
    way,
    { files: images.get(way) ?? null, said, docker: docker === null ? 'not started' : docker.stderr },
  ])
  return Object.fromEntries(outcomes) as Record<Way, Outcome>
}

/** The daemon does not find what it has just written (moby, classic builder): somebody else removed the same. */
function lostLayer({ docker }: Built): boolean {
  return docker !== null && docker.status !== 0 && isLostLayer(docker.stderr)
}

async function exported(built: readonly [Way, Built][]): Promise<Map<Way, ImageFiles>> {
  const images = new Map<Way, ImageFiles>()
  for (const [way, { docker, image }] of built) {
    if (docker?.status !== 0) continue
    images.set(way, await filesOfTar(image))
    rmSync(image)
  }
  return images
}

/** All with one call: each takes its time. */
async function saved(built: readonly [Way, Built][], work: string): Promise<Map<Way, ImageFiles>> {
  const images = new Map<Way, string>()
  for (const [way, { docker, image }] of built) if (docker?.status === 0) images.set(way, image)
  const names = [...images.values()]
  const file = join(work, 'saved.tar')
  try {
    if (names.length === 0) return new Map()
    const { stdout } = await runCommand(['docker', 'image', 'inspect', '--format', LAYERS, ...names])
    // what has no layer can't be saved
    const filled = names.filter((_, i) => stdout.split('\n')[i] !== '0')
    if (filled.length === 0) return new Map([...images.keys()].map(way => [way, new Map()]))
    const { status, stderr } = await runCommand(['docker', 'save', '-o', file, ...filled])
    if (status !== 0) throw new Error(stderr)
    const files = await filesOfImages(file)
    return new Map([...images].map(([way, name]) => [way, files.get(name) ?? new Map()]))
  } finally {
    const steps = built.flatMap(([, { docker }]) => stepsOf(docker))
    await runCommand(['docker', 'rmi', '--force', ...names, ...steps])
    rmSync(file, { force: true })
  }
}

const LAYERS = '{{len .RootFS.Layers}}'

/** Each left an image, which stays where the build fails. */
function stepsOf(docker: CommandRun | null): string[] {
  return [...(docker?.stdout ?? '').matchAll(/^ ---> ([0-9a-f]{12})$/gm)].map(([, id]) => id!).reverse()
}

function environment({ builder }: WantedBuild): NodeJS.ProcessEnv {
  return { DOCKER_BUILDKIT: builder === 'buildkit' ? '1' : '0' }
}

/** Where a build puts its image, and the flags that say so. */
function destination({ builder, work }: WantedBuild): { image: string; flags: string[] } {
  const name = `ctxguard-${randomUUID()}`
  const flags = ['--no-cache', '--network=none']
  if (builder === 'classic') return { image: name, flags: [...flags, '--force-rm', '-t', name] }
  const image = join(work, `${name}.tar`)
  return { image, flags: [...flags, '--output', `type=tar,dest=${image}`] }
}

/** The arguments of a build of the directory, as its user would give them. */
function plainArguments({ file, flags, contextDir }: WantedBuild, more: readonly string[]): string[] {
  return [...(file === undefined ? [] : ['-f', file]), ...flags, ...more, contextDir]
}

async function buildDirectory(wanted: WantedBuild): Promise<Built> {
  const { image, flags } = destination(wanted)
  const docker = await runCommand(['docker', 'build', ...plainArguments(wanted, flags)], onStdin(wanted))
  return { said: '', docker, image }
}

function onStdin(wanted: WantedBuild) {
  const { work, dockerfileOnStdin: input } = wanted
  return { cwd: work, env: environment(wanted), ...(input !== undefined && { input }) }
}

function ctxguard(wanted: WantedBuild, command: string, more: readonly string[]): Promise<CommandRun> {
  const args = plainArguments(wanted, [`--builder=${wanted.builder}`, ...more])
  const check = wanted.checked ? [] : ['--no-check']
  return runCommand([process.execPath, BIN, command, ...check, ...args], onStdin(wanted))
}

async function buildTar(wanted: WantedBuild): Promise<Built> {
  const tar = join(wanted.work, `${randomUUID()}.tar`)
  const packed = await ctxguard(wanted, 'tar', ['-o', tar])
  if (packed.status !== 0) return { said: packed.stderr, docker: null, image: '' }
  return buildAsTold(wanted, packed, '-', tar)
}

async function buildStaged(wanted: WantedBuild): Promise<Built> {
  // BuildKit takes contexts of one name for versions of the same
  const out = join(wanted.work, `staged-${randomUUID()}`)
  const staged = await ctxguard(wanted, 'stage', ['--out', out])
  if (staged.status !== 0) return { said: staged.stderr, docker: null, image: '' }
  return buildAsTold(wanted, staged, staged.stdout.trim(), wanted.dockerfileOnStdin)
}

/** By the command that stderr tells, where it tells one. */
async function buildAsTold(
  wanted: WantedBuild,
  made: CommandRun,
  context: string,
  input?: string,
): Promise<Built> {
  const { image, flags } = destination(wanted)
  const told = /^(?:ctxguard: | {2})build it with: (.*)$/m.exec(made.stderr)?.[1]
  const script = told === undefined ? `docker build "$@" '${context}'` : `${told} "$@"`
  const docker = await runCommand(['bash', '-c', script, 'bash', ...wanted.flags, ...flags], {
    cwd: wanted.work,
    env: environment(wanted),
    ...(input !== undefined && { input }),
  })
  return { said: made.stderr, docker, image }
}

async function buildMinimal(wanted: WantedBuild): Promise<Built> {
  const { image, flags } = destination(wanted)
  const force = wanted.checked ? [] : ['--force', 'made up']
  const guard = [process.execPath, BIN, 'build', '--minimal', ...force, '--']
  const run = await runCommand(
    [...guard, 'docker', 'build', ...plainArguments(wanted, flags)],
    onStdin(wanted),
  )
  return { said: run.stderr, docker: run, image }
}
