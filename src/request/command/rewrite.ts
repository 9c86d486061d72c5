import type { ArgumentPlace, BuildCommand, CommandBuild } from './command.ts'
import { podmanFile } from './dockerfile-options.ts'

/** Where a build is to find its files in place of its own context. Paths are absolute. */
export interface Replacement {
  /** of bake, the target that is meant; absent for a command that names its one context */
  target?: string
  directory: string
  /** in place of the Dockerfile that the command names, or that lies in its context; absent: it stays as it is */
  dockerfile?: string
}

export type Rewritten =
  | { argv: string[] }
  /** why no arguments can say it, for people */
  | { unsupported: string }

/**
 * The command with other directories for its contexts, everything else untouched. For bake each target is told by `--set`;
 * with `allowReads` (buildx from 0.18 on, which asks for it from 0.20 on) by `--allow=fs.read=…` besides.
 */
export function rewriteCommand(
  command: BuildCommand,
  replacements: readonly Replacement[],
  { allowReads = false }: { allowReads?: boolean } = {},
): Rewritten {
  if (command.project?.kind === 'compose')
    return {
      unsupported: `${command.name} takes its contexts from the compose file, and no option replaces them`,
    }
  if (command.project?.kind === 'bake') return withSets(command, replacements, allowReads)
  const [build] = command.builds
  const [replacement] = replacements
  if (build?.context.kind !== 'directory' || replacement === undefined)
    return { unsupported: `the context of ${command.name} is no directory of this machine` }
  return { argv: replaced(command, build, build.context, replacement) }
}

function replaced(
  command: BuildCommand,
  { dockerfile }: CommandBuild,
  context: { given: string; at?: ArgumentPlace },
  { directory, dockerfile: other }: Replacement,
): string[] {
  const argv = [...command.argv]
  if (context.at !== undefined) put(argv, context.at, directory)
  else argv.push(directory)

  const place = 'at' in dockerfile ? dockerfile.at : undefined
  const file =
    other ?? (dockerfile.kind === 'files' ? filesValue(command, dockerfile.given, context.given) : undefined)
  if (file === undefined) return argv
  if (place !== undefined) put(argv, place, file)
  else argv.splice(command.flagsAt, 0, '-f', file)
  return argv
}

/**
 * podman and buildah look for a Dockerfile in the context too, which is another now: all become absolute. For the others
 * `-f` is relative to the working directory, and stays as it is.
 */
function filesValue(
  { builder, cwd }: BuildCommand,
  given: readonly string[],
  contextDir: string,
): string | undefined {
  if (builder !== 'podman') return undefined
  return given.map(file => csvField(podmanFile(file, contextDir, cwd))).join(',')
}

function csvField(text: string): string {
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

function put(argv: string[], { index, offset }: ArgumentPlace, value: string): void {
  argv[index] = argv[index]!.slice(0, offset) + value
}

/** docker/buildx bake/bake.go newOverrides, AddOverrides: of several the last counts, so these stand behind all others. */
function withSets(
  { argv, dashes }: BuildCommand,
  replacements: readonly Replacement[],
  allowReads: boolean,
): Rewritten {
  const sets = replacements.flatMap(({ target, directory, dockerfile }) => [
    '--set',
    `${target}.context=${directory}`,
    ...(dockerfile === undefined ? [] : ['--set', `${target}.dockerfile=${dockerfile}`]),
    ...(allowReads ? [`--allow=fs.read=${directory}`] : []),
  ])
  const end = dashes ?? argv.length
  return { argv: [...argv.slice(0, end), ...sets, ...argv.slice(end)] }
}
