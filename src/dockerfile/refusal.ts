/** What the frontend says no to. It never leaves the reader: `readDockerfile` turns it into a problem. */
export class Refusal extends Error {
  override name = 'Refusal'
  /** the frontend's own words */
  readonly reason: string

  constructor(reason: string) {
    super(reason)
    this.reason = reason
  }
}
