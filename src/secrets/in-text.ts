import { rawToBytes } from '../model/path.ts'
import type { TokenMatch } from '../model/secret.ts'
import { maskValue } from './mask.ts'
import { TokenScan } from './scan/token-scan.ts'
import { forEachWindow } from './scan/windows.ts'
import { detectorsForText } from './tokens/sets.ts'

/** Secrets in a text that the project's own people wrote. Bytes that are not UTF-8 may stand as U+DC00 + byte. */
export function secretsInText(text: string): TokenMatch[] {
  // editors count no column for a byte-order mark
  const bytes = rawToBytes(text.replace(/^\ufeff/, ''))
  const scan = new TokenScan(detectorsForText(bytes.length))
  scan.push(bytes, true)
  return scan.finish().map(({ rank: _, about: __, ...match }) => match)
}

/** Where the secrets of a text stand, as offsets in it, and what may be shown of each: for hiding them elsewhere. */
export function spansOfSecrets(text: string): { start: number; end: number; masked: string }[] {
  const set = detectorsForText(text.length)
  // secrets are ASCII; one byte for each unit keeps the offsets
  const plain = text.replace(/[^\x00-\x7f]/g, '\x80')
  const spans = new Map<string, { start: number; end: number; masked: string }>()
  forEachWindow(set, Buffer.from(plain, 'latin1'), window => {
    const { find } = set.detectors[window.detector]!
    for (const match of find(plain.slice(window.start, window.end))) {
      const [start, end] = [window.start + match.start, window.start + match.end]
      spans.set(`${start} ${end}`, { start, end, masked: maskValue(plain.slice(start, end)) })
    }
  })
  return [...spans.values()]
}
