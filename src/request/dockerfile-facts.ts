import { posix } from 'node:path'
import { readDockerfile } from '../dockerfile/read.ts'
import type { Command, CopyCommand, DockerfileText } from '../model/dockerfile.ts'
import type { Files } from '../model/files.ts'
import { readText } from './read-text.ts'
import { isRemote } from './references.ts'

/** What finding builds wants to know of a Dockerfile, without planning a build. */
export interface DockerfileFacts {
  stages: number
  /** paths of the context that it copies, up to the first wildcard: clean, relative; '' is the whole context */
  copied: readonly string[]
  /** arguments that may decide what is taken of the context */
  decisive: ReadonlySet<string>
}

/** Longer ones are not worth guessing about. */
const MOST_BYTES = 2 ** 20

export function factsOfFile(file: string, files: Files): DockerfileFacts | undefined {
  const read = readText(file, MOST_BYTES, files)
  return 'reason' in read ? undefined : factsOf(read.text)
}

export function factsOf(text: string): DockerfileFacts {
  const read = readDockerfile(text)
  const copies = read.commands.filter((command): command is CopyCommand => isCopy(command))
  const copied = copies
    .filter(({ from }) => from === null)
    .flatMap(({ sources }) => sources.flatMap(source => literalPath(source.text) ?? []))
  return { stages: read.stages.length, copied: [...new Set(copied)], decisive: decisiveArguments(read) }
}

function isCopy({ kind }: Command): boolean {
  return kind === 'copy' || kind === 'add'
}

function literalPath(written: string): string | undefined {
  const source = written.replace(/^(["'])(.*)\1$/, '$2')
  if (source.includes('$') || isRemote(source)) return undefined
  const wildcard = source.search(/[*?[\\]/)
  const path = posix.normalize(`/${wildcard < 0 ? source : source.slice(0, wildcard)}`).slice(1)
  return wildcard < 0 ? path.replace(/\/$/, '') : path
}

const VARIABLE = /\$\{?([A-Za-z_]\w*)/g

/** Those that a FROM which may name a stage, a COPY, a mount or a WORKDIR uses, be it through other variables. */
function decisiveArguments({ commands }: DockerfileText): Set<string> {
  const decisive = new Set<string>()
  const open = commands.filter(isDecisive).flatMap(({ text }) => variablesIn(text))
  const values = new Map<string, string[]>()
  for (const command of commands)
    if (command.kind === 'arg' || command.kind === 'env')
      for (const { key, value } of command.declared)
        values.set(key, [...(values.get(key) ?? []), ...variablesIn(value ?? '')])
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (decisive.has(name)) continue
    decisive.add(name)
    open.push(...(values.get(name) ?? []))
  }
  return decisive
}

function isDecisive(command: Command): boolean {
  if (command.kind === 'run') return command.mounts.length > 0
  // what holds a colon or a slash is an image, whatever the variable
  if (command.kind === 'from') return !/[:/@]/.test(command.base.text.replace(/\$\{[^}]*\}/g, ''))
  return isCopy(command) || command.kind === 'workdir' || command.kind === 'onbuild'
}

function variablesIn(text: string): string[] {
  return [...text.matchAll(VARIABLE)].map(([, name]) => name!)
}
