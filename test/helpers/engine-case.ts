import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Builder } from '../../src/model/request.ts'
import type { Snapshot } from '../../src/model/snapshot.ts'
import { makeTree, type Tree, type TreeNode, temporaryDirectory } from './tree.ts'

interface CaseEntry {
  path: string
  text?: string
  base64?: string
  lines?: (string | { head: string; fill: string; count: number })[]
  bytes?: number
  link?: string
  hardlink?: string
  dir?: true
  special?: 'fifo' | 'socket' | 'char-device' | 'block-device'
  mode?: string
}

type Expectation = string[] | { error: string } | 'same as buildkit'

export interface EngineCase {
  id: string
  base?: string
  context: string
  dockerfile?: string
  entries: CaseEntry[]
  expect: Partial<Record<Builder, Expectation>>
}

/** Contexts that were built with real engines, and what came out. */
export function engineCases(): EngineCase[] {
  const file = new URL('../../fixtures/conformance/engine-cases.json', import.meta.url)
  const data = JSON.parse(readFileSync(file, 'utf8')) as {
    base: Record<string, CaseEntry[]>
    cases: EngineCase[]
  }
  return data.cases.map(one => ({ ...one, entries: [...(data.base[one.base ?? ''] ?? []), ...one.entries] }))
}

export function expectationOf(one: EngineCase, builder: Builder): string[] | { error: string } | undefined {
  const expected = one.expect[builder]
  return expected === 'same as buildkit' ? (one.expect.buildkit as string[] | { error: string }) : expected
}

/** Makes the case's entries in a temporary directory and returns it. */
export function makeCase(one: EngineCase): string {
  const root = temporaryDirectory()
  // later entries replace those of the base
  const tree: Tree = {}
  for (const entry of one.entries) tree[`latin1:${unescaped(entry.path)}`] = nodeOf(entry, root)
  return makeTree(tree, root)
}

function nodeOf(entry: CaseEntry, root: string): TreeNode {
  const mode = entry.mode === undefined ? {} : { mode: Number.parseInt(entry.mode, 8) }
  if (entry.link !== undefined) return { link: `latin1:${unescaped(entry.link).replaceAll('{CASE}', root)}` }
  if (entry.hardlink !== undefined) return { hardlink: entry.hardlink }
  if (entry.dir) return { dir: true, ...mode }
  if (entry.special !== undefined) return { special: entry.special, ...mode }
  if (entry.bytes !== undefined) return { bytes: entry.bytes, ...mode }
  if (entry.base64 !== undefined) return Buffer.from(entry.base64, 'base64')
  if (entry.lines !== undefined) return entry.lines.map(lineText).join('\n')
  return { text: entry.text ?? '', ...mode }
}

function lineText(line: string | { head: string; fill: string; count: number }): string {
  return typeof line === 'string' ? line : line.head + line.fill.repeat(line.count)
}

/** `\xNN` back to latin1 bytes; everything else in these files is ASCII. */
function unescaped(text: string): string {
  return text.replace(/\\x([0-9a-f]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)))
}

/**
 * The expected lines in a form that a listing of the context can have too: sorted, with the case's folder as root.
 * BuildKit keeps modes and sizes, so there they count; what the others make of them is not the listing's matter.
 */
export function expectedEntries(
  lines: readonly string[],
  one: EngineCase,
  root: string,
  builder: Builder,
): string[] {
  return lines
    .map(line => {
      const [, type, mode, size, rest] = /^(\S) (\S+) (\S+) (.*)$/s.exec(line)!
      const name = unescaped(rest!).replace(` -> ${one.id}/`, ` -> ${root}/`)
      // the data has no modes for devices
      if (type === 'b' || type === 'c') return `device ${name}`
      return builder === 'buildkit' ? `${type} ${mode} ${size} ${name}` : `${type} ${name}`
    })
    .sort()
}

/** A snapshot in the same form. A socket arrives as an empty file (D8). */
export function listedEntries({ entries, request }: Snapshot): string[] {
  const letters = { directory: 'd', symlink: 'l', fifo: 'p', socket: 'f', device: '', file: 'f' }
  return entries
    .map(entry => {
      const name = entry.rawPath === undefined ? utf8AsLatin1(entry.path) : latin1(entry.rawPath)
      const first = entry.hardlinkOf === undefined ? '' : ` => ${utf8AsLatin1(entry.hardlinkOf)}`
      const target = entry.link === undefined ? '' : ` -> ${unescaped(utf8AsLatin1(entry.link.target))}`
      const kind = first === '' ? letters[entry.kind] : 'h'
      const what = `${name}${first}${target}`
      if (entry.kind === 'device') return `device ${what}`
      if (request.builder !== 'buildkit') return `${kind} ${what}`
      const bytes = entry.arrivesEmpty ? 0 : entry.bytes
      return `${kind} ${entry.mode.toString(8).padStart(4, '0')} ${bytes} ${what}`
    })
    .sort()
}

function utf8AsLatin1(text: string): string {
  return Buffer.from(text).toString('latin1')
}

function latin1(raw: string): string {
  return [...raw]
    .map(symbol => {
      const code = symbol.codePointAt(0)!
      return code >= 0xdc80 && code <= 0xdcff
        ? String.fromCharCode(code - 0xdc00)
        : Buffer.from(symbol).toString('latin1')
    })
    .join('')
}

/** The directory that is given to the builder. */
export function contextOf(one: EngineCase, root: string): string {
  return join(root, one.context)
}
