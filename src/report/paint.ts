import picocolors from 'picocolors'
import type { Severity } from '../model/finding.ts'

/** Turns words into coloured words; with no colour, into themselves. */
export interface Paint {
  strong(text: string): string
  faint(text: string): string
  severity(severity: Severity | 'ok', text: string): string
}

export function paint(colour: boolean): Paint {
  const colours = picocolors.createColors(colour)
  const bySeverity = { error: colours.red, warning: colours.yellow, info: colours.cyan, ok: colours.green }
  return {
    strong: colours.bold,
    faint: colours.dim,
    severity: (severity, text) => colours.bold(bySeverity[severity](text)),
  }
}

/** Breaks text at blanks into lines of at most `width` characters; a longer word stands alone. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line)
      line = word
    } else line = line === '' ? word : `${line} ${word}`
  }
  return [...lines, line]
}
