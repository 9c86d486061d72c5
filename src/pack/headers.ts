import type { ContextEntry } from '../model/entry.ts'
import { type ContextPath, type RawPath, spell } from '../model/path.ts'
import type { Builder } from '../model/request.ts'
import type { ContextSource } from '../model/source.ts'
import type { Header } from './header.ts'
import { type Member, rawPathOf } from './members.ts'
import { asWalked, changed } from './unchanged.ts'

const TYPES = {
  file: 'file',
  // BuildKit sends a socket as an empty file; the others leave it out (SEMANTICS.md 10.2 D8)
  socket: 'file',
  directory: 'directory',
  symlink: 'symlink',
  fifo: 'fifo',
} as const

/** The header of a member; `mtimeNs` is that of a file that is open. */
export type HeaderOf = (member: Member, mtimeNs?: bigint) => Header

/**
 * Makes headers of members, with what only the file system knows of them. Throws a
 * {@link import('../errors.ts').CtxguardError} where one of them is no longer what was walked. `mtime` is that of all of
 * them, in whole seconds.
 */
export function headers(
  members: readonly Member[],
  source: ContextSource,
  { builder = 'buildkit', mtime }: { builder?: Builder; mtime?: number },
): HeaderOf {
  const linked = new Map<ContextPath, RawPath>()
  for (const { entry } of members) if (entry.nlink !== undefined) linked.set(entry.path, rawPathOf(entry))
  const fixed = mtime === undefined ? undefined : BigInt(mtime) * 1_000_000_000n

  return ({ entry, given }, mtimeNs) => {
    const name = rawPathOf(entry)
    const time = fixed ?? timeSent(mtimeNs ?? timeOf(source, entry, given), builder)
    // one literal for most: this runs for every member
    const header: Header = { type: 'file', name, mode: modeOf(entry, builder), bytes: 0, mtimeNs: time }
    if (entry.hardlinkOf !== undefined) {
      checkInode(source, entry)
      header.type = 'hardlink'
      header.target = linked.get(entry.hardlinkOf)!
    } else if (entry.kind === 'device') Object.assign(header, deviceOf(source, entry))
    else {
      header.type = TYPES[entry.kind]
      if (entry.kind === 'symlink') header.target = targetOf(source, entry)
      if (entry.kind === 'file' && !entry.arrivesEmpty) header.bytes = entry.bytes
    }
    return header
  }
}

function timeOf(source: ContextSource, entry: ContextEntry, given: Uint8Array | undefined): bigint {
  if (given) return BigInt(Math.round(entry.mtimeMs * 1e6))
  return asWalked(entry.path, () => source.mtimeNs(rawPathOf(entry)))
}

const SECOND = 1_000_000_000n

/**
 * The client of the classic builder cuts times to the second (moby pkg/archive FileInfoHeader). Of what has a fraction its
 * daemon would cut the one and round the other, by their names.
 */
function timeSent(mtimeNs: bigint, builder: Builder): bigint {
  if (builder !== 'classic') return mtimeNs
  return mtimeNs - (((mtimeNs % SECOND) + SECOND) % SECOND)
}

/** As the files of the image would have it: only BuildKit sends parents of what is included again as they are (D7). */
function modeOf({ kind, mode, parentOnly }: ContextEntry, builder: Builder): number {
  if (kind === 'symlink') return 0o777
  return parentOnly && builder !== 'buildkit' ? 0o755 : mode
}

function targetOf(source: ContextSource, entry: ContextEntry): RawPath {
  const target = asWalked(entry.path, () => source.readLink(rawPathOf(entry)))
  if (spell(target) !== entry.link?.target) throw changed(entry.path, 'the link leads elsewhere')
  return target as RawPath
}

function checkInode(source: ContextSource, entry: ContextEntry): void {
  const { inode } = asWalked(entry.path, () => source.stat(rawPathOf(entry)))
  if (inode !== entry.inode) throw changed(entry.path, 'another file has its name')
}

function deviceOf(source: ContextSource, entry: ContextEntry): Pick<Header, 'type' | 'device'> {
  const { special } = asWalked(entry.path, () => source.stat(rawPathOf(entry)))
  if (special === undefined) throw changed(entry.path, 'what the device stands for is not known')
  const { block, major, minor } = special
  return { type: block ? 'block' : 'character', device: { major, minor } }
}
