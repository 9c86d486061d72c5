const UNITS = ['KiB', 'MiB', 'GiB'] as const

/** A size for people: whole bytes below 1 KiB (`312 B`), else one digit of KiB, MiB or GiB (`312.4 MiB`). */
export function formatBytes(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`
  let value = bytes / 1024
  let unit = 0
  // 1023.95 rounds to 1024.0: that is one of the next unit
  while (value >= 1023.95 && unit < UNITS.length - 1) {
    value /= 1024
    unit++
  }
  const [whole, digit] = value.toFixed(1).split('.')
  return `${formatCount(Number(whole))}.${digit} ${UNITS[unit]}`
}

/** A whole number with a comma between thousands: `1,204`. */
export function formatCount(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',')
}

/** `1 file`, `1,204 files`; `plural` is given where it is not the noun with an `s`. */
export function formatNumberOf(count: number, noun: string, plural = `${noun}s`): string {
  return `${formatCount(count)} ${count === 1 ? noun : plural}`
}
