import { baseName } from '../model/path.ts'
import type { FileSecrets } from '../model/secret.ts'
import { isRandomEnough } from './entropy.ts'
import { mayHoldToken, tokensIn } from './scan/tokens-in.ts'
import { formDetectors } from './tokens/sets.ts'

/** Tokens that are the last name of a path, or part of it; whoever holds a directory's name has its own path. */
export function tokensInName(path: string): NonNullable<FileSecrets['named']> {
  const name = baseName(path)
  if (!mayHoldToken(name)) return []
  const from = path.length - name.length
  return tokensIn(path, formDetectors()).filter(({ start }) => start >= from)
}

/** A text with the tokens in it masked: the last thing before something is shown. */
export function withoutTokens(text: string): string {
  let shown = ''
  let at = 0
  for (const { start, end, masked } of tokensIn(text, formDetectors())) {
    shown += text.slice(at, start) + masked
    at = end
  }
  return at === 0 ? text : shown + text.slice(at)
}

const MOST_SHOWN = 64

/** The name of a setting as it may be shown; undefined where the name is a secret itself. */
export function shownName(name: string): string | undefined {
  const isSecret = tokensIn(name, formDetectors()).length > 0 || name.split(/[^A-Za-z0-9+/]/).some(isDrawn)
  if (isSecret) return undefined
  return name.length > MOST_SHOWN ? `${name.slice(0, MOST_SHOWN)}…` : name
}

/** A part of a name that nobody would think up. */
function isDrawn(part: string): boolean {
  const digits = part.replace(/[^0-9]/g, '').length
  return part.length >= 16 && digits >= 2 && digits < part.length && isRandomEnough(part)
}
