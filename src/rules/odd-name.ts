import type { ContextEntry } from '../model/entry.ts'
import type { Finding, Rule } from '../model/finding.ts'
import { baseName, type ContextPath, isBelow, isLossy, parentPath } from '../model/path.ts'
import { ordinaryEntries } from './whole-directories.ts'

/** The names of a directory whose entries are being visited, by how they compare without regard to case or form. */
interface OpenDirectory {
  path: ContextPath | ''
  names: Map<string, ContextEntry>
}

export const oddName: Rule = {
  id: 'odd-name',
  title: 'A name is not portable',
  severity: 'warning',
  needs: ['git'],
  *check(ctx) {
    const open: OpenDirectory[] = []
    for (const entry of ordinaryEntries(ctx)) {
      const oddity = unusualBytes(entry)
      if (oddity !== undefined) yield finding(entry, oddity, `${shown(entry.path)} ${BYTES[oddity]}`)
      const names = namesBeside(entry, open)
      const key = comparable(baseName(entry.path))
      const twin = names.get(key)
      if (twin === undefined) names.set(key, entry)
      else yield twinFinding(entry, twin)
    }
  },
}

/** A name without regard to case or form; most names are plain and small already. */
function comparable(name: string): string {
  return /^[a-z0-9._-]*$/.test(name) ? name : name.normalize('NFC').toLowerCase()
}

/** What was seen so far in the directory of an entry. Keeps only the directories that lead to it in `open`. */
function namesBeside(entry: ContextEntry, open: OpenDirectory[]): Map<string, ContextEntry> {
  const parent = parentPath(entry.path)
  while (open.length > 0 && !holds(open.at(-1)!.path, parent)) open.pop()
  if (open.at(-1)?.path !== parent) open.push({ path: parent, names: new Map() })
  return open.at(-1)!.names
}

function holds(dir: string, path: string): boolean {
  return dir === '' || path === dir || isBelow(path, dir)
}

const CONTROL = /[\u0000-\u001f\u007f-\u009f]/
const CONTROLS = new RegExp(CONTROL, 'g')

const BYTES = {
  'not-utf8':
    'has a name that is not UTF-8: some versions of Docker refuse to build it, and an ignore line needs ? for each such byte',
  control:
    'has a control character in its name: tools show it wrongly, and an ignore line needs ? in its place',
} as const

/** What is odd about the last name of a path; those above it have a finding of their own. */
function unusualBytes({ path, rawPath }: ContextEntry): keyof typeof BYTES | undefined {
  if (rawPath !== undefined && isLossy(baseName(rawPath))) return 'not-utf8'
  return CONTROL.test(baseName(path)) ? 'control' : undefined
}

function twinFinding(entry: ContextEntry, twin: ContextEntry): Finding {
  const [one, other] = [baseName(twin.path), baseName(entry.path)]
  const byForm = one.normalize('NFC') === other.normalize('NFC')
  const message = byForm
    ? `${entry.path} looks like another name beside it and is made of other bytes (Unicode normalisation): a COPY or an ignore line for one misses the other`
    : `${entry.path} and ${twin.path} differ only in case: on a disk that does not tell them apart, as on macOS and Windows, one of them is lost`
  return finding(entry, byForm ? 'normalisation' : 'case', message, { twin: twin.path })
}

function finding({ path }: ContextEntry, kind: string, message: string, data: Finding['data'] = {}): Finding {
  return {
    rule: oddName.id,
    severity: 'warning',
    path,
    message,
    exposure: 'sent',
    data: { kind, ...data },
    fix: { why: 'rename it' },
  }
}

/** A message is one line, whatever the name holds. */
function shown(path: ContextPath): string {
  return path.replaceAll(CONTROLS, control => `\\x${control.charCodeAt(0).toString(16).padStart(2, '0')}`)
}
