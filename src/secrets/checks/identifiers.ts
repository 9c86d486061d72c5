/** Fewer letters a part are drawn by lot. */
const LETTERS_A_PART = 3.5

/** Whether a value is a chain of words, as names of secrets, variables and commands are: `payments-db-credentials`. */
export function isWordChain(value: string): boolean {
  const parts = value.split(/[-_.:/ ]+|(?<=[a-z])(?=[A-Z])/).filter(part => part !== '')
  const letters = value.match(/[A-Za-z]/g)?.length ?? 0
  if (letters < LETTERS_A_PART * parts.length) return false
  return parts.every(part => /^(?:[A-Za-z][a-z]{0,14}|[A-Z]{2,15})\d{0,2}$/.test(part))
}
