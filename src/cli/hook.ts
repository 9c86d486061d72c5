import { fileURLToPath } from 'node:url'
import { EXIT } from '../errors.ts'
import { installHook, uninstallHook } from '../guard/hooks/install.ts'
import { type HookKind, waysAround } from '../guard/hooks/kind.ts'
import { say } from './talk.ts'

export interface HookOptions {
  preCommit?: boolean
}

/** Installs the hook, or prints what would. Returns 0 where git runs it from now on. */
export async function installCommand(options: HookOptions): Promise<number> {
  const hook = kindOf(options)
  const program = fileURLToPath(new URL('../../bin/ctxguard.cjs', import.meta.url))
  const outcome = await installHook(process.cwd(), hook, { program, node: process.execPath })
  for (const note of outcome.notes) say(note, `install it there too, or commit the hook`)
  if (outcome.kind === 'told') {
    say(`not installed: ${outcome.why}`, `add this to ${outcome.file}:`)
    process.stdout.write(outcome.snippet)
    return EXIT.findings
  }
  const [withReason] = waysAround(hook)
  if (outcome.kind === 'present') say(`${outcome.file} runs ctxguard already`)
  else if (outcome.how === 'new')
    say(`wrote the ${hook} hook ${outcome.file}`, `the way around it: ${withReason}`)
  else if (outcome.how === 'added')
    say(
      `added to the ${hook} hook ${outcome.file}; what it did before, it still does`,
      `the way around it: ${withReason}`,
    )
  else say(`brought the ${hook} hook ${outcome.file} up to date`)
  return EXIT.ok
}

/** Removes the hook. Returns 0 where git no longer runs it. */
export async function uninstallCommand(options: HookOptions): Promise<number> {
  const hook = kindOf(options)
  const removal = await uninstallHook(process.cwd(), hook)
  if (removal.kind === 'told') {
    say(`ctxguard stays in ${removal.file}`, removal.why)
    return EXIT.findings
  }
  if (removal.kind === 'absent') say(`${removal.file} does not run ctxguard: nothing was changed`)
  else if (removal.how === 'file') say(`removed the ${hook} hook ${removal.file}`)
  else say(`took ctxguard out of ${removal.file}; the rest is as it was`)
  return EXIT.ok
}

function kindOf({ preCommit }: HookOptions): HookKind {
  return preCommit ? 'pre-commit' : 'pre-push'
}
