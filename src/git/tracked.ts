import type { RawPath } from '../model/path.ts'
import { unquoted } from './names.ts'
import { runGit } from './run.ts'

export interface TrackedFiles {
  /** sorted by bytes, relative to the directory that was asked about */
  files: RawPath[]
  submodules: RawPath[]
  /** files that git was told not to expect on disk */
  skipped: number
}

/** What git's index holds below `dir`. */
export async function trackedBelow(dir: string): Promise<TrackedFiles> {
  const tracked: TrackedFiles = { files: [], submodules: [], skipped: 0 }
  let last: string | undefined
  // H 100644 9ba33040d7178ada7df717cb7c7c2528f0aeecc9 0<tab>path
  for (const line of (await runGit(dir, ['ls-files', '-t', '--stage'])).split('\n')) {
    if (line === '') continue
    const printed = line.slice(line.indexOf('\t') + 1)
    // a file in conflict has a line for each of its versions
    if (printed === last) continue
    last = printed
    const isSubmodule = line.startsWith('160000', 2)
    const list = isSubmodule ? tracked.submodules : tracked.files
    list.push(unquoted(printed))
    if (line.startsWith('S')) tracked.skipped++
  }
  return tracked
}
