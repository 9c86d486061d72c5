import { DockerfileError, EXIT, UsageError } from '../errors.ts'
import { type Listing, openListing, type Taken, takenOf } from '../list.ts'
import type { Incomplete } from '../model/snapshot.ts'
import { paint } from '../report/paint.ts'
import { excludedJson, excludedLines, json, longLines, pathLines, tree } from './ls-forms.ts'
import type { LsOptions } from './ls-options.ts'
import { type GivenContext, withOpened } from './opened.ts'
import { formatOf, wantsColour } from './options.ts'
import { openOutput, writeAll } from './output.ts'
import { sayIncomplete } from './talk.ts'

/** Lists what the builder takes, as it is found, and returns the exit code. */
export async function ls(context: GivenContext, options: LsOptions): Promise<number> {
  if (options.format === 'makefile') {
    const { lsMakefile } = await import('./ls-makefile.ts')
    return lsMakefile(context ?? '.', options)
  }
  if (options.makeTarget !== undefined)
    throw new UsageError('--make-target needs --format makefile', { hint: 'leave it out, or add that' })
  const form = formOf(options)
  return withOpened(context, options, given => list(openListing(given), form, options))
}

async function list(everything: Listing, form: Form, options: LsOptions): Promise<number> {
  const taken = await whatIsTaken(form, everything, options)
  const listing = options.requested ? onlyTaken(everything, taken) : everything
  const output = openOutput(options.output)
  listing.without(output.temporary)
  try {
    await writeAll(output, await piecesOf(form, listing, taken, options))
    await output.finish()
  } catch (error) {
    output.abandon()
    throw error
  }
  sayIncomplete(listing.incomplete, options.quiet === true)
  return listing.incomplete.some(one => one.fatal) ? EXIT.incomplete : EXIT.ok
}

type Form = 'lines' | 'long' | 'tree' | 'json' | 'excluded' | 'excludedJson'

function formOf(options: LsOptions): Form {
  const asJson = formatOf(options) === 'json'
  const chosen = [
    ...(asJson ? ['--json'] : []),
    ...(['long', 'tree', 'null'] as const).filter(name => options[name]).map(name => `--${name}`),
  ]
  if (chosen.length > 1)
    throw new UsageError(`${chosen.join(' and ')} are different forms of output`, { hint: 'choose one' })
  if (options.excluded && (options.long || options.tree))
    throw new UsageError(`--excluded has no ${options.long ? '--long' : '--tree'} form`, {
      hint: 'use it alone, with -0 or with --json',
    })
  if (options.excluded && options.requested)
    throw new UsageError('--excluded and --requested contradict each other', { hint: 'choose one' })
  if (options.excluded) return asJson ? 'excludedJson' : 'excluded'
  return asJson ? 'json' : options.long ? 'long' : options.tree ? 'tree' : 'lines'
}

async function piecesOf(form: Form, listing: Listing, taken: Taken, options: LsOptions) {
  const lines = { nul: options.null === true, dirs: options.dirs === true }
  switch (form) {
    case 'lines':
      return pathLines(listing, lines)
    case 'excluded':
      return excludedLines(listing, lines)
    case 'long':
      return longLines(listing, lines, await gitOf(listing))
    case 'tree':
      return tree(listing, paint(wantsColour(options)))
    case 'json':
      return json(listing, await gitOf(listing), taken)
    case 'excludedJson':
      return excludedJson(listing)
  }
}

const UNKNOWN: Taken = { totals: null, has: () => null, incomplete: [] }

/** The Dockerfile is read where the listing shows or asks what it takes. */
async function whatIsTaken(form: Form, listing: Listing, { requested }: LsOptions): Promise<Taken> {
  if (form !== 'json' && !requested) return UNKNOWN
  const { request } = listing
  if (requested && request.dockerfile.kind === 'none')
    throw new UsageError('--requested needs a Dockerfile, and none lies in the context', {
      hint: 'name one with -f',
    })
  // a listing of what is sent stands without the Dockerfile; one of what is taken does not
  const taken = await takenOf(request).catch((error: unknown) => {
    if (requested || !(error instanceof DockerfileError)) throw error
    return { ...UNKNOWN, incomplete: [untold(error)] }
  })
  listing.incomplete.push(...taken.incomplete)
  return taken
}

function untold(error: DockerfileError): Incomplete {
  const { message, hint = null } = error
  return { what: 'what the build takes is not known', path: null, reason: message, hint, fatal: false }
}

function onlyTaken(listing: Listing, taken: Taken): Listing {
  return {
    ...listing,
    *steps() {
      for (const step of listing.steps()) if (step.type === 'sent' && taken.has(step.path)) yield step
    },
  }
}

/** Git's states are an extra of a listing: where git does not tell, they are null, and that is said. */
async function gitOf(listing: Listing) {
  const [{ learnFromGit }, { repositoriesNear }] = await Promise.all([
    import('../evidence.ts'),
    import('../git/worktree.ts'),
  ])
  const { request } = listing
  // the walk has not begun: only a context above its repositories asks for them
  const { facts, incomplete } = await learnFromGit(request, async () => repositoriesNear(request.context.dir))
  // the listing is whole without them
  listing.incomplete.push(...incomplete.map(one => ({ ...one, fatal: false })))
  return facts
}
