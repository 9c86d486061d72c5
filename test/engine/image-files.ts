import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { posix } from 'node:path'
import type { Writable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import { extract, type Header } from 'tar-stream'

/** What is known of a file of an image. */
export interface ImageFile {
  kind: string
  /** permissions with setuid, setgid and sticky, in octal */
  mode: string
  /** uid:gid */
  owner: string
  /** seconds since the epoch */
  mtime: number
  /** of a link, or the first of the names of a file with several; else null */
  target: string | null
  content: Buffer
}

/** By path, without a slash at either end; names are latin1. */
export type ImageFiles = Map<string, ImageFile>

// names may have any bytes
const LATIN1 = { filenameEncoding: 'latin1' } as Parameters<typeof extract>[0]

/** The files of a tar. */
export async function filesOfTar(tar: string | Buffer): Promise<ImageFiles> {
  const files: ImageFiles = new Map()
  const entries = extract(LATIN1)
  // its types know nothing of Node's streams
  const ended = pipeline(
    tar instanceof Buffer ? [tar] : createReadStream(tar),
    entries as unknown as Writable,
  )
  for await (const entry of entries) {
    const { name, type, linkname } = entry.header
    const content = await buffer(entry as AsyncIterable<Buffer>)
    const path = name.replace(/^(\.?\/)+/, '').replace(/\/$/, '')
    if (path !== '')
      files.set(path, {
        ...attributes(entry.header),
        content,
        target: linkname || null,
        kind: type,
      })
  }
  await ended
  return files
}

function attributes({ mode, uid, gid, mtime }: Header): Pick<ImageFile, 'mode' | 'owner' | 'mtime'> {
  return {
    mode: mode.toString(8).padStart(4, '0'),
    owner: `${uid}:${gid}`,
    mtime: Math.floor(mtime.getTime() / 1000),
  }
}

/** The files of the images of an archive that `docker save` made, by their names. */
export async function filesOfImages(saved: string): Promise<Map<string, ImageFiles>> {
  const archive = await filesOfTar(saved)
  const manifest = JSON.parse(archive.get('manifest.json')!.content.toString()) as SavedImage[]
  const images = new Map<string, ImageFiles>()
  for (const { RepoTags, Layers } of manifest) {
    const files: ImageFiles = new Map()
    for (const layer of Layers) lay(files, await filesOfTar(contentOf(archive, layer)))
    for (const tag of RepoTags) images.set(tag.replace(/:latest$/, ''), files)
  }
  return images
}

/** Docker before 25 saves a layer once, and links to it. */
function contentOf(archive: ImageFiles, name: string): Buffer {
  const { target, content } = archive.get(name)!
  return target === null ? content : contentOf(archive, posix.join(posix.dirname(name), target))
}

interface SavedImage {
  RepoTags: string[]
  /** names in the archive, lowest first */
  Layers: string[]
}

/** Puts a layer upon what is there. */
function lay(files: ImageFiles, layer: ImageFiles): void {
  const named = [...layer].map(([path, file]): [string, ImageFile] => [path, withContent(file, layer)])
  for (const [path, file] of named) {
    if (file.kind !== 'directory') removeBelow(files, path)
    files.set(path, file)
  }
}

/** The other names of a file have its content too: a later layer may take the first one away. */
function withContent(file: ImageFile, layer: ImageFiles): ImageFile {
  return file.kind === 'link' ? { ...file, content: layer.get(file.target!)!.content } : file
}

function removeBelow(files: ImageFiles, path: string): void {
  for (const one of [...files.keys()]) if (one.startsWith(`${path}/`)) files.delete(one)
}

/**
 * A line for each file: all that can be compared of two builds. What was made by a build itself, after `since` (in
 * seconds), has no time of its own; nor has a directory, which changes with what is put into it.
 */
export function comparableLines(files: ImageFiles, since: number): Map<string, string> {
  const lines = new Map<string, string>()
  for (const [path, { kind, mode, owner, mtime, target, content }] of files) {
    const time = kind === 'directory' ? '' : mtime >= since ? 'built' : new Date(mtime * 1000).toISOString()
    const what = kind === 'file' || kind === 'link' ? `${content.length} ${digest(content)}` : ''
    const link = target === null ? '' : ` -> ${target}`
    lines.set(path, `${kind} ${mode} ${owner} ${time} ${what} ${path}${link}`)
  }
  return lines
}

function digest(content: Buffer): string {
  return createHash('sha256').update(content).digest('hex').slice(0, 16)
}
