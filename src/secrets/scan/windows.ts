import type { DetectorSet } from './detector-set.ts'

/** Bytes that a detector is given at once, where it needs no more around one keyword. */
const WINDOW_BYTES = 4096

/** A part of the bytes in which a detector looks, and where the matches must begin for which it is asked. */
export interface Window {
  detector: number
  start: number
  end: number
  /** a match that begins at or after this offset is that of the next window */
  until: number
}

/**
 * Calls `look` for every window around a keyword. Windows of one detector that overlap become one, which is cut at
 * 4 KiB; cuts overlap by as much as a match may need. So a byte is looked at by a detector at most twice or so,
 * however many keywords there are.
 */
export function forEachWindow(set: DetectorSet, bytes: Uint8Array, look: (window: Window) => void): void {
  const { detectors, keywords, open } = set
  for (const detector of open.detectors.splice(0)) open.ends[detector] = -1

  const flush = (detector: number) => {
    const { before, after } = detectors[detector]!
    const end = open.ends[detector]!
    const overlap = before + after
    const most = Math.max(WINDOW_BYTES, 2 * overlap)
    let start = open.starts[detector]!
    for (; end - start > most; start += most - overlap)
      look({ detector, start, end: start + most, until: start + most - after })
    look({ detector, start, end, until: end })
  }

  set.finder.scan(bytes, (keyword, hitEnd) => {
    const { length, wakes } = keywords[keyword]!
    for (let i = 0; i < wakes.length; i++) {
      const detector = wakes[i]!
      const { before, after, opens } = detectors[detector]!
      if (opens && goesOn(bytes, hitEnd - length)) continue
      const start = Math.max(0, hitEnd - length - before)
      const end = Math.min(bytes.length, hitEnd + after)
      if (open.ends[detector]! < 0) open.detectors.push(detector)
      else if (start > open.ends[detector]!) flush(detector)
      else {
        open.ends[detector] = Math.max(open.ends[detector]!, end)
        continue
      }
      open.starts[detector] = start
      open.ends[detector] = end
    }
  })
  for (const detector of open.detectors) flush(detector)
}

/** Whether a word goes on at this offset. What may be the end of an escape (`\n`, `%3D`, `\u003d`) is none. */
function goesOn(bytes: Uint8Array, at: number): boolean {
  if (at === 0 || !isWordByte(bytes[at - 1]!)) return false
  return !(
    (at >= 2 && bytes[at - 2] === BACKSLASH) ||
    (at >= 3 && bytes[at - 3] === PERCENT) ||
    (at >= 6 && bytes[at - 6] === BACKSLASH)
  )
}

const BACKSLASH = 0x5c
const PERCENT = 0x25

function isWordByte(byte: number): boolean {
  return (
    (byte >= 0x30 && byte <= 0x39) ||
    (byte >= 0x41 && byte <= 0x5a) ||
    byte === 0x5f ||
    (byte >= 0x61 && byte <= 0x7a)
  )
}
