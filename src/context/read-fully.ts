import { readSync } from 'node:fs'

/**
 * Fills `into` from `position` of a file on; returns how many bytes there were: fewer only where the file ends, or once
 * there are `enough` (default: all).
 */
export function readFully(fd: number, into: Uint8Array, position: number, enough = into.length): number {
  let filled = 0
  while (filled < enough) {
    const count = readSync(fd, into, filled, into.length - filled, position + filled)
    if (count === 0) break
    filled += count
  }
  return filled
}
