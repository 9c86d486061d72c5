import { dirname, resolve } from 'node:path'
import { isWebAddress } from '../../dockerfile/plan/git-ref.ts'
import { printable } from '../../model/printable.ts'
import { readText } from '../read-text.ts'
import { shownArgument, withoutCredentials } from '../references.ts'
import { refuseTwiceStdin, sharedFacts } from './build-facts.ts'
import { buildCommand, type Call, named, other, readGlobals, refuseCompose, subcommand } from './call.ts'
import type { Command, CommandBuild, CommandDockerfile } from './command.ts'
import { isFile, podmanContext } from './contexts.ts'
import { fieldsOf, isOn, lastUse, lastValue, type ReadArguments, readFlags, valuesOf } from './flags.ts'
import { podmanSecretsOf } from './secrets.ts'
import { BUILDAH, BUILDAH_BUILD, PODMAN, PODMAN_BUILD } from './tables/podman.ts'
import { unplaced } from './unplaced.ts'

/** `podman …`, and `docker …` where that is podman. `name` is what it is called. */
export function readPodman(call: Call, name: string): Command {
  const [word, next] = readGlobals(call, call.program + 1, PODMAN, name)?.words ?? []
  switch (word?.text) {
    case 'build':
      return podmanBuild(call, { tool: 'podman', name: `${name} build`, from: word.index + 1 })
    case 'image':
    case 'buildx':
    case 'builder': {
      const group = `${name} ${word.text}`
      const inner = subcommand(call, word, group)
      if (inner?.text !== 'build') return other(call, named(group, inner))
      return podmanBuild(call, { tool: 'podman', name: `${group} build`, from: inner.index + 1 })
    }
    case 'compose':
      refuseCompose(call, word, `${name} compose`)
      return other(call, `${name} compose`)
    case 'farm':
    case 'kube':
    case 'play':
      if (call.argv.some(text => /^(--)?build(=|$)/.test(text)))
        throw unplaced(`${name} ${word.text}`, 'what it builds is not understood')
      return other(call, named(name, word, next))
    default:
      return other(call, named(name, word, next))
  }
}

/** `buildah …` */
export function readBuildah(call: Call): Command {
  const [word] = readGlobals(call, call.program + 1, BUILDAH, 'buildah')?.words ?? []
  if (word === undefined || !['build', 'bud', 'build-using-dockerfile'].includes(word.text))
    return other(call, named('buildah', word))
  return podmanBuild(call, { tool: 'buildah', name: `buildah ${word.text}`, from: word.index + 1 })
}

interface PodmanStart {
  tool: 'podman' | 'buildah'
  name: string
  from: number
}

/** buildah's flags end at its context (cmd/buildah/build.go SetInterspersed), those of podman go on behind it. */
function podmanBuild(call: Call, { tool, name, from }: PodmanStart): Command {
  const isBuildah = tool === 'buildah'
  const table = isBuildah ? BUILDAH_BUILD : PODMAN_BUILD
  const read = readFlags(call.argv, from, { table, command: name, interspersed: !isBuildah })
  if (isOn(read, 'help')) return other(call, `${name} --help`)
  const files = fieldsOf(read, 'file', name)
  if (read.positionals.length > 1)
    throw unplaced(name, `"${printable(shownArgument(read.positionals[1]!.text))}" stands behind the context`)
  const place = isBuildah ? buildahPlace(read, files, call, name) : podmanPlace(read, files, name)
  const platform = platformOf(read, name)
  const ignoreFile = lastValue(read, 'ignorefile')
  const build: CommandBuild = {
    ...place,
    ...sharedFacts(read, call, argFiles(read, call, name)),
    secrets: podmanSecretsOf(valuesOf(read, 'secret'), { ...call, command: name }),
    ...(platform !== undefined && { platform }),
    ...(ignoreFile !== undefined && { ignoreFile }),
  }
  refuseTwiceStdin(build, name)
  return buildCommand(call, {
    tool,
    name,
    builder: 'podman',
    does: 'build',
    builds: [build],
    flagsAt: from,
    ...(read.dashes !== undefined && { dashes: read.dashes }),
  })
}

type Place = Pick<CommandBuild, 'context' | 'dockerfile'>

/**
 * Without a context podman takes stdin for `-f -`, else the directory of the first file that is no address:
 * containers/podman cmd/podman/common/build.go ParseBuildOpts.
 */
function podmanPlace(read: ReadArguments, files: readonly string[], name: string): Place {
  const [given] = read.positionals
  if (given !== undefined)
    return { context: podmanContext(given, name), dockerfile: dockerfileOf(read, files, name) }
  const use = lastUse(read, 'file')
  if (files.includes('-')) {
    if (files.length > 1) throw unplaced(name, 'one Dockerfile of several comes from stdin')
    return { context: { kind: 'stdin', at: use!.at }, dockerfile: { kind: 'default' } }
  }
  const first = files.find(file => !/^(https?:\/\/|git:\/\/|github\.com\/)/.test(file))
  if (first === undefined)
    throw unplaced(name, 'it names neither a context nor a Dockerfile', 'name a context: . is this directory')
  const dir = dirname(first)
  // what a shell hands over by `<(…)` lies in no directory that podman takes
  const isPipe = dir === '/dev/fd' || dir === '/proc/self/fd'
  return {
    context: isPipe ? { kind: 'none' } : { kind: 'directory', given: dir },
    dockerfile: dockerfileOf(read, files, name),
  }
}

/**
 * Without a context buildah takes the working directory; a file in the place of the context is a Dockerfile beside which
 * its context lies: containers/buildah pkg/cli/build.go GenBuildOptions, pkg/util/util.go DiscoverContainerfile.
 */
function buildahPlace(read: ReadArguments, files: readonly string[], call: Call, name: string): Place {
  const [given] = read.positionals
  const dockerfile = dockerfileOf(read, files, name)
  if (given === undefined) return { context: { kind: 'directory', given: '.' }, dockerfile }
  const context = podmanContext(given, name)
  if (dockerfile.kind !== 'default' || context.kind !== 'directory' || !isFile(resolve(call.cwd, given.text)))
    return { context, dockerfile }
  return {
    context: { ...context, given: dirname(given.text) },
    dockerfile: { kind: 'files', given: [given.text] },
  }
}

function dockerfileOf(read: ReadArguments, files: readonly string[], name: string): CommandDockerfile {
  const [first] = files
  if (first === undefined) return { kind: 'default' }
  const { at } = lastUse(read, 'file')!
  if (files.length > 1) {
    const odd = files.find(file => file === '-' || isWebAddress(file))
    if (odd !== undefined) throw unplaced(name, `${shownArgument(odd)} is one Dockerfile of several`)
  }
  if (first === '-') return { kind: 'stdin', at }
  if (isWebAddress(first)) return { kind: 'remote', text: withoutCredentials(first), at }
  return { kind: 'files', given: files, at }
}

/** `--platform`, or what `--os`, `--arch` and `--variant` say together. */
function platformOf(read: ReadArguments, name: string): string | undefined {
  const platforms = fieldsOf(read, 'platform', name)
  if (platforms.length > 0) return platforms.join(',')
  const [os, arch, variant] = ['os', 'arch', 'variant'].map(flag => lastValue(read, flag))
  if (arch === undefined) return undefined
  return [os ?? 'linux', arch, ...(variant === undefined ? [] : [variant])].join('/')
}

/** Lines of `--build-arg-file`; those of `--build-arg` win (containers/buildah pkg/cli/build.go readBuildArgFile). */
function argFiles(read: ReadArguments, { cwd }: Call, name: string): string[] {
  return valuesOf(read, 'build-arg-file').flatMap(file => {
    const read = readText(resolve(cwd, file), 2 ** 20)
    if ('reason' in read) throw unplaced(name, `--build-arg-file ${file} can't be read: ${read.reason}`)
    return read.text.split('\n').filter(line => line !== '' && !line.startsWith('#'))
  })
}
