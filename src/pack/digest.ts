import { createHash, type Hash } from 'node:crypto'
import { type ContextPath, isBelow, type RawPath, rawToBytes } from '../model/path.ts'
import type { Builder } from '../model/request.ts'
import type { ContextSource } from '../model/source.ts'
import { Contents, isRead } from './contents.ts'
import type { Header } from './header.ts'
import { headers } from './headers.ts'
import { type Member, rawPathOf } from './members.ts'

/**
 * `sha256:` and 64 hexadecimal digits for what the members hold: their names, modes, sizes, types, link targets, device
 * numbers and contents. Not their times, inodes, or where they lie, nor extended attributes, which Node can't read.
 * Definition 1 is the SHA-256 of the line `ctxguard content digest 1` and of the line that gives {@link treeDigest}.
 * Throws a {@link import('../errors.ts').CtxguardError} where a file is no longer what was walked.
 */
export function contentDigest(
  members: readonly Member[],
  source: ContextSource,
  options: { builder?: Builder } = {},
): string {
  const tree = treeDigest(members, source, options)
  return sha256(createHash('sha256').update(`ctxguard content digest 1\n${tree}\n`))
}

/**
 * The digest by which BuildKit knows a transferred tree (cache/contenthash checksum.go, filehash.go and tarsum.go): that of a
 * directory is made of its own and of the names and digests of what it holds, in byte order; the root's own is that of
 * nothing. A hard link counts as the file.
 */
export function treeDigest(
  members: readonly Member[],
  source: ContextSource,
  options: { builder?: Builder } = {},
): string {
  const headerOf = headers(members, source, { ...options, mtime: 0 })
  const contents = new Contents(members, source)
  try {
    return rootDigest(members, member => memberDigest(headerOf(member), member, contents))
  } finally {
    contents.close()
  }
}

function rootDigest(members: readonly Member[], digestOf: (member: Member) => string): string {
  const files = new Map<ContextPath, string>()
  const open: Directory[] = [directory('' as ContextPath, '', sha256(createHash('sha256')))]
  for (const member of members) {
    const { entry } = member
    while (open.length > 1 && !isBelow(entry.path, open.at(-1)!.path)) close(open)
    const name = rawPathOf(entry).slice(rawPathOf(entry).lastIndexOf('/') + 1)
    const known = entry.hardlinkOf === undefined ? undefined : files.get(entry.hardlinkOf)
    const digest = known ?? digestOf(member)
    if (entry.kind === 'directory') open.push(directory(entry.path, name, digest))
    else add(open.at(-1)!.hash, name, digest)
    if (entry.nlink !== undefined) files.set(entry.path, digest)
  }
  while (open.length > 1) close(open)
  return sha256(open[0]!.hash)
}

interface Directory {
  path: ContextPath
  name: string
  hash: Hash
}

function directory(path: ContextPath, name: string, own: string): Directory {
  return { path, name, hash: createHash('sha256').update('\0').update(own) }
}

function close(open: Directory[]): void {
  const { name, hash } = open.pop()!
  add(open.at(-1)!.hash, name, sha256(hash))
}

function add(hash: Hash, name: string, digest: string): void {
  hash.update('\0').update(rawToBytes(name)).update(digest)
}

function sha256(hash: Hash): string {
  return `sha256:${hash.digest('hex')}`
}

const TYPEFLAGS = { file: 0, hardlink: 0, symlink: 2, character: 3, block: 4, directory: 5, fifo: 6 } as const

function memberDigest(header: Header, member: Member, contents: Contents): string {
  const { type, mode, bytes, target = '' as RawPath, device = { major: 0, minor: 0 } } = header
  const hash = createHash('sha256')
    .update(`namemode${mode}uid0gid0size${bytes}typeflag${TYPEFLAGS[type]}linkname`)
    .update(rawToBytes(target))
    .update(`unamegnamedevmajor${device.major}devminor${device.minor}`)
  if (member.given) hash.update(member.given)
  else if (isRead(member)) addContent(hash, member.entry, contents)
  return sha256(hash)
}

function addContent(hash: Hash, entry: Member['entry'], contents: Contents): void {
  let at = 0
  do {
    const { content } = contents.next(entry, at)
    hash.update(content)
    at += content.length
  } while (at < entry.bytes)
}
