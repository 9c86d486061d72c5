import { guardedBy, type HookKind, waysAround } from './kind.ts'

/** Where the program lies that installs the hook; absolute. */
export interface Installed {
  /** the executable script of the package */
  program: string
  /** the node that runs it */
  node: string
}

/** A hook's script as text, one character for each byte. */
export type ScriptText = string

const opening = (hook: HookKind, isWhole: boolean) =>
  `# >>> ctxguard ${hook}${isWhole ? ', whole file' : ''} >>>\n`
const closing = (hook: HookKind) => `# <<< ctxguard ${hook} <<<\n`

/** The whole script of a hook that nobody else has written. */
export function wholeScript(hook: HookKind, installed: Installed): ScriptText {
  return `#!/bin/sh\n${opening(hook, true)}${functionText(hook, installed)}ctxguard_hook "$@" >&2 || exit $?\n${closing(hook)}`
}

/**
 * What is put into a script of others, behind its first line. The lines that git gives pre-push on its standard
 * input are read here and handed on, so that the rest of the script finds them too.
 */
function blockFor(hook: HookKind, installed: Installed): ScriptText {
  const call =
    hook === 'pre-push'
      ? `ctxguard_lines=$(cat) || exit 3
printf '%s\\n' "$ctxguard_lines" | ctxguard_hook "$@" >&2 || exit $?
if [ -n "$ctxguard_lines" ]; then
  exec <<CTXGUARD_LINES
$ctxguard_lines
CTXGUARD_LINES
else
  exec </dev/null
fi
`
      : 'ctxguard_hook "$@" >&2 || exit $?\n'
  return `${opening(hook, false)}${functionText(hook, installed)}${call}${closing(hook)}`
}

/**
 * POSIX sh that also holds under `set -eu`. Hooks start in the top directory of the worktree. What is said goes to
 * stderr: the standard output of pre-push is that of `git push`, which may be read by a program.
 */
function functionText(hook: HookKind, { program, node }: Installed): string {
  const what = guardedBy(hook)
  const [withReason, without] = waysAround(hook)
  return `# Put here by \`ctxguard hook install\`; \`ctxguard hook uninstall\` takes it out again.
ctxguard_hook() {
  if [ -n "\${CTXGUARD_SKIP-}" ]; then
    printf 'ctxguard: ${hook} hook skipped: %s\\n' "$CTXGUARD_SKIP" >&2
    return 0
  fi
  ctxguard_program=${quoted(forShell(program))}
  ctxguard_node=${quoted(forShell(node))}
  command -v node >/dev/null 2>&1 && ctxguard_node=node
  ctxguard_code=0
  if [ -x node_modules/.bin/ctxguard ] && [ "$ctxguard_node" = node ]; then
    node_modules/.bin/ctxguard hook run ${hook} "$@" || ctxguard_code=$?
  elif command -v ctxguard >/dev/null 2>&1; then
    ctxguard hook run ${hook} "$@" || ctxguard_code=$?
  elif [ -f "$ctxguard_program" ]; then
    "$ctxguard_node" "$ctxguard_program" hook run ${hook} "$@" || ctxguard_code=$?
  else
    ctxguard_code=127
  fi
  case $ctxguard_code in
    0 | 1 | 3) return $ctxguard_code ;;
    127) ctxguard_reason='ctxguard, or the node that runs it, was not found' ;;
    *) ctxguard_reason="ctxguard ended with $ctxguard_code" ;;
  esac
  printf '%s\\n' "ctxguard: this ${what} was not audited, so it is refused: $ctxguard_reason" \\
    '  put it on PATH, or install the hook again from where it is now' \\
    '  ${what} all the same: ${withReason}, or ${without}' >&2
  return 3
}
`
}

/** Git's own sh on Windows takes slashes. */
function forShell(path: string): string {
  return process.platform === 'win32' ? path.replaceAll('\\', '/') : path
}

function quoted(text: string): string {
  return `'${Buffer.from(text.replaceAll("'", "'\\''")).toString('latin1')}'`
}

interface Found {
  start: number
  end: number
  isWhole: boolean
}

/** Our block in a script; `damaged` where only one of its two ends is there. */
export function findBlock(script: ScriptText, hook: HookKind): Found | 'damaged' | undefined {
  const starts = [true, false]
    .map(isWhole => ({ start: script.indexOf(opening(hook, isWhole)), isWhole }))
    .filter(({ start }) => start >= 0)
  const end = script.indexOf(closing(hook))
  const [first, second] = starts
  if (first === undefined) return end < 0 ? undefined : 'damaged'
  if (second !== undefined || end < first.start) return 'damaged'
  return { ...first, end: end + closing(hook).length }
}

/** The script with our block in it, or why it can't be put there. */
export function withBlock(
  script: ScriptText,
  hook: HookKind,
  installed: Installed,
): { script: ScriptText } | { reason: string } {
  const found = findBlock(script, hook)
  if (found === 'damaged')
    return { reason: 'what ctxguard put there was edited, and its end is not to be found' }
  if (found !== undefined) {
    // one that was ours alone is written anew, with what others have added since
    const own = found.isWhole
      ? wholeScript(hook, installed).slice('#!/bin/sh\n'.length)
      : blockFor(hook, installed)
    const others = script.slice(found.end)
    const block = found.isWhole && others !== '' ? blockFor(hook, installed) : own
    return { script: script.slice(0, found.start) + block + others }
  }
  const reason = reasonNotToAdd(script)
  if (reason !== undefined) return { reason }
  const body = script.indexOf('\n') + 1
  return { script: script.slice(0, body) + blockFor(hook, installed) + script.slice(body) }
}

/** The script without our block; undefined where nothing but ours was in it. */
export function withoutBlock(script: ScriptText, { start, end, isWhole }: Found): ScriptText | undefined {
  const left = script.slice(0, start) + script.slice(end)
  return isWhole && left === '#!/bin/sh\n' ? undefined : left
}

const POSIX_SHELL =
  /^#![ \t]*(?:\S*\/)?(?:env[ \t]+(?:-S[ \t]+)?)?(?:\S*\/)?(?:ba|da|a|k|mk)?sh(?:\.exe)?(?:[ \t]+-[a-z]+)*[ \t]*$/

function reasonNotToAdd(script: ScriptText): string | undefined {
  if (script.includes('\0')) return 'it is a program, not a script'
  const end = script.indexOf('\n')
  if (script.includes('\r\n')) return 'its lines end with CR and LF'
  if (end < 0 || !POSIX_SHELL.test(script.slice(0, end))) return 'it is no script for sh'
  // sh hands such a file on to another language, which would read our lines
  if (/\bexec\b[^\n]*\$\{?0\b/.test(script) || /^(''':'|""":")/m.test(script))
    return 'it is a script of two languages'
  return undefined
}
