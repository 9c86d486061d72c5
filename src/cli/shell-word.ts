import { printable } from '../model/printable.ts'

/** A word of a command that is shown to be typed, as a shell reads it back. */
export function shellWord(word: string): string {
  return /^[\w./=:@%+-]+$/.test(word) ? word : `'${printable(word).replaceAll("'", "'\\''")}'`
}
