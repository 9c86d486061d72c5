import { formatCount } from '../model/format.ts'

/** A line on a terminal's stderr for work that takes longer than half a second; nothing anywhere else. */
export function progress(
  quiet: boolean,
  words = (entries: number) => `walking: ${formatCount(entries)} entries`,
): { update(count: number): void; done(): void } {
  const started = Date.now()
  const shows = process.stderr.isTTY === true && !quiet
  let shown = false
  return {
    update(count) {
      if (!shows || Date.now() - started < 500) return
      shown = true
      process.stderr.write(`\r\x1b[K${words(count)}`)
    },
    done() {
      if (shown) process.stderr.write('\r\x1b[K')
    },
  }
}
