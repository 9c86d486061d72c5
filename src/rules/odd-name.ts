import type { ContextEntry } from '../model/entry.ts'
import type { Finding, Rule } from '../model/finding.ts'
import { baseName, type ContextPath, compareBytes, isLossy, joinPath, parentPath } from '../model/path.ts'
import { ordinaryEntries } from './whole-directories.ts'

export const oddName: Rule = {
  id: 'odd-name',
  title: 'A name is not portable',
  severity: 'warning',
  needs: ['git'],
  exposure: { falls: true },
  *check(ctx) {
    const unusual = new Map<string, ContextEntry>()
    for (const entry of ordinaryEntries(ctx)) {
      const oddity = unusualBytes(entry)
      if (oddity !== undefined) yield finding(entry, oddity, `${shown(entry.path)} ${BYTES[oddity]}`)
      // of two names that compare alike at least one is not plain
      const name = baseName(entry.path)
      const key = comparable(name)
      if (key === name) continue
      const alike = joinPath(parentPath(entry.path), key)
      const twin = unusual.get(alike) ?? ctx.entryAt(alike)
      unusual.set(alike, entry)
      if (twin === undefined) continue
      const [first, second] = [entry, twin].sort((a, b) => compareBytes(a.path, b.path))
      yield twinFinding(second!, first!)
    }
  },
}

/** A name without regard to case or form; most are plain and small already. */
function comparable(name: string): string {
  return /^[a-z0-9._-]*$/.test(name) ? name : name.normalize('NFC').toLowerCase()
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
