import { lstatSync, readFileSync, readlinkSync, type Stats } from 'node:fs'
import { join, relative } from 'node:path'
import { removeFile, replaceFile } from '../replace-file.ts'
import { findBlock, type Installed, type ScriptText, wholeScript, withBlock, withoutBlock } from './block.ts'
import type { HookKind } from './kind.ts'
import { callsUs, ownerOf } from './owners.ts'
import { type HookPlace, hookPlace } from './place.ts'

/** What became of a hook. Files are relative to the worktree's top where they lie in it. */
export type Outcome =
  /** `how`: as a file of its own, into a script of others, or in place of an older block */
  | { kind: 'written'; file: string; how: 'new' | 'added' | 'renewed'; notes: string[] }
  /** it runs already, as it is */
  | { kind: 'present'; file: string; notes: string[] }
  /** nothing was written; `snippet` is what would have to stand in `file` */
  | { kind: 'told'; file: string; why: string; snippet: string; notes: string[] }

export type Removal =
  /** `how`: the file, or our block in a script of others */
  | { kind: 'removed'; file: string; how: 'file' | 'block' }
  | { kind: 'absent'; file: string }
  /** it stands in a file that is written by hand */
  | { kind: 'told'; file: string; why: string }

/**
 * Makes git run ctxguard as a hook of the worktree that `cwd` lies in, or says what would do it where the hook is not
 * ours to write: nothing of others is overwritten, and no file is left half written.
 */
export async function installHook(cwd: string, hook: HookKind, installed: Installed): Promise<Outcome> {
  const place = await hookPlace(cwd)
  const { top, dir } = place
  const file = join(dir, hook)
  const shown = shownIn(top, file)
  const notes = notesOf(place)
  const told = (why: string, snippet = `ctxguard hook run ${hook} "$@"\n`, where = shown): Outcome => ({
    kind: 'told',
    file: where,
    why,
    snippet,
    notes,
  })

  const owner = ownerOf(top, dir, hook)
  if (owner?.has) return { kind: 'present', file: owner.file, notes }
  if (owner !== undefined) return told(`${owner.name} writes the hooks here`, owner.snippet, owner.file)
  if (!place.isOwn) return told(outsideReason(place))

  const there = lstatSync(file, { throwIfNoEntry: false })
  if (there === undefined) {
    write(file, wholeScript(hook, installed))
    return { kind: 'written', file: shown, how: 'new', notes }
  }
  const reason = whyNotOurs(file, there)
  if (reason !== undefined) return told(reason)
  const script = readScript(file)
  const had = findBlock(script, hook)
  if (had === undefined && callsUs(script, hook)) return { kind: 'present', file: shown, notes }
  const changed = withBlock(script, hook, installed)
  if ('reason' in changed) return told(changed.reason)
  if (changed.script === script) return { kind: 'present', file: shown, notes }
  write(file, changed.script)
  return { kind: 'written', file: shown, how: had === undefined ? 'added' : 'renewed', notes }
}

/** Takes out what {@link installHook} wrote: the rest is byte for byte as it was before. */
export async function uninstallHook(cwd: string, hook: HookKind): Promise<Removal> {
  const { top, dir } = await hookPlace(cwd)
  const file = join(dir, hook)
  const shown = shownIn(top, file)
  const there = lstatSync(file, { throwIfNoEntry: false })
  const script = there?.isFile() ? readScript(file) : ''
  const found = findBlock(script, hook)
  if (found === 'damaged')
    return {
      kind: 'told',
      file: shown,
      why: 'its block was edited: take out what lies between the lines that name ctxguard',
    }
  if (found !== undefined) {
    const left = withoutBlock(script, found)
    if (left === undefined) removeFile(file)
    else write(file, left)
    return { kind: 'removed', file: shown, how: left === undefined ? 'file' : 'block' }
  }
  const owner = ownerOf(top, dir, hook)
  if (owner?.has)
    return { kind: 'told', file: owner.file, why: 'it was put there by hand: take it out there' }
  if (callsUs(script, hook))
    return { kind: 'told', file: shown, why: 'it was put there by hand: take it out there' }
  return { kind: 'absent', file: shown }
}

function outsideReason({ dir, configured }: HookPlace): string {
  if (configured === '/dev/null') return 'git runs no hooks here: core.hooksPath is /dev/null'
  return `core.hooksPath is ${configured ?? dir}, outside this repository: a hook there runs for every repository`
}

function whyNotOurs(file: string, there: Stats): string | undefined {
  if (there.isSymbolicLink()) return `it is a link to ${readlinkSync(file)}`
  if (!there.isFile()) return 'it is no regular file'
  const isExecutable = process.platform === 'win32' || (there.mode & 0o111) !== 0
  return isExecutable
    ? undefined
    : 'it is not executable, so git passes over it: make it executable, or remove it'
}

/** What git does not say when it passes over a hook. */
function notesOf({ configured, lacking }: HookPlace): string[] {
  return lacking.map(
    worktree =>
      `core.hooksPath is ${configured}, which is not in the worktree ${worktree}: there git runs no hook, and does not say so`,
  )
}

function readScript(file: string): ScriptText {
  return readFileSync(file, 'latin1')
}

/** A new hook may be executed by whom the umask lets. */
function write(file: string, script: ScriptText): void {
  replaceFile(file, Buffer.from(script, 'latin1'), { file: 0o777, directory: 0o777 })
}

function shownIn(top: string, file: string): string {
  const inside = relative(top, file)
  return inside.startsWith('..') ? file : inside
}
