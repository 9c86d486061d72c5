/** Time that a file may take: a start, and so much for each MiB. */
const DEADLINE_MS = 250
const DEADLINE_MS_PER_MIB = 20

/** Time that one file of so many bytes may take, in milliseconds. */
export function deadlineOf(bytes: number): number {
  return DEADLINE_MS + (bytes / 2 ** 20) * DEADLINE_MS_PER_MIB
}
