import { EXIT, UsageError } from '../errors.ts'
import { type ExcludedStep, type Listing, openListing, type SentStep } from '../list.ts'
import type { GitFacts } from '../model/git.ts'
import { rawToBytes, spell } from '../model/path.ts'
import { type ContextOptions, formatOf, requestOptions, wantsColour } from './options.ts'
import { lineWriter, type Output, openOutput } from './output.ts'

export interface LsOptions extends ContextOptions {
  null?: boolean
  long?: boolean
  tree?: boolean
  excluded?: boolean
  dirs?: boolean
}

/** Lists what the builder takes, as it is found, and returns the exit code. */
export async function ls(contextDir: string, options: LsOptions): Promise<number> {
  const form = formOf(options)
  const listing = openListing(requestOptions(contextDir, options))
  const output = openOutput(options.output)
  try {
    await FORMS[form](listing, output, options)
    await output.finish()
  } catch (error) {
    output.abandon()
    throw error
  }
  for (const { what, reason, hint } of listing.incomplete) {
    process.stderr.write(`ctxguard: ${what}: ${reason}\n${hint === null ? '' : `  ${hint}\n`}`)
  }
  return listing.incomplete.some(one => one.fatal) ? EXIT.incomplete : EXIT.ok
}

type Form = 'lines' | 'long' | 'tree' | 'json' | 'excluded' | 'excludedJson'

function formOf(options: LsOptions): Form {
  const json = formatOf(options) === 'json'
  const chosen = [
    ...(json ? ['--json'] : []),
    ...(['long', 'tree', 'null'] as const).filter(name => options[name]).map(name => `--${name}`),
  ]
  if (chosen.length > 1)
    throw new UsageError(`${chosen.join(' and ')} are different forms of output`, { hint: 'choose one' })
  if (options.excluded && (options.long || options.tree))
    throw new UsageError(`--excluded has no ${options.long ? '--long' : '--tree'} form`, {
      hint: 'use it alone, with -0 or with --json',
    })
  if (options.excluded) return json ? 'excludedJson' : 'excluded'
  return json ? 'json' : options.long ? 'long' : options.tree ? 'tree' : 'lines'
}

type Print = (listing: Listing, output: Output, options: LsOptions) => Promise<void>

const FORMS: Record<Form, Print> = {
  lines: async (listing, output, { null: nul, dirs }) => {
    const lines = lineWriter(output)
    for (const step of listing.steps()) {
      if (step.type !== 'sent' || (step.kind === 'directory' && !dirs)) continue
      if (!(await lines.add(pathLine(step, nul === true)))) return
    }
    await lines.flush()
  },

  excluded: async (listing, output, { null: nul }) => {
    const lines = lineWriter(output)
    for (const step of excludedSteps(listing)) {
      const by = listing.lineOf(step)
      const reason = by === undefined ? '' : `  [${by.file}:${by.pattern.line} ${by.pattern.text}]`
      const line = nul
        ? pathLine(step, true)
        : `${shown(step)}${step.kind === 'directory' ? '/' : ''}${reason}\n`
      if (!(await lines.add(line))) return
    }
    await lines.flush()
  },

  long: async (listing, output, options) => {
    const { longLine } = await import('../report/listing.ts')
    const git = await gitOf(listing)
    const lines = lineWriter(output)
    for (const step of listing.steps()) {
      if (step.type !== 'sent' || (step.kind === 'directory' && !options.dirs)) continue
      const entry = listing.describe(step)
      if (entry === undefined) continue
      const by = listing.lineOf(step)
      const reason = by === undefined ? undefined : `${by.file}:${by.pattern.line} ${by.pattern.text}`
      if (!(await lines.add(`${longLine(entry, git?.stateOf(entry.path) ?? null, reason)}\n`))) return
    }
    await lines.flush()
  },

  tree: async (listing, output, options) => {
    const [{ treeText }, { paint }] = await Promise.all([
      import('../report/listing.ts'),
      import('../report/paint.ts'),
    ])
    const entries = [...sentSteps(listing)].flatMap(step => listing.describe(step) ?? [])
    await output.write(treeText(entries, paint(wantsColour(options))))
  },

  json: async (listing, output) => {
    const [{ entryJson }, { requestJson }] = await Promise.all([
      import('../report/listing.ts'),
      import('../report/json.ts'),
    ])
    const git = await gitOf(listing)
    const lines = lineWriter(output)
    const totals = { files: 0, bytes: 0 }
    let before = `{"schemaVersion":1,"request":${JSON.stringify(requestJson(listing.request))},"entries":[\n`
    for (const step of sentSteps(listing)) {
      const entry = listing.describe(step)
      if (entry === undefined) continue
      if (entry.kind !== 'directory') totals.files++
      if (entry.hardlinkOf === undefined) totals.bytes += entry.bytes
      const state = entry.kind === 'directory' ? null : (git?.stateOf(entry.path) ?? null)
      if (!(await lines.add(before + JSON.stringify(entryJson(entry, state))))) return
      before = ',\n'
    }
    const opening = before === ',\n' ? '' : before
    await lines.add(
      `${opening}\n],"totals":${JSON.stringify({ sent: totals, requested: null })},"incomplete":${JSON.stringify(listing.incomplete)}}\n`,
    )
    await lines.flush()
  },

  excludedJson: async (listing, output) => {
    const { requestJson } = await import('../report/json.ts')
    const lines = lineWriter(output)
    let before = `{"schemaVersion":1,"request":${JSON.stringify(requestJson(listing.request))},"excluded":[\n`
    for (const step of excludedSteps(listing)) {
      const by = listing.lineOf(step)
      const decidedBy = by && {
        file: by.file,
        line: by.pattern.line,
        text: by.pattern.text,
        negated: by.pattern.negated,
      }
      const entry = {
        path: spell(step.path),
        kind: step.kind,
        whole: step.below !== 'entered',
        decidedBy: decidedBy ?? null,
      }
      if (!(await lines.add(before + JSON.stringify(entry)))) return
      before = ',\n'
    }
    await lines.add(
      `${before === ',\n' ? '' : before}\n],"incomplete":${JSON.stringify(listing.incomplete)}}\n`,
    )
    await lines.flush()
  },
}

function* sentSteps(listing: Listing): Generator<SentStep> {
  for (const step of listing.steps()) if (step.type === 'sent') yield step
}

function* excludedSteps(listing: Listing): Generator<ExcludedStep> {
  for (const step of listing.steps()) if (step.type === 'excluded') yield step
}

function pathLine(step: SentStep | ExcludedStep, nul: boolean): string | Uint8Array {
  if (!nul) return `${shown(step)}\n`
  const spelled = spell(step.path)
  return spelled === (step.path as string)
    ? `${spelled}\0`
    : Buffer.concat([rawToBytes(step.path), Buffer.from([0])])
}

/** On a terminal control bytes are shown, not obeyed. */
function shown(step: SentStep | ExcludedStep): string {
  const spelled = spell(step.path)
  return process.stdout.isTTY
    ? spelled.replace(/[\0-\x1f\x7f]/g, char => `\\x${char.charCodeAt(0).toString(16).padStart(2, '0')}`)
    : spelled
}

/** Git's states are an extra of a listing: where git does not tell, they are null. */
async function gitOf({ request, incomplete }: Listing): Promise<GitFacts | undefined> {
  const { gitFacts } = await import('../git/facts.ts')
  const learnt = await gitFacts(request.context.dir, { nestedRepositories: () => [] })
  incomplete.push(...learnt.incomplete)
  return learnt.facts
}
