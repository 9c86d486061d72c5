import type { ExcludedStep, Listing, SentStep, Taken } from '../list.ts'
import type { GitFacts } from '../model/git.ts'
import { rawToBytes, spell } from '../model/path.ts'
import { printable } from '../model/printable.ts'
import { requestJson } from '../report/json.ts'
import { entryJson, longLine, treeText } from '../report/listing.ts'
import type { Paint } from '../report/paint.ts'

type Pieces = Generator<string | Uint8Array>

export interface LineOptions {
  /** end names by a NUL byte and leave them as they are */
  nul: boolean
  /** directories too */
  dirs: boolean
}

export function* pathLines(listing: Listing, { nul, dirs }: LineOptions): Pieces {
  for (const step of listing.steps()) {
    if (step.type === 'sent' && (dirs || step.kind !== 'directory'))
      yield nul ? nulEnded(step) : `${shown(step)}\n`
  }
}

export function* excludedLines(listing: Listing, { nul }: LineOptions): Pieces {
  for (const step of leftOut(listing)) {
    const directory = step.kind === 'directory' ? '/' : ''
    const by = decidedBy(listing, step)
    yield nul ? nulEnded(step) : `${shown(step)}${directory}${by === undefined ? '' : `  [${by}]`}\n`
  }
}

export function* longLines(listing: Listing, { dirs }: LineOptions, git: GitFacts | undefined): Pieces {
  for (const step of listing.steps()) {
    if (step.type !== 'sent' || (step.kind === 'directory' && !dirs)) continue
    const entry = listing.describe(step)
    if (entry === undefined) continue
    const state = entry.kind === 'directory' ? null : (git?.stateOf(entry.path) ?? null)
    yield `${longLine(entry, state, decidedBy(listing, step))}\n`
  }
}

export function* tree(listing: Listing, colours: Paint): Pieces {
  const sent = [...listing.steps()].filter(step => step.type === 'sent')
  yield treeText(
    sent.flatMap(step => listing.describe(step) ?? []),
    colours,
  )
}

/** One entry a line within the document, so that a million need no more memory than one. */
export function* json(listing: Listing, git: GitFacts | undefined, taken: Taken): Pieces {
  const totals = { files: 0, bytes: 0 }
  yield documentHead(listing, 'entries')
  let separator = '\n'
  for (const step of listing.steps()) {
    const entry = step.type === 'sent' ? listing.describe(step) : undefined
    if (entry === undefined) continue
    if (entry.kind !== 'directory') totals.files++
    if (entry.hardlinkOf === undefined) totals.bytes += entry.bytes
    const state = entry.kind === 'directory' ? null : (git?.stateOf(entry.path) ?? null)
    yield separator + JSON.stringify(entryJson(entry, state, taken.has(step.path)))
    separator = ',\n'
  }
  yield documentTail(listing, { totals: { sent: totals, requested: taken.totals } })
}

export function* excludedJson(listing: Listing): Pieces {
  yield documentHead(listing, 'excluded')
  let separator = '\n'
  for (const step of leftOut(listing)) {
    const by = listing.lineOf(step)
    const line = by && {
      file: by.file,
      line: by.pattern.line,
      text: by.pattern.text,
      negated: by.pattern.negated,
    }
    const whole = step.below !== 'entered'
    yield separator +
      JSON.stringify({ path: spell(step.path), kind: step.kind, whole, decidedBy: line ?? null })
    separator = ',\n'
  }
  yield documentTail(listing, {})
}

/** An excluded directory is known to stay out only when all below it was seen: else it is sent as a parent. */
function leftOut(listing: Listing): ExcludedStep[] {
  const excluded: ExcludedStep[] = []
  const parents = new Set<string>()
  for (const step of listing.steps()) {
    if (step.type === 'excluded') excluded.push(step)
    else if (step.parentOnly) parents.add(step.path)
  }
  return excluded.filter(step => !parents.has(step.path))
}

function documentHead({ request }: Listing, key: string): string {
  return `{"schemaVersion":1,"request":${JSON.stringify(requestJson(request))},"${key}":[`
}

function documentTail({ incomplete }: Listing, more: object): string {
  return `\n],${JSON.stringify({ ...more, incomplete }).slice(1)}\n`
}

function decidedBy(listing: Listing, step: SentStep | ExcludedStep): string | undefined {
  if (step.by < 0) return undefined
  const by = listing.lineOf(step)
  return by && printable(`${by.file}:${by.pattern.line} ${by.pattern.text}`)
}

function nulEnded(step: SentStep | ExcludedStep): string | Uint8Array {
  const spelled = spell(step.path)
  // only what had to be spelled is not UTF-8
  return spelled === (step.path as string)
    ? `${spelled}\0`
    : Buffer.concat([rawToBytes(step.path), Buffer.from([0])])
}

/** On a terminal control characters are shown, not obeyed. */
function shown({ path }: SentStep | ExcludedStep): string {
  const spelled = spell(path)
  return process.stdout.isTTY ? printable(spelled) : spelled
}
