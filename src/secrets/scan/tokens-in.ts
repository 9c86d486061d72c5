import type { FileSecrets } from '../../model/secret.ts'
import type { DetectorSet } from './detector-set.ts'
import { forEachWindow } from './windows.ts'

/** A run of characters that is long enough for a token. */
const LONG_NAME = /[\w.~+-]{20}/

/** False for most names, at little cost. */
export function mayHoldToken(name: string): boolean {
  return LONG_NAME.test(name)
}

/**
 * Tokens by their form, as offsets in a short text: a path, a name, a line of a report. None overlap.
 *
 * @param set detectors that need no more than the value itself
 */
export function tokensIn(text: string, set: DetectorSet): NonNullable<FileSecrets['named']> {
  if (!mayHoldToken(text)) return []
  // tokens are ASCII; one byte for each unit keeps the offsets
  const plain = text.replace(/[^\x00-\x7f]/g, '\x80')
  const found: NonNullable<FileSecrets['named']>[number][] = []
  forEachWindow(set, Buffer.from(plain, 'latin1'), window => {
    const detector = set.detectors[window.detector]!
    for (const { start, end, severity, masked } of detector.find(plain.slice(window.start, window.end))) {
      const at = { start: window.start + start, end: window.start + end }
      if (!found.some(other => at.start < other.end && at.end > other.start))
        found.push({ detector: detector.id, severity, masked, ...at })
    }
  })
  return found.sort((a, b) => a.start - b.start)
}
