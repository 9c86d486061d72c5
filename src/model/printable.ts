/**
 * Text that can't act on a terminal: control characters and those that turn the direction of writing are written
 * as escapes. File names, ignore lines and arguments may hold anything.
 */
export function printable(text: string): string {
  return text.replace(/[\0-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, char => {
    const code = char.charCodeAt(0)
    return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16)}`
  })
}
