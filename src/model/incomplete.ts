/** Something that could not be learnt. Only a fatal one makes the audit fail. */
export interface Incomplete {
  what: string
  path: string | null
  reason: string
  hint: string | null
  fatal: boolean
  /** true of every build of its kind: people are told when they ask for all (`--verbose`) */
  caveat?: true
  /** worth knowing, though nothing is unknown */
  note?: true
}
