import { explainPath } from '../context/explain.ts'
import { takeSnapshot } from '../context/snapshot.ts'
import { EXIT, UsageError } from '../errors.ts'
import { learnFromGit, refusalsOf, repositoriesIn } from '../evidence.ts'
import { planFor } from '../plan.ts'
import { reachOf } from '../reach/index.ts'
import { type RequestOptions, resolveRequest } from '../request/resolve.ts'
import { withOpened } from './opened.ts'
import { type ContextOptions, formatOf, wantsColour } from './options.ts'
import { openOutput } from './output.ts'
import { sayIncomplete } from './talk.ts'

export interface ExplainOptions extends ContextOptions {
  context?: string
  trace?: boolean
}

/** Says why paths are in or out. The exit code is 0 whatever the answer is, 3 where it can't be trusted. */
export async function explain(paths: readonly string[], options: ExplainOptions): Promise<number> {
  const format = formatOf(options)
  if (paths.length === 0) throw new UsageError('explain needs a path', { hint: 'ctxguard explain PATH…' })
  return withOpened(options.context, options, given => explainGiven(paths, given, options, format))
}

async function explainGiven(
  paths: readonly string[],
  given: RequestOptions,
  options: ExplainOptions,
  format: 'text' | 'json',
): Promise<number> {
  const request = resolveRequest(given)
  const walking = takeSnapshot(request)
  const [snapshot, { facts, incomplete }] = await Promise.all([
    walking,
    learnFromGit(request, async () => repositoriesIn(await walking)),
  ])
  const planned = await planFor(request)
  const reach = planned.plan && reachOf(snapshot, planned.plan, planned.label!)
  const explanations = paths.map(path => explainPath(snapshot, path, facts, reach))
  const output = openOutput(options.output)
  if (format === 'json') {
    const document = paths.length === 1 ? explanations[0] : explanations
    await output.write(`${JSON.stringify(document, null, 2)}\n`)
  } else {
    const [{ explanationText }, { paint }] = await Promise.all([
      import('../report/explanation.ts'),
      import('../report/paint.ts'),
    ])
    const colours = paint(wantsColour(options))
    const file = snapshot.ignoreFile?.label ?? '.dockerignore'
    const texts = explanations.map(one => explanationText(one, file, colours, options.trace === true))
    await output.write(texts.join('\n'))
  }
  await output.finish()
  const untold = [...refusalsOf(snapshot), ...planned.incomplete, ...snapshot.incomplete, ...incomplete]
  sayIncomplete(untold, options.quiet === true)
  // an answer is an answer, whichever; but not where the builder would stop or the walk did not see all
  return untold.some(one => one.fatal) ? EXIT.incomplete : EXIT.ok
}
