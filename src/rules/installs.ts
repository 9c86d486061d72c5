import type { RunCommand } from '../model/dockerfile.ts'
import { INSTALLERS, type Installer, PROJECT_OPTIONS, VALUE_OPTIONS } from './installers.ts'
import { commandsOf } from './shell-commands.ts'

/** An install that a RUN makes. */
export interface Install {
  /** the first of the installer's names */
  tool: string
  /** as it is told: `npm ci` */
  command: string
  /** the files that it goes by; none where the command line says all that is installed */
  reads: readonly string[]
}

/** In their order. Installs of files that lie in the context or in the image are left out: those need the files. */
export function installsOf(run: RunCommand): Install[] {
  return commandsOf(run).flatMap(words => installOf(words) ?? [])
}

const BY_NAME = new Map(INSTALLERS.flatMap(installer => installer.names.map(name => [name, installer])))

function installOf(given: readonly string[]): Install | undefined {
  const words = withoutInterpreter(given)
  const installer = BY_NAME.get(words[0]!.replace(/(?<=^pip)[\d.]+$/, ''))
  if (installer === undefined) return undefined
  const { named, options } = readArguments(words.slice(1))
  const made = { tool: installer.names[0]!, reads: installer.reads }
  const restores = subcommandOf(installer.restores, named, installer.tasks === true)
  if (restores !== undefined) {
    // without any word some install, unless they are asked for something else
    if (restores.words.length === 0 && options.some(option => /^(-v|-h|--version|--help)$/.test(option)))
      return undefined
    return { ...made, command: [words[0], ...restores.words].join(' ') }
  }
  const adds = subcommandOf(installer.adds ?? [], named, false)
  if (adds === undefined) return undefined
  const command = [words[0], ...adds.words].join(' ')
  if (isProject(installer, adds.rest, options)) return { ...made, command }
  // a package in a file is read from there
  return adds.rest.some(isFile) ? undefined : { ...made, command, reads: [] }
}

/** `python3 -m pip install` is `pip install`. */
function withoutInterpreter(words: readonly string[]): readonly string[] {
  return /^python[\d.]*$/.test(words[0]!) && words[1] === '-m' && words.length > 2 ? words.slice(2) : words
}

function readArguments(words: readonly string[]): { named: string[]; options: string[] } {
  const named: string[] = []
  const options: string[] = []
  for (let at = 0; at < words.length; at++) {
    const word = words[at]!
    if (!word.startsWith('-')) named.push(word)
    else {
      options.push(word.split('=')[0]!)
      if (VALUE_OPTIONS.has(word) || PROJECT_OPTIONS.has(word)) at++
    }
  }
  return { named: named.filter(word => !/^\d*[<>]/.test(word)), options }
}

function subcommandOf(
  subcommands: readonly string[],
  named: readonly string[],
  anywhere: boolean,
): { words: string[]; rest: string[] } | undefined {
  for (const subcommand of subcommands) {
    const parts = subcommand === '' ? [] : subcommand.split(' ')
    if (parts.length === 0 && named.length > 0) continue
    const last = anywhere ? named.length - parts.length : 0
    for (let at = 0; at <= last; at++) {
      if (parts.every((part, i) => isPart(part, named[at + i])))
        return { words: named.slice(at, at + parts.length), rest: named.slice(at + parts.length) }
    }
  }
  return undefined
}

/** `dependency:*` is any goal of that plugin. */
function isPart(part: string, word = ''): boolean {
  return part.endsWith('*') ? word.startsWith(part.slice(0, -1)) : word === part
}

function isProject({ reads }: Installer, rest: readonly string[], options: readonly string[]): boolean {
  if (reads.length === 0) return false
  const isGlobal = options.includes('-g') || options.includes('--global')
  return (
    options.some(option => PROJECT_OPTIONS.has(option)) ||
    (rest.length === 0 && !isGlobal) ||
    rest.some(word => /^\.{1,2}(\[.*\])?$/.test(word))
  )
}

function isFile(word: string): boolean {
  return /^\.{0,2}\/|\.(deb|rpm|apk|whl|gem|tgz|tar\.gz|zip)$/.test(word)
}
