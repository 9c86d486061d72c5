import { csvFields } from '../../dockerfile/csv.ts'
import { parseBool } from '../../dockerfile/numbers.ts'
import { Refusal } from '../../dockerfile/refusal.ts'
import type { UsageError } from '../../errors.ts'
import { printable } from '../../model/printable.ts'
import type { ArgumentPlace } from './command.ts'
import type { Flag, FlagTable } from './flag-table.ts'
import { unplaced } from './unplaced.ts'

/** One use of a flag; a cluster such as `-qt x` is several. */
export interface FlagUse {
  name: string
  /** `true` for a boolean without a value */
  value: string
  at: ArgumentPlace
}

export interface Positional {
  text: string
  /** in `argv` */
  index: number
}

export interface ReadArguments {
  uses: readonly FlagUse[]
  positionals: readonly Positional[]
  /** index of the `--` that ends the flags, where there is one */
  dashes?: number
}

export interface Grammar {
  table: FlagTable
  /** whose arguments they are, for errors: `docker build` */
  command: string
  /** false: the first argument that is no flag ends them */
  interspersed: boolean
}

/**
 * Reads arguments from `argv[from]` on by the rules of spf13/pflag (flag.go parseArgs, parseLongArg,
 * parseSingleShortArg). Throws a UsageError that names a flag which the table does not know, one without the value it
 * needs, and a boolean whose value is none.
 */
export function readFlags(argv: readonly string[], from: number, grammar: Grammar): ReadArguments {
  const uses: FlagUse[] = []
  const positionals: Positional[] = []
  const rest = (start: number) => {
    for (let index = start; index < argv.length; index++) positionals.push({ text: argv[index]!, index })
  }
  for (let index = from; index < argv.length; index++) {
    const text = argv[index]!
    if (text === '--') {
      rest(index + 1)
      return { uses, positionals, dashes: index }
    }
    if (text.length < 2 || text[0] !== '-') {
      if (!grammar.interspersed) {
        rest(index)
        return { uses, positionals }
      }
      positionals.push({ text, index })
      continue
    }
    const read = text.startsWith('--') ? readLong(argv, index, grammar) : readCluster(argv, index, grammar)
    uses.push(...read)
    index = Math.max(index, read.at(-1)!.at.index)
  }
  return { uses, positionals }
}

function readLong(argv: readonly string[], index: number, grammar: Grammar): FlagUse[] {
  const text = argv[index]!
  const equals = text.indexOf('=')
  const given = text.slice(2, equals < 0 ? undefined : equals)
  if (given === '' || given.startsWith('-'))
    throw unplaced(grammar.command, `bad flag syntax: ${shown(text.split('=', 1)[0]!)}`)
  const flag = grammar.table.long.get(given)
  if (flag === undefined) throw unplaced(grammar.command, `unknown flag: --${shown(given)}`)
  if (equals >= 0) return [used(flag, text.slice(equals + 1), { index, offset: equals + 1 }, grammar)]
  if (flag.bare !== undefined)
    return [{ name: flag.name, value: flag.bare, at: { index, offset: text.length } }]
  return [following(flag, argv, index, `--${flag.name}`, grammar)]
}

/** `-t x`, `-tx`, `-t=x`, `-qt x` */
function readCluster(argv: readonly string[], index: number, grammar: Grammar): FlagUse[] {
  const text = argv[index]!
  const uses: FlagUse[] = []
  for (let at = 1; at < text.length; at++) {
    const letter = text[at]!
    const flag = grammar.table.short.get(letter)
    if (flag === undefined) throw unplaced(grammar.command, `unknown shorthand flag: -${shown(letter)}`)
    // pflag takes the sign only where something stands behind it
    if (text[at + 1] === '=' && text.length > at + 2)
      return [...uses, used(flag, text.slice(at + 2), { index, offset: at + 2 }, grammar)]
    if (flag.bare !== undefined)
      uses.push({ name: flag.name, value: flag.bare, at: { index, offset: at + 1 } })
    else if (at + 1 < text.length)
      return [...uses, used(flag, text.slice(at + 1), { index, offset: at + 1 }, grammar)]
    else uses.push(following(flag, argv, index, `-${letter}`, grammar))
  }
  return uses
}

function following(
  flag: Flag,
  argv: readonly string[],
  index: number,
  spelling: string,
  grammar: Grammar,
): FlagUse {
  const value = argv[index + 1]
  if (value === undefined) throw unplaced(grammar.command, `${spelling} needs a value`)
  return used(flag, value, { index: index + 1, offset: 0 }, grammar)
}

function used(flag: Flag, value: string, at: ArgumentPlace, { command }: Grammar): FlagUse {
  if (flag.kind === 'boolean' && parseBool(value) === undefined)
    throw unplaced(command, `--${flag.name} is on or off, and its value is neither`)
  return { name: flag.name, value, at }
}

function shown(text: string): string {
  return printable(text.length > 60 ? `${text.slice(0, 8)}…` : text)
}

/** The uses of a flag, in order. */
export function usesOf({ uses }: ReadArguments, name: string): FlagUse[] {
  return uses.filter(use => use.name === name)
}

/** Its values, in order. */
export function valuesOf(read: ReadArguments, name: string): string[] {
  return usesOf(read, name).map(({ value }) => value)
}

/** Of a flag that counts once the last value does. */
export function lastUse(read: ReadArguments, name: string): FlagUse | undefined {
  return usesOf(read, name).at(-1)
}

/** The last value; undefined where there is none or it is blank, which for every flag asked here means its default. */
export function lastValue(read: ReadArguments, name: string): string | undefined {
  return lastUse(read, name)?.value || undefined
}

/** Whether a boolean flag is on. */
export function isOn(read: ReadArguments, name: string): boolean {
  return parseBool(lastValue(read, name) ?? 'false') === true
}

/** The fields of values that commas separate (pflag string_slice.go). */
export function fieldsOf(read: ReadArguments, name: string, command: string): string[] {
  return valuesOf(read, name).flatMap(value => (value === '' ? [] : csv(value, name, command)))
}

function csv(value: string, name: string, command: string): string[] {
  try {
    return csvFields(value)
  } catch (error) {
    if (error instanceof Refusal) throw badValue(command, name, error.message)
    throw error
  }
}

/** A value that the tool refuses too; it is not shown, since it may hold anything. */
export function badValue(command: string, name: string, reason: string): UsageError {
  return unplaced(command, `the value of --${name} can't be read: ${printable(reason)}`)
}
