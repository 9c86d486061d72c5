import type { GitState } from '../model/git.ts'
import type { RawPath } from '../model/path.ts'
import { unquoted } from './names.ts'
import { runGit, setting } from './run.ts'

export interface Status {
  /** files that are not simply tracked */
  files: Map<RawPath, GitState>
  /**
   * directories that stand for all that lies in them and is not tracked: ignored ones, and repositories of their
   * own; `''` where the directory that was asked about lies in an ignored one
   */
  directories: Map<RawPath | '', GitState>
  /** number of tracked files whose content on disk is not what the index has */
  changedOnDisk: number
}

/**
 * What git says of the files below `dir` beyond what it tracks.
 *
 * @param filters names of the filters that git's configuration defines: they are switched off, because to compare
 * a file git would run them
 */
export async function statusBelow(dir: string, filters: readonly string[]): Promise<Status> {
  const printed = await runGit(dir, [
    ...filters.flatMap(switchedOff),
    ...setting('status.relativePaths', 'true'),
    'status',
    '--porcelain=v2',
    // gives a header: simple-git waits for 50 ms where a process prints nothing
    '--branch',
    '--no-ahead-behind',
    '--no-renames',
    '--untracked-files=all',
    '--ignored=matching',
    // a look into one is another git process, under the submodule's own configuration
    '--ignore-submodules=all',
    '--',
    '.',
  ])
  const status: Status = { files: new Map(), directories: new Map(), changedOnDisk: 0 }
  for (const line of printed.split('\n')) addRecord(status, line)
  return status
}

/** An empty command is none: git's convert.c apply_filter. */
function switchedOff(filter: string): string[] {
  // `-c` ends the name at the first `=`; a name that is not UTF-8 was damaged on its way here
  if (/[=\ufffd]/.test(filter))
    throw new Error(`the git filter ${filter} has a name that can't be switched off`)
  const name = `filter.${filter}`
  return [
    ...setting(`${name}.clean`, ''),
    ...setting(`${name}.process`, ''),
    ...setting(`${name}.required`, 'false'),
  ]
}

/** The fields that precede the path in each kind of record; git-status(1), "Changed Tracked Entries". */
const FIELDS: Record<string, number> = { '1': 8, u: 10, '?': 1, '!': 1 }
const STATES: Record<string, GitState> = { '1': 'modified', u: 'modified', '?': 'untracked', '!': 'ignored' }

function addRecord(status: Status, line: string): void {
  const kind = line[0] ?? ''
  const state = STATES[kind]
  if (state === undefined) return
  const path = unquoted(afterFields(line, FIELDS[kind]!))
  // an ignored directory above is told as `./` or `../`
  if (/^(\.\.?\/)+$/.test(path)) status.directories.set('', state)
  else if (path.endsWith('/')) status.directories.set(path.slice(0, -1) as RawPath, state)
  else status.files.set(path, state)
  if (kind === '1' && line[3] === 'M') status.changedOnDisk++
}

function afterFields(line: string, count: number): string {
  let at = 0
  for (let field = 0; field < count; field++) at = line.indexOf(' ', at) + 1
  return line.slice(at)
}
