/**
 * - `boolean`: takes a value only behind `=`
 * - `value`: the last one counts
 * - `list`: every one counts
 * - `csv`: every one counts, and each may be several, separated by commas
 * - `optional`: a value that may be left out, and stands behind `=`
 */
type FlagKind = 'boolean' | 'value' | 'list' | 'csv' | 'optional'

export interface Flag {
  name: string
  kind: FlagKind
  letter?: string
  /** what it is worth without a value; absent: it needs one */
  bare?: string
}

export interface FlagTable {
  long: ReadonlyMap<string, Flag>
  short: ReadonlyMap<string, Flag>
}

/** Flags by kind, each list a text of names with blanks between: `file/f target`. */
export type FlagDeclaration = Partial<Record<FlagKind, string>> & {
  /** other spellings of a name, which mean the same */
  aliases?: Readonly<Record<string, string>>
}

/**
 * A table of what is declared, and of flags that commands inherit: a name or letter of its own wins. It is made when it
 * is first looked into: of all commands only one is read.
 */
export function flagTable(declaration: FlagDeclaration, ...inherited: FlagTable[]): FlagTable {
  let made: FlagTable | undefined
  const table = () => {
    made ??= madeTable(declaration, inherited)
    return made
  }
  return {
    get long() {
      return table().long
    },
    get short() {
      return table().short
    },
  }
}

function madeTable({ aliases = {}, ...declared }: FlagDeclaration, inherited: FlagTable[]): FlagTable {
  const long = new Map(inherited.flatMap(table => [...table.long]))
  const short = new Map(inherited.flatMap(table => [...table.short]))
  for (const [kind, names] of Object.entries(declared) as [FlagKind, string][])
    for (const word of names.split(/\s+/).filter(Boolean)) {
      const flag = flagOf(kind, word)
      long.set(flag.name, flag)
      if (flag.letter !== undefined) short.set(flag.letter, flag)
    }
  for (const [alias, name] of Object.entries(aliases)) long.set(alias, long.get(name)!)
  return { long, short }
}

const BARE: Partial<Record<FlagKind, string>> = { boolean: 'true', optional: '' }

function flagOf(kind: FlagKind, word: string): Flag {
  const [name = '', letter] = word.split('/')
  const bare = BARE[kind]
  return { name, kind, ...(letter !== undefined && { letter }), ...(bare !== undefined && { bare }) }
}
