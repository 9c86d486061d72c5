/** What is worked out when it is first asked for: most detectors are never woken. */
export function once<T>(work: () => T): () => T {
  let known: { value: T } | undefined
  return () => {
    known ??= { value: work() }
    return known.value
  }
}
