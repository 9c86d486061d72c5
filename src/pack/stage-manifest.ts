import { lstatSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import type { EntryKind } from '../model/entry.ts'
import type { RawPath } from '../model/path.ts'

/** What is remembered of an entry that was staged, and of what it was made from. */
export interface StagedEntry {
  kind: EntryKind
  mode: number
  bytes: number
  /** of the staged file, in microseconds since the epoch; for directories and links that of the source */
  mtimeUs: number
  /** of the staged file: it tells whether a copy of the directory was put in its place */
  inode: number
  /** of the source */
  source: { inode: number; mtimeMs: number; changedMs: number }
  /** the source had been left alone for so long that its times tell of the next change */
  settled: boolean
  /** of a link: its target; of a further name of a file: the first one; else '' */
  target: string
}

/** What a staged directory holds. It lies beside that directory, and is what tells that this tool made it. */
export interface Manifest {
  /** number of the run that made it */
  generation: number
  /** what tells the directory from another one that is made in its place; see identityOf */
  directory: string
  /** latest modification time that was ever given to a staged file, in microseconds since the epoch */
  latestUs: number
  entries: ReadonlyMap<RawPath, StagedEntry>
}

const MADE = 'ctxguard stage'
const FORMAT = 1

/** The manifest in a file; undefined where there is none, or none that this version could have written. */
export function readManifest(file: string): Manifest | undefined {
  try {
    const { made, format, entries, generation, directory, latestUs } = JSON.parse(readFileSync(file, 'utf8'))
    if (made !== MADE || format !== FORMAT) return undefined
    if (![generation, latestUs].every(Number.isFinite) || typeof directory !== 'string') return undefined
    return { generation, directory, latestUs, entries: new Map(entries.map(entryOf)) }
  } catch {
    return undefined
  }
}

/** An inode's number is soon used again; the time of its birth is not. Undefined where nothing is. */
export function identityOf(dir: string): string | undefined {
  const stats = lstatSync(dir, { bigint: true, throwIfNoEntry: false })
  return stats && `${stats.ino}:${stats.birthtimeNs}`
}

/** Writes it so that the file is always either what it was or the whole manifest. */
export function writeManifest(file: string, manifest: Manifest): void {
  const { generation, directory, latestUs, entries } = manifest
  const head = JSON.stringify({ made: MADE, format: FORMAT, generation, directory, latestUs })
  const lines = [...entries].map(one => `\n${JSON.stringify(rowOf(one))}`)
  writeFileSync(`${file}.tmp`, `${head.slice(0, -1)},"entries":[${lines.join(',')}\n]}\n`, { mode: 0o600 })
  renameSync(`${file}.tmp`, file)
}

/** JSON writes the lone surrogates of a raw path as escapes, and reads them again. */
function rowOf([path, { kind, mode, bytes, mtimeUs, inode, source, settled, target }]: [
  RawPath,
  StagedEntry,
]) {
  const { inode: from, mtimeMs, changedMs } = source
  return [path, kind, mode, bytes, mtimeUs, inode, from, mtimeMs, changedMs, settled ? 1 : 0, target]
}

function entryOf(row: unknown[]): [RawPath, StagedEntry] {
  const [path, kind, mode, bytes, mtimeUs, inode, from, mtimeMs, changedMs, settled, target] = row
  const numbers = [mode, bytes, mtimeUs, inode, from, mtimeMs, changedMs]
  if (typeof path !== 'string' || typeof target !== 'string' || !numbers.every(Number.isFinite))
    throw new TypeError('not a manifest')
  const entry = { kind, mode, bytes, mtimeUs, inode, settled: settled === 1, target }
  const source = { inode: from, mtimeMs, changedMs }
  return [path as RawPath, { ...entry, source } as StagedEntry]
}
