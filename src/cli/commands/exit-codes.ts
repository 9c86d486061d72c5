/** What every command's exit code means; of `build` it is the command's own where it ran. */
export const EXIT_CODES = `
Exit codes:
  0  nothing at or above --fail-on
  1  findings at or above --fail-on
  2  wrong usage or configuration; nothing was audited
  3  the audit could not be completed: do not trust a build to this answer
`
