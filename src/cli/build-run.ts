import { EXIT } from '../errors.ts'
import { runCommand } from '../guard/run.ts'
import type { BuildCommand } from '../request/command/command.ts'
import { auditRequests } from './build-audit.ts'
import { type Input, takeInput } from './build-input.ts'
import { reportAudit } from './build-report.ts'
import { type FoundRequests, requestsFor } from './build-requests.ts'
import type { Guarded, Terms } from './build-terms.ts'
import { say } from './talk.ts'

type Running = Guarded & Required<Pick<Guarded, 'run' | 'environment'>> & { terms: Terms }

/** Audits what a command builds, says what came of it, and runs it unless that keeps it from being run. */
export async function auditThenRun(command: BuildCommand, guarded: Running): Promise<number> {
  const { options, environment } = guarded
  if (command.does === 'check' || command.does === 'print') {
    if (options.verbose) say(`${command.name} builds nothing this time: there is nothing to audit`)
    return runCommand(guarded.run, { environment })
  }
  if (options.verbose) for (const note of command.notes) say(`${command.name}: ${note}`)
  if (options.minimal) (await import('./build-minimal.ts')).requireMinimal(command)
  const input = await takeInput(command)
  try {
    return await auditWithInput(command, input, guarded)
  } finally {
    input?.file.close()
  }
}

async function auditWithInput(
  command: BuildCommand,
  input: Input | undefined,
  { options, environment, terms, ...guarded }: Running,
): Promise<number> {
  const minimal = options.minimal ? await import('./build-minimal.ts') : undefined
  let found: FoundRequests | undefined
  let started: { argv: readonly string[]; stdin?: number; release?: () => void; discard?: () => void }
  try {
    found = await requestsFor(command, input)
    // each target of bake is given a directory of its own
    const { named } = found
    const requests = minimal && named.length > 0 ? named.map(({ request }) => request) : found.requests
    const audit = await auditRequests(requests, found, options)
    const runs = audit.exitCode === EXIT.ok || terms.forced !== undefined
    const fate = { name: command.name, runs, forced: terms.forced, around: guarded.around(command.name) }
    await reportAudit(audit, fate, options)
    if (!runs) return audit.exitCode
    const audited = audit.groups.flatMap(group => group.audited)
    const quiet = options.quiet === true
    const changed = await minimal?.minimalCommand(command, named, audited, quiet)
    started = { ...(changed ?? { argv: guarded.run }), ...(input && { stdin: input.file.fd }) }
    if (audit.exitCode === EXIT.ok) delete started.discard
  } finally {
    found?.close()
  }
  try {
    return await runCommand(started.argv, {
      environment,
      ...(started.stdin !== undefined && { stdin: started.stdin }),
    })
  } finally {
    // it was forced: what was found is not kept a second time
    started.discard?.()
    // a build that reads a directory while another one is put there would get a mix of both
    started.release?.()
  }
}
