import { baseName, type ContextPath, parentPath } from '../model/path.ts'
import type { SecretKind } from './kind.ts'

/**
 * The globs of Table B: `*` any characters but `/`, `**` those too, `#` digits, `{a,b}` one of them. With a
 * slash they match the end of a path, else the base name; upper and lower case are the same.
 */
interface CompiledName {
  kind: SecretKind
  matches(path: string, name: string): boolean
}

/** Source and documentation: an open end (`kubeconfig*`) does not mean them. */
const SOURCE =
  /\.(?:c|cc|cpp|cs|css|exs?|go|h|hpp|html?|java|[cm]?[jt]sx?|kt|lua|mdx?|php|pl|pyc?|rb|rs|rst|scala|svg|swift|vue)$/

function compile(glob: string): CompiledName['matches'] {
  const isPath = glob.includes('/')
  const pattern = new RegExp(`${isPath ? '(?:^|/)' : '^'}${sourceOf(glob)}$`)
  const isOpen = glob.endsWith('*') && !isPath
  return (path, name) => pattern.test(isPath ? path : name) && !(isOpen && SOURCE.test(name))
}

function sourceOf(glob: string): string {
  return glob.replace(/\*\*|[*#{},.]/g, token => SOURCES[token]!)
}

const SOURCES: Readonly<Record<string, string>> = {
  '**': '.*',
  '*': '[^/]*',
  '#': '[0-9]+',
  '{': '(?:',
  '}': ')',
  ',': '|',
  '.': '\\.',
}

/** Finds kinds by name without trying every glob: a context has tens of thousands of names. */
export interface NameIndex {
  find(path: string): readonly SecretKind[]
}

const NONE: readonly SecretKind[] = []
const KEY_LENGTH = 3

/** Indexes globs by their whole last name, by what it begins or ends with, or by their directory. */
export function indexNames(kinds: readonly SecretKind[]): NameIndex {
  const whole = new Map<string, CompiledName[]>()
  const beginning = new Map<string, CompiledName[]>()
  const end = new Map<string, CompiledName[]>()
  const directory = new Map<string, CompiledName[]>()
  for (const kind of kinds) {
    for (const glob of kind.names.flatMap(expandBraces)) {
      const compiled = { kind, matches: compile(glob) }
      const last = baseName(glob)
      if (!/[*#]/.test(last)) add(whole, last, compiled)
      else if (!/[*#]/.test(last.slice(0, KEY_LENGTH))) add(beginning, last.slice(0, KEY_LENGTH), compiled)
      else if (!/[*#]/.test(last.slice(-KEY_LENGTH))) add(end, last.slice(-KEY_LENGTH), compiled)
      else add(directory, directoryName(glob), compiled)
    }
  }
  const find = (path: string): readonly SecretKind[] => {
    const name = baseName(path).toLowerCase()
    const lists = [
      whole.get(name),
      beginning.get(name.slice(0, KEY_LENGTH)),
      end.get(name.slice(-KEY_LENGTH)),
      directory.get(directoryName(path)),
    ]
    if (lists.every(list => list === undefined)) return NONE
    const lower = path.toLowerCase()
    const found = new Set<SecretKind>()
    for (const list of lists) {
      for (const { kind, matches } of list ?? []) if (matches(lower, name)) found.add(kind)
    }
    return found.size < 2 ? [...found] : kinds.filter(kind => found.has(kind))
  }
  return { find }
}

/** The last name of the directory that holds it. */
function directoryName(path: string): string {
  return baseName(parentPath(path as ContextPath))
}

function add(index: Map<string, CompiledName[]>, key: string, name: CompiledName): void {
  const list = index.get(key)
  if (list) list.push(name)
  else index.set(key, [name])
}

/** `a.{b,c}` as `a.b` and `a.c`. */
function expandBraces(glob: string): string[] {
  const match = /^(.*?)\{([^{}]*)\}(.*)$/.exec(glob)
  if (!match) return [glob]
  const [, before, choices, after] = match as unknown as [string, string, string, string]
  return choices.split(',').flatMap(choice => expandBraces(`${before}${choice}${after}`))
}

/** Parts of a name that say: this is not the real one. */
const SAMPLE_PART =
  /(?:^|[.-])(?:examples?|samples?|templates?|tmpl|tpl|dist|defaults?|skel|stub|schema|spec|mock|ci-sample)(?:[.-]|$)/

/** Whether a base name says that the file is a sample (`.env.example`, `env.sample`, `prod.env.dist`). */
export function isSampleName(name: string): boolean {
  return SAMPLE_PART.test(name.toLowerCase())
}
