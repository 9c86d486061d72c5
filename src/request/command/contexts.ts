import { existsSync, type Stats, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { isWebAddress, parseGitReference } from '../../dockerfile/plan/git-ref.ts'
import type { Builder } from '../../model/request.ts'
import { isRemote, withoutCredentials } from '../references.ts'
import type { CommandContext } from './command.ts'
import type { Positional } from './flags.ts'
import { unplaced } from './unplaced.ts'

/**
 * What the argument of a docker or nerdctl build names: docker/buildx build/opt.go loadInputs, where a directory wins, and
 * docker/cli cli/command/image/build/context_detect.go, where anything does that exists.
 */
export function dockerContext(
  { text, index }: Positional,
  { builder, cwd, command }: { builder: Builder; cwd: string; command: string },
): CommandContext {
  const at = { index, offset: 0 }
  if (text === '') throw unplaced(command, 'the context is blank', 'name a directory: . is this one')
  if (text === '-') return { kind: 'stdin', at }
  const path = resolve(cwd, text)
  const isLocal = builder === 'classic' ? existsSync(path) : isDirectory(path)
  if (!isLocal && isRemote(text)) return remote(text, at)
  return { kind: 'directory', given: text, at }
}

/** The same for podman and buildah: containers/buildah define/types.go TempDirForURL. */
export function podmanContext({ text, index }: Positional, command: string): CommandContext {
  const at = { index, offset: 0 }
  if (text === '') throw unplaced(command, 'the context is blank', 'name a directory: . is this one')
  if (text === '-') return { kind: 'stdin', at }
  if (isWebAddress(text) || text.startsWith('git://') || text.startsWith('github.com/'))
    return remote(text, at)
  return { kind: 'directory', given: text, at }
}

function remote(text: string, at: { index: number; offset: number }): CommandContext {
  const git = parseGitReference(text)
  const protocol = git === undefined || 'reason' in git ? 'http' : 'git'
  return { kind: 'remote', protocol, text: withoutCredentials(text), at }
}

function isDirectory(path: string): boolean {
  return statOf(path)?.isDirectory() === true
}

export function isFile(path: string): boolean {
  return statOf(path)?.isFile() === true
}

/** What can't be looked at is not there. */
function statOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false })
  } catch {
    return undefined
  }
}
