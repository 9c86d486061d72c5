import { lutimesSync, readlinkSync } from 'node:fs'
import { join } from 'node:path'
import { directorySource } from '../../src/context/directory.ts'
import { joinPath, type RawPath, rawToBytes } from '../../src/model/path.ts'
import type { Builder } from '../../src/model/request.ts'
import { selectEntries } from '../../src/pack/selection.ts'
import { type Staged, stageContext } from '../../src/pack/stage.ts'
import { checkApart, stageBuildOf } from '../../src/pack/stage-build.ts'
import { unauditedContext } from '../../src/packable.ts'
import { type RequestOptions, resolveRequest } from '../../src/request/resolve.ts'
import { temporaryDirectory } from './tree.ts'

/** A context of which a build takes all. */
export const ALL = { Dockerfile: 'FROM scratch\nCOPY . /\n' }

/** A place for a set, where nothing is yet. */
export function newOut(): string {
  return join(temporaryDirectory(), 'set')
}

/** Sets the time of a file, or of a link itself, in seconds since the epoch. */
export function ageOf(file: string, seconds: number): void {
  lutimesSync(file, seconds, seconds)
}

export type StageOptions = Partial<Pick<RequestOptions, 'dockerfile' | 'ignoreFile' | 'target'>> & {
  builder?: Builder
  allSent?: boolean
}

/** Stages what a build of a directory takes, without an audit. */
export async function stage(contextDir: string, out: string, options: StageOptions = {}): Promise<Staged> {
  const { allSent, ...request } = options
  const { snapshot, reach, text } = await unauditedContext(resolveRequest({ contextDir, ...request }))
  checkApart(snapshot, out)
  const selection = selectEntries(snapshot, reach, allSent ? { allSent } : {})
  const { entries, check } = stageBuildOf(snapshot, selection, text)
  return stageContext(entries, snapshot.source, out, { check })
}

/** A directory's files, links and directories by raw path: kind, mode, then content, target or the first name. */
export function contentsOf(dir: string): Record<string, string> {
  const source = directorySource(dir)
  const found: Record<string, string> = {}
  const names = new Map<number, string>()
  const visit = (parent: RawPath | ''): void => {
    for (const { name } of source.children(parent)) {
      const path = joinPath(parent as RawPath, name) as RawPath
      const { kind, mode, inode, nlink } = source.stat(path)
      const octal = mode.toString(8).padStart(4, '0')
      if (kind === 'file' && nlink > 1 && names.has(inode)) found[path] = `= ${names.get(inode)}`
      else if (kind === 'file') found[path] = `${octal} ${Buffer.from(source.read(path)).toString('latin1')}`
      else if (kind === 'symlink')
        found[path] = `-> ${readlinkSync(rawToBytes(`${dir}/${path}`), 'buffer').toString('latin1')}`
      else found[path] = `${octal} ${kind}`
      if (kind === 'file' && nlink > 1) names.set(inode, path)
      if (kind === 'directory') visit(path)
    }
  }
  visit('')
  return found
}
