import type { ContextEntry } from '../model/entry.ts'
import { formatBytes, formatNumberOf } from '../model/format.ts'
import type { GitState } from '../model/git.ts'
import { baseName } from '../model/path.ts'
import { printable } from '../model/printable.ts'
import type { Totals } from '../model/snapshot.ts'
import type { Paint } from './paint.ts'

/** One entry of `ls --json`. */
export function entryJson(entry: ContextEntry, git: GitState | null, requested: boolean | null) {
  return {
    path: entry.path,
    kind: entry.kind,
    bytes: entry.bytes,
    mode: entry.mode,
    link: entry.link?.target ?? null,
    requested,
    git,
  }
}

/** One line of `ls --long`: mode, size, git's state, path, and the line that let it in where one had to. */
export function longLine(entry: ContextEntry, git: GitState | null, decidedBy: string | undefined): string {
  const size = entry.kind === 'file' ? formatBytes(entry.bytes) : '-'
  const target = entry.link === undefined ? '' : ` -> ${printable(entry.link.target)}`
  const first = entry.hardlinkOf === undefined ? '' : ` => ${printable(entry.hardlinkOf)}`
  const by = decidedBy === undefined ? '' : `  [${printable(decidedBy)}]`
  return `${modeText(entry)} ${size.padStart(11)}  ${(git ?? '-').padEnd(9)}  ${printable(entry.path)}${target}${first}${by}`
}

const LETTERS = { file: '-', directory: 'd', symlink: 'l', fifo: 'p', socket: 's', device: 'c' } as const

const modeTexts = new Map<string, string>()

/** As `ls -l` writes it. There are few modes and many files. */
function modeText({ kind, mode }: ContextEntry): string {
  const key = `${kind}${mode}`
  let text = modeTexts.get(key)
  if (text === undefined) {
    text = writeMode(kind, mode)
    modeTexts.set(key, text)
  }
  return text
}

function writeMode(kind: ContextEntry['kind'], mode: number): string {
  const bits = [...'rwxrwxrwx'].map((letter, i) => ((mode >> (8 - i)) & 1 ? letter : '-'))
  for (const [bit, at, letter] of [
    [0o4000, 2, 's'],
    [0o2000, 5, 's'],
    [0o1000, 8, 't'],
  ] as const) {
    if (mode & bit) bits[at] = bits[at] === 'x' ? letter : letter.toUpperCase()
  }
  return LETTERS[kind] + bits.join('')
}

interface Branch {
  entry?: ContextEntry
  totals: Totals
  children: Map<string, Branch>
}

/** The entries as a tree with the size of every directory, and the sum last. */
export function treeText(entries: readonly ContextEntry[], colours: Paint): string {
  const root = branch()
  for (const entry of entries) {
    let at = root
    for (const name of entry.path.split('/')) {
      count(at.totals, entry)
      let next = at.children.get(name)
      if (next === undefined) {
        next = branch()
        at.children.set(name, next)
      }
      at = next
    }
    at.entry = entry
  }
  const sum = `${formatNumberOf(root.totals.files, 'file')}, ${formatBytes(root.totals.bytes)}`
  return `${[...branchLines(root, '', colours), sum].join('\n')}\n`
}

function branch(): Branch {
  return { totals: { files: 0, bytes: 0 }, children: new Map() }
}

function count(totals: Totals, entry: ContextEntry): void {
  if (entry.kind === 'directory') return
  totals.files++
  if (entry.hardlinkOf === undefined) totals.bytes += entry.bytes
}

function* branchLines(parent: Branch, indent: string, colours: Paint): Generator<string> {
  const children = [...parent.children.values()]
  for (const [i, child] of children.entries()) {
    const last = i === children.length - 1
    yield `${colours.faint(indent + (last ? '└─ ' : '├─ '))}${branchLabel(child, colours)}`
    yield* branchLines(child, indent + (last ? '   ' : '│  '), colours)
  }
}

function branchLabel({ entry, totals }: Branch, colours: Paint): string {
  const name = printable(baseName(entry?.path ?? ''))
  if (entry?.kind === 'directory') {
    const size = `${formatNumberOf(totals.files, 'file')}, ${formatBytes(totals.bytes)}`
    return `${colours.strong(`${name}/`)}  ${colours.faint(size)}`
  }
  if (entry?.link !== undefined) return `${name} -> ${printable(entry.link.target)}`
  return `${name}  ${colours.faint(entry?.kind === 'file' ? formatBytes(entry.bytes) : (entry?.kind ?? ''))}`
}
