import type { Severity } from '../../../src/model/finding.ts'

export interface Example {
  path: string
  content: string | Uint8Array
  /** of a live one; default: what the kind says */
  severity?: Severity
}

interface Examples {
  live: readonly Example[]
  /** must not be a warning or an error */
  silent: readonly Example[]
}

/** By the kind's id. */
export type ExamplesByKind = Readonly<Record<string, Examples>>

export function example(path: string, content: string | Uint8Array, severity?: Severity): Example {
  return { path, content, ...(severity && { severity }) }
}
