import type { ContextEntry } from '../model/entry.ts'
import type { RuleContext } from '../model/finding.ts'
import { baseName } from '../model/path.ts'
import { isTracked } from './git-state.ts'
import { CHECKPOINT, CORE_FILE, STRAY_KINDS, type StrayKind } from './stray-kinds.ts'

export interface Stray {
  entry: ContextEntry
  kind: StrayKind
  /** the ending that gave it away, as it is written; absent where the whole name or the content did */
  ending?: string
}

/** The kind of stray file that an entry is, or undefined where it is none. What git tracks was put there. */
export function strayAt(ctx: RuleContext, entry: ContextEntry): Stray | undefined {
  if (entry.kind !== 'file') return undefined
  const stray = strayByName(entry) ?? (isCoreFile(ctx, entry) ? { entry, kind: CORE_FILE } : undefined)
  return stray && entry.bytes >= stray.kind.leastBytes && !isMeant(ctx, entry) ? stray : undefined
}

const BY_ENDING = new Map(STRAY_KINDS.flatMap(kind => (kind.endings ?? []).map(ending => [ending, kind])))
const BY_NAME = new Map(STRAY_KINDS.flatMap(kind => (kind.names ?? []).map(name => [name, kind])))

const CHECKPOINTS = '.ipynb_checkpoints/'

/** The last part of a name, with the compression and the number of a rotated log that may follow it. */
const ENDING = /\.[a-z0-9-]+(\.(gz|bz2|xz|zst))?$/i
const ROTATED = /(\.log)\.\d+(\.(gz|bz2|xz|zst))?$/i

/** Last endings that a stray file can have; the rest of the work is for these few. */
const LAST_ENDINGS = new Set(
  [...BY_ENDING.keys(), ...BY_NAME.keys(), '.gz', '.bz2', '.xz', '.zst'].map(lastEnding),
)

function lastEnding(path: string): string {
  return path.slice(path.lastIndexOf('.') + 1).toLowerCase()
}

function strayByName(entry: ContextEntry): Stray | undefined {
  if (entry.path.includes(CHECKPOINTS)) return { entry, kind: CHECKPOINT }
  const last = lastEnding(entry.path)
  if (!LAST_ENDINGS.has(last) && !/^\d+$/.test(last)) return undefined
  const name = baseName(entry.path)
  const whole = BY_NAME.get(name.toLowerCase())
  if (whole) return { entry, kind: whole }
  const rotated = ROTATED.exec(name)
  if (rotated) return { entry, kind: BY_ENDING.get('.log')!, ending: `${rotated[1]}.*` }
  const ending = ENDING.exec(name)?.[0]
  const kind = ending && BY_ENDING.get(ending.toLowerCase())
  return kind ? { entry, kind, ending } : undefined
}

const ET_CORE = 4

/** An ELF file of the type that a crash leaves behind (elf(5)). */
function isCoreFile(ctx: RuleContext, entry: ContextEntry): boolean {
  if (!entry.path.includes('core') || entry.unreadable) return false
  if (!/^(vg)?core(\.\d+)?$/.test(baseName(entry.path))) return false
  const head = Buffer.from(ctx.read(entry, 18) ?? [])
  if (head.length < 18 || head.readUInt32BE(0) !== 0x7f454c46) return false
  const isLittleEndian = head[5] === 1
  return (isLittleEndian ? head.readUInt16LE(16) : head.readUInt16BE(16)) === ET_CORE
}

const FIXTURES = /(^|\/)(tests?|__tests__|spec|fixtures?|__fixtures__|testdata|examples?|samples?)\//i

/** Where git says nothing, a test's or an example's own files are known by where they lie. */
function isMeant(ctx: RuleContext, entry: ContextEntry): boolean {
  const unknown = (ctx.git?.stateOf(entry.path) ?? null) === null
  return isTracked(ctx, entry) || (unknown && FIXTURES.test(entry.path))
}
