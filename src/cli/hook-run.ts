import { RULE_IDS } from '../audit.ts'
import { loadPolicy } from '../config/policy.ts'
import { CtxguardError, EXIT, UsageError } from '../errors.ts'
import { worktreeOf } from '../git/worktree.ts'
import { guardCommit, guardPush } from '../guard/hooks/guard.ts'
import { HOOK_KINDS, type HookKind, waysAround } from '../guard/hooks/kind.ts'
import { type PushedRef, pushedRefs } from '../guard/hooks/pushed.ts'
import { closest, commitOf, type Tip, tipsOf } from '../guard/hooks/tips.ts'
import { formatNumberOf } from '../model/format.ts'
import type { Guarded } from '../model/guarded.ts'
import { guardText } from '../report/guard.ts'
import { hookAuditors } from './hook-audit.ts'
import { terminalWidth, wantsColour } from './options.ts'
import { openOutput } from './output.ts'
import { progress } from './progress.ts'
import { say, sayError } from './talk.ts'

export interface HookRunOptions {
  all?: boolean
  verbose?: boolean
  color: boolean
}

/** Runs as one of git's hooks and returns its exit code: whatever goes wrong, git does not go on. */
export async function runHook(
  name: string,
  args: readonly string[],
  options: HookRunOptions,
): Promise<number> {
  const hook = HOOK_KINDS.find(kind => kind === name)
  if (hook === undefined)
    throw new UsageError(`there is no hook "${name}" to run`, {
      hint: `choose one of ${HOOK_KINDS.join(', ')}`,
    })
  const reason = process.env.CTXGUARD_SKIP
  if (reason?.trim() === '' && reason !== '') {
    say('CTXGUARD_SKIP needs a reason', 'such as CTXGUARD_SKIP="made-up keys"')
    return EXIT.incomplete
  }
  if (reason) {
    say(`${hook} hook skipped: ${reason}`)
    return EXIT.ok
  }
  let push: Push | undefined
  try {
    push = hook === 'pre-push' ? await pushOf(args) : undefined
    const guarded = await guard(hook, push, options)
    const exitCode = exitCodeOf(guarded)
    if (push?.kind === 'untold' && (exitCode !== EXIT.ok || options.verbose)) say(UNTOLD)
    await print(guarded, options)
    return exitCode
  } catch (error) {
    if (push?.kind === 'untold') say(UNTOLD)
    await sayFailure(error, hook)
    return EXIT.incomplete
  }
}

const UNTOLD = 'no line on stdin said what is pushed, so HEAD was audited'

function exitCodeOf({ incomplete, parts }: Guarded): number {
  if (incomplete.length > 0) return EXIT.incomplete
  return parts.some(({ findings }) => findings.length > 0) ? EXIT.findings : EXIT.ok
}

async function guard(
  hook: HookKind,
  push: Push | undefined,
  { all = false }: HookRunOptions,
): Promise<Guarded> {
  const top = worktreeOf(process.cwd())
  if (top === null)
    throw new CtxguardError(`${process.cwd()} lies in no git worktree`, {
      hint: 'GIT_DIR and GIT_WORK_TREE are not followed',
    })
  if (push?.kind === 'deletions') return { hook, parts: [], forgiven: 0, incomplete: [] }
  const { policy } = await loadPolicy({
    contextDir: top,
    options: {},
    environment: process.env,
    knownRules: RULE_IDS,
  })
  const auditing = progress(false, count => `auditing: ${formatNumberOf(count, 'commit')}`)
  const auditors = hookAuditors(top, policy, auditing.update)
  const terms = { failOn: policy.failOn, all }
  try {
    if (push !== undefined) return await guardPush(tipsToPush(top, push), auditors, terms)
    return await guardCommit((await commitOf(top, 'HEAD')) ?? null, auditors, terms)
  } finally {
    auditing.done()
  }
}

/**
 * What is known of a push: git's lines on standard input; what pre-commit made of them, which reads them itself; or
 * nothing, by hand or where git called (`untold`). Git gives no lines where there is nothing to push, but neither do
 * a hook that has read them before and a standard input that is closed.
 */
type Push =
  | { kind: 'lines'; remote: string; pushed: readonly PushedRef[] }
  | { kind: 'deletions' }
  | { kind: 'pre-commit' }
  | { kind: 'by hand' | 'untold'; remote: string }

/** @param args git's: the name and the address of the remote */
async function pushOf([remote = '', ...rest]: readonly string[]): Promise<Push> {
  const { env, stdin } = process
  const lines = stdin.isTTY ? '' : await linesFromGit()
  const pushed = pushedRefs(lines)
  if (pushed.length > 0) return { kind: 'lines', remote, pushed }
  if (env.PRE_COMMIT) return { kind: 'pre-commit' }
  if (lines.trim() !== '') return { kind: 'deletions' }
  return { kind: stdin.isTTY || (remote === '' && rest.length === 0) ? 'by hand' : 'untold', remote }
}

async function tipsToPush(top: string, push: Exclude<Push, { kind: 'deletions' }>): Promise<Tip[]> {
  if (push.kind === 'lines') return tipsOfLines(top, push.remote, push.pushed)
  if (push.kind === 'pre-commit') return tipOfPreCommit(top, process.env)
  return oneTip(top, 'HEAD', 'HEAD', push.remote || 'origin')
}

async function tipsOfLines(top: string, remote: string, pushed: readonly PushedRef[]): Promise<Tip[]> {
  const { tips, without } = await tipsOf(top, remote, pushed)
  for (const ref of without) say(`${ref} names no commit: nothing of it is built, and nothing was audited`)
  return tips
}

/** https://pre-commit.com/#pre-push: of several refs it tells one. */
function tipOfPreCommit(top: string, environment: NodeJS.ProcessEnv): Promise<Tip[]> {
  const { PRE_COMMIT_FROM_REF: from, PRE_COMMIT_TO_REF: to, PRE_COMMIT_LOCAL_BRANCH: branch } = environment
  const { PRE_COMMIT_REMOTE_NAME: remote = '', PRE_COMMIT_REMOTE_BRANCH: ref } = environment
  const name = to || branch || 'HEAD'
  return oneTip(top, name, ref || name, remote, from)
}

async function oneTip(
  top: string,
  name: string,
  ref: string,
  remote: string,
  known?: string,
): Promise<Tip[]> {
  const commit = await commitOf(top, name)
  if (commit === undefined)
    throw new CtxguardError(`${name} names no commit`, { hint: `look at git log in ${top}` })
  const base = known ? await commitOf(top, known) : undefined
  return [{ commit, refs: [ref], known: [base ?? (await closest(top, remote, commit))] }]
}

async function linesFromGit(): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('utf8')
}

async function print(guarded: Guarded, options: HookRunOptions): Promise<void> {
  const text = guardText(guarded, {
    width: terminalWidth(),
    colour: wantsColour(options),
    verbose: options.verbose === true,
    around: waysAround(guarded.hook),
  })
  if (text === '') {
    if (options.verbose) say(`${guarded.hook}: nothing stops it`)
    return
  }
  const output = openOutput(undefined)
  await output.write(text)
  await output.finish()
}

async function sayFailure(error: unknown, hook: HookKind): Promise<void> {
  if (error instanceof CtxguardError) await sayError(error)
  else process.stderr.write(`ctxguard: unexpected: ${error instanceof Error ? error.stack : error}\n`)
  const what = hook === 'pre-push' ? 'push' : 'commit'
  say(
    `this ${what} was not audited, so it is refused`,
    `${what} all the same: ${waysAround(hook).join(', or ')}`,
  )
}
