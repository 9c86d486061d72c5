import type { ContextEntry } from '../model/entry.ts'
import { formatBytes } from '../model/format.ts'
import type { SecretGap } from '../model/secret.ts'
import type { Incomplete } from '../model/snapshot.ts'
import { type Examined, OBJECT_MISSING, SEARCH_FAILED } from './examined.ts'

/** What was not seen of a file, as the report says it. */
export function gapsOf(
  entry: ContextEntry,
  { secrets, changed, failed }: Examined,
  mostBytes: number,
): Incomplete[] {
  if (failed !== undefined) return [unread(entry, failed)]
  const gaps = (secrets?.gaps ?? []).map(gap => unseen(entry, gap, mostBytes))
  return changed ? [...gaps, movedOn(entry)] : gaps
}

function unseen({ path, bytes }: ContextEntry, gap: SecretGap, mostBytes: number): Incomplete {
  const about = { path, fatal: false }
  switch (gap) {
    case 'cut':
      return {
        ...about,
        what: `${path} was searched for secrets in part`,
        reason: `${formatBytes(mostBytes)} of ${formatBytes(bytes)}: its beginning and its end`,
        hint: '--secret-max-bytes sets how much of one file is read',
      }
    case 'head':
      return {
        ...about,
        what: `${path} was looked at in part`,
        reason: `its settings were read in the first ${formatBytes(2 ** 20)} of ${formatBytes(bytes)}`,
        hint: 'a password further down would not be seen; tokens would',
      }
    case 'deadline':
      return {
        ...about,
        what: `${path} was not searched for secrets to its end`,
        reason: 'it took too long',
        hint: 'exclude it, or look at it yourself: what it holds is not known',
      }
    case 'matches':
      return {
        ...about,
        what: `${path} holds more that looks secret than is listed`,
        reason: 'no more than 100 values of one kind are listed for one file',
        hint: 'it may be test data; allow it by its path, or exclude it',
      }
  }
}

function movedOn({ path }: ContextEntry): Incomplete {
  return {
    what: `${path} changed while it was read`,
    path,
    reason: 'what the build sends may be something else',
    hint: 'run the audit again',
    fatal: false,
  }
}

/** Why a file could not be read, by the file system's code. */
const REASONS: Readonly<Record<string, { reason: string; hint: string }>> = {
  ENOENT: { reason: 'it vanished after the walk', hint: 'run the audit again' },
  ENOTDIR: { reason: 'it vanished after the walk', hint: 'run the audit again' },
  ELOOP: { reason: 'a link has taken its place', hint: 'run the audit again' },
  ENOTFILE: { reason: 'it is no regular file any more', hint: 'run the audit again' },
  EACCES: { reason: 'permission denied', hint: 'what it holds was not looked at' },
  EPERM: { reason: 'permission denied', hint: 'what it holds was not looked at' },
  ETIMEDOUT: { reason: 'reading it did not end', hint: 'what it holds was not looked at' },
}

function unread({ path }: ContextEntry, code: string): Incomplete {
  if (code === SEARCH_FAILED)
    return {
      what: `the search for secrets failed on ${path}`,
      path,
      reason: 'a fault of this program: what the file holds is not known',
      hint: 'please report this; exclude the file, or --no-secrets leaves the search out',
      fatal: true,
    }
  if (code === OBJECT_MISSING)
    return {
      what: `${path} could not be read`,
      path,
      reason: 'git did not give what it holds',
      hint: 'git fsck says whether the clone is whole; nothing is fetched here',
      fatal: true,
    }
  const known = REASONS[code] ?? { reason: code, hint: 'what it holds was not looked at' }
  return { what: `${path} could not be read`, path, ...known, fatal: false }
}
