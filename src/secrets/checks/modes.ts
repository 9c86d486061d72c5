import type { Candidate, Verdict } from '../tokens/token.ts'

/** Some keys say themselves that they open a sandbox, or that the provider has doubtful kinds of them. */
export function lowered(mark: RegExp, verdict: Verdict): (candidate: Candidate) => Verdict {
  return ({ value }) => (mark.test(value) ? verdict : {})
}

/** What opens a sandbox only, by the value's own text. */
export function testMode(mark: RegExp): (candidate: Candidate) => Verdict {
  return lowered(mark, { severity: 'info' })
}

/** Whether one of the words stands beside the value: a provider's names, or its host after it. */
export function isBeside({ before, after }: Candidate, words: RegExp, reach = 64): boolean {
  return words.test(before.slice(-reach)) || words.test(after.slice(0, reach))
}

/** Whether a test system is named close before the value. */
export function isSandboxed({ before }: Candidate): boolean {
  return /sandbox/i.test(before.slice(-64))
}
