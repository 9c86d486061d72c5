import type { Position } from '../../model/dockerfile.ts'

/** The file as a whole. */
export const NOWHERE: Position = { line: 0, column: 0 }

/** What the builder says no to, and where. It never leaves this folder: `planBuild` turns it into a problem. */
export class PlanRefusal extends Error {
  override name = 'PlanRefusal'
  /** the builder's own words */
  readonly reason: string
  readonly at: Position

  constructor(reason: string, at: Position) {
    super(reason)
    this.reason = reason
    this.at = at
  }
}
