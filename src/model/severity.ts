export type Severity = 'error' | 'warning' | 'info'

export const SEVERITIES: readonly Severity[] = ['error', 'warning', 'info']

/** One step less than a severity, and one more. */
export const LESS: Readonly<Record<Severity, Severity>> = { error: 'warning', warning: 'info', info: 'info' }
export const MORE: Readonly<Record<Severity, Severity>> = {
  error: 'error',
  warning: 'error',
  info: 'warning',
}
