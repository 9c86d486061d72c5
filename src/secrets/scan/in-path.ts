import type { FileSecrets } from '../../model/secret.ts'
import type { DetectorSet } from './detector-set.ts'
import { forEachWindow } from './windows.ts'

/** A run of characters that is long enough for a token. */
const LONG_NAME = /[\w.~+-]{20}/

/** Tokens among the names of a path, such as a download that is called by its link. */
export function tokensInPath(path: string, set: DetectorSet): NonNullable<FileSecrets['named']> {
  if (!LONG_NAME.test(path)) return []
  // tokens are ASCII; one byte for each unit keeps the offsets
  const text = path.replace(/[^\x00-\x7f]/g, '\x80')
  const found: NonNullable<FileSecrets['named']>[number][] = []
  forEachWindow(set, Buffer.from(text, 'latin1'), window => {
    const detector = set.detectors[window.detector]!
    if (detector.rank !== 'token') return
    for (const { start, end, severity, masked } of detector.find(text.slice(window.start, window.end))) {
      const at = { start: window.start + start, end: window.start + end }
      if (!found.some(other => at.start < other.end && at.end > other.start))
        found.push({ detector: detector.id, severity, masked, ...at })
    }
  })
  return found
}
