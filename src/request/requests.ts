import { isAbsolute, join, relative, resolve } from 'node:path'
import { thisMachine } from '../context/this-machine.ts'
import type { Files } from '../model/files.ts'
import type { Builder, BuildRequest, DockerfileSource } from '../model/request.ts'
import type { Incomplete } from '../model/snapshot.ts'
import type { DeclaredBuild, Trouble } from './declared.ts'
import { findDockerfile } from './dockerfile.ts'
import { isReference, isRemote, withoutCredentials } from './references.ts'

/** What every request of one discovery shares. Directories are absolute. */
export interface Surroundings {
  /** what paths in reports are relative to */
  root: string
  cwd: string
  builder: Builder
  files: Files
}

/** How reports call a file: relative to the root where it lies there. */
export function shown(file: string, root: string): string {
  if (file === root) return '.'
  return file.startsWith(`${root}/`) ? file.slice(root.length + 1) : file
}

export function incompleteOf({ file, line, ...rest }: Trouble, root: string): Incomplete {
  return { ...rest, path: line === 0 ? shown(file, root) : `${shown(file, root)}:${line}` }
}

/**
 * Looks for what a declared build names. Without a request nothing of it could be audited, but for the directories among
 * its named contexts where the main one is not of this machine: `lone`.
 */
export function requestOf(
  build: DeclaredBuild,
  around: Surroundings,
): { request?: BuildRequest; lone?: BuildRequest[]; troubles: Trouble[] } {
  const { kind, name, file, args, secrets, ssh, target, platform } = build
  const dir = isAbsolute(build.context) ? directory(build.context, around.files) : undefined
  const origin = { kind, label: `${shown(file, around.root)}, ${name}` }
  const { contexts, troubles } = namedContextsOf(build, around)
  if (dir === undefined) {
    const missing = withoutContext(build, around)
    if (missing.fatal) return { troubles: [missing] }
    const lone = loneContexts(Object.fromEntries(contexts), { ...around, origin })
    return { lone, troubles: [missing, ...troubles] }
  }
  const request: BuildRequest = {
    context: contextIn(around.files, dir, relative(around.cwd, dir) || '.'),
    dockerfile: dockerfileOf(build, dir, around),
    builder: around.builder,
    ...(target !== undefined && { target }),
    ...(Object.keys(args).length > 0 && { buildArgs: args }),
    ...(platform !== undefined && { platform }),
    ...(contexts.length > 0 && { namedContexts: Object.fromEntries(contexts) }),
    ...(secrets.length > 0 && { secrets }),
    ...(ssh.length > 0 && { ssh }),
    origin,
  }
  return { request, troubles }
}

const MEND = 'mend it: the build fails on it too'

function withoutContext({ name, context, at }: DeclaredBuild, { root }: Surroundings): Trouble {
  const what = `${name} was not audited`
  if (!isRemote(context) && !context.includes('://')) {
    const problem = context === '' ? 'is blank' : `${shown(context, root)} is no directory`
    return { what, ...at, reason: `its context ${problem}`, hint: MEND, fatal: true }
  }
  const reason = `its context ${withoutCredentials(context)} is not of this machine`
  return { what, ...at, reason, hint: 'audit a clone of it', fatal: false }
}

function namedContextsOf({ name, contexts, at }: DeclaredBuild, { root, files }: Surroundings) {
  const found: [string, string][] = []
  const troubles: Trouble[] = []
  for (const [key, value] of Object.entries(contexts)) {
    if (isReference(value) || value.includes('://')) found.push([key, targetOfService(value)])
    else if (directory(value, files) !== undefined) found.push([key, value])
    else {
      const what = `the named context ${key} of ${name} was not audited`
      const reason = `${shown(value, root)} is no directory`
      troubles.push({ what, ...at, reason, hint: MEND, fatal: true })
    }
  }
  return { contexts: found, troubles }
}

/** What compose makes of `service:` for the builder (docker/compose pkg/compose/build_bake.go additionalContexts). */
function targetOfService(value: string): string {
  return value.startsWith('service:')
    ? `target:${value.slice('service:'.length).replaceAll('.', '_')}`
    : value
}

/** For what a file declares, a Dockerfile that is not there is an error, be it named or not. */
function dockerfileOf(
  { inline, dockerfile, at }: DeclaredBuild,
  dir: string,
  { root, cwd, builder, files }: Surroundings,
): DockerfileSource {
  if (inline !== undefined) {
    const { text, line } = inline
    return { kind: 'inline', text, label: shown(inline.file, root), ...(line > 0 && { line }) }
  }
  const given = dockerfile === undefined ? undefined : relative(cwd, resolve(dir, dockerfile))
  const source = findDockerfile(dir, builder, cwd, given, files)
  const place = `${shown(at.file, root)}${at.line === 0 ? '' : `:${at.line}`}`
  const hint = `mend what ${place} says: the build fails on it too`
  if (source.kind === 'refused') return { ...source, hint }
  if (source.kind !== 'none') return source
  const reason = 'failed to read dockerfile: open Dockerfile: no such file or directory'
  return { kind: 'refused', file: join(dir, 'Dockerfile'), reason, hint }
}

/** A directory as a context; `given` is how people write it. */
export function contextIn(files: Files, dir: string, given: string): BuildRequest['context'] {
  return { kind: 'directory', dir, given, ...(files !== thisMachine && { files }) }
}

/** Absolute and free of links; undefined where it is none, or can't be reached. */
export function directory(path: string, files: Files): string | undefined {
  try {
    const real = files.realpath(path)
    return files.stat(real).kind === 'directory' ? real : undefined
  } catch {
    return undefined
  }
}

/**
 * The directories among the named contexts of a build whose Dockerfile is not of this machine: what it takes of them is
 * not known, so each is audited as if all of it were sent. `contexts` are absolute, or references.
 */
export function loneContexts(
  contexts: Readonly<Record<string, string>>,
  {
    cwd,
    builder,
    files,
    origin,
  }: { cwd: string; builder: Builder; files: Files; origin: BuildRequest['origin'] },
): BuildRequest[] {
  return Object.entries(contexts).flatMap(([named, path]) => {
    const dir = isAbsolute(path) ? directory(path, files) : undefined
    if (dir === undefined) return []
    const context = contextIn(files, dir, relative(cwd, dir) || '.')
    return [{ context, dockerfile: { kind: 'none' }, builder, named, origin }]
  })
}
