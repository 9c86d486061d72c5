import { isPlaceholder } from '../placeholder.ts'
import type { Candidate, Verdict } from '../tokens/token.ts'
import { isBeside, isSandboxed } from './modes.ts'

/** Paystack's live keys begin as Stripe's do, and go on in hexadecimal: they are Paystack's finding. */
export function stripeLive({ value }: Candidate): Verdict {
  if (/^sk_live_[0-9a-f]{40}$/.test(value)) return null
  return /^sk_(?:org|prod)_/.test(value) ? { less: true } : {}
}

/** Some keys of the documentation work for everybody; they are known with their prefix. */
export function stripeTest({ value }: Candidate): Verdict {
  return isPlaceholder(value) ? null : {}
}

/** Tokens of Square's sandbox have its name before them; those without a prefix need the provider's. */
export function squareToken(candidate: Candidate): Verdict {
  if (candidate.value.startsWith('EAAA') && !/square/i.test(candidate.before.slice(-64))) return null
  return isSandboxed(candidate) ? { severity: 'info' } : {}
}

/** A client's secret has the length of its id and another first letter. */
export function paypalSecret(candidate: Candidate): Verdict {
  const { before } = candidate
  if (before.endsWith('-') || !/secret/i.test(before.slice(-64))) return null
  if (!isBeside(candidate, /paypal/i, PAYPAL_REACH)) return null
  return isSandboxed(candidate) ? { severity: 'info' } : {}
}

/** An id of 80 characters may stand between the provider's name and the secret. */
export const PAYPAL_REACH = 224
