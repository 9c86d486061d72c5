import { fileURLToPath } from 'node:url'
import { EXIT } from '../errors.ts'
import { installHook, uninstallHook } from '../guard/hooks/install.ts'
import { type HookKind, waysAround } from '../guard/hooks/kind.ts'
import { print, say } from './talk.ts'

export interface HookOptions {
  preCommit?: boolean
}

/** Installs the hook, or prints what would. Returns 0 where git runs it from now on. */
export async function installCommand(options: HookOptions): Promise<number> {
  const hook: HookKind = options.preCommit ? 'pre-commit' : 'pre-push'
  const program = fileURLToPath(new URL('../../bin/ctxguard.cjs', import.meta.url))
  const outcome = await installHook(process.cwd(), hook, { program, node: process.execPath })
  for (const note of outcome.notes) say(note, `install it there too, or commit the hook`)
  if (outcome.kind === 'told') {
    say(`not installed: ${outcome.why}`, `add this to ${outcome.file}:`)
    print(outcome.snippet)
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

/** Removes the hooks, or the one that is named. Returns 0 where git no longer runs them. */
export async function uninstallCommand({ preCommit }: HookOptions): Promise<number> {
  if (preCommit) return uninstall('pre-commit')
  const other = await uninstall('pre-commit', 'if there')
  const own = await uninstall('pre-push')
  return Math.max(own, other)
}

async function uninstall(hook: HookKind, when: 'always' | 'if there' = 'always'): Promise<number> {
  const removal = await uninstallHook(process.cwd(), hook)
  if (removal.kind === 'absent' && when === 'if there') return EXIT.ok
  if (removal.kind === 'told') {
    say(`ctxguard stays in ${removal.file}`, removal.why)
    return EXIT.findings
  }
  if (removal.kind === 'absent') say(`${removal.file} does not run ctxguard: nothing was changed`)
  else if (removal.how === 'file') say(`removed the ${hook} hook ${removal.file}`)
  else say(`took ctxguard out of ${removal.file}; the rest is as it was`)
  return EXIT.ok
}
