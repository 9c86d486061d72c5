/** The hooks of git that ctxguard can be. */
export type HookKind = 'pre-push' | 'pre-commit'

export const HOOK_KINDS: readonly HookKind[] = ['pre-push', 'pre-commit']

/** What git does only when the hook lets it. */
const GUARDED: Record<HookKind, string> = { 'pre-push': 'push', 'pre-commit': 'commit' }

/** `push` or `commit`. */
export function guardedBy(hook: HookKind): string {
  return GUARDED[hook]
}

/** How to do it all the same, in commands. */
export function waysAround(hook: HookKind): [withReason: string, without: string] {
  return [`CTXGUARD_SKIP="reason" git ${GUARDED[hook]}`, `git ${GUARDED[hook]} --no-verify`]
}
