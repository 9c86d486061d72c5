import { workosKey } from '../checks/decoded.ts'
import { drawnLetters } from '../checks/looks.ts'
import { context } from './context.ts'
import type { Detector } from './detector.ts'
import { type Candidate, token, type Verdict } from './token.ts'

/** Stripe's, Paystack's and WorkOS's keys begin with `sk_live_` too, and go on with `51`, in hex, with `a2V5`. */
function clerkSecret(candidate: Candidate): Verdict {
  const drawn = candidate.value.slice('sk_live_'.length)
  if (/^(?:51|a2V5)/.test(drawn)) return null
  return drawnLetters({ ...candidate, value: drawn })
}

/** The secret that seals a session's cookie is often made as hexadecimal digits; elsewhere these are a digest. */
function auth0Secret(candidate: Candidate): Verdict {
  return /secret["'\]]{0,2}\s{0,4}[=:]\s{0,4}["'`]?$/i.test(candidate.before) ? {} : drawnLetters(candidate)
}

/** Services where users log in. */
export const IDENTITY_TOKENS: readonly Detector[] = [
  context({
    id: 'okta-token',
    title: 'an Okta API token',
    severity: 'error',
    near: ['okta', 'ssws '],
    shape: "'00' b64u{40}",
    examples: {
      finds: [
        'OKTA_API_TOKEN=005wt91-w4wGZPgWU8NcTb¦HpNeFiAG23jImX1-EVEY',
        'Authorization: SSWS 00jZYgwz9VZLDC0kiGJ10l¦I503qJkiWs2aAyUJN8ro',
      ],
      leaves: [
        'API_TOKEN=005wt91-w4wGZPgWU8NcTb¦HpNeFiAG23jImX1-EVEY',
        'OKTA_API_TOKEN=00Rt3yfuEDyHfEokTx31O¦mDsG1HvOReHTKh8YL6WZ',
        'okta_commit: 005wt91-w4wGZPgWU8NcTb¦HpNeFiAG23jImX1-EVEY',
        'okta: 00u1c2d3e4f5g6h7i8j9',
      ],
    },
  }),
  context({
    id: 'auth0-secret',
    title: 'an Auth0 client secret',
    severity: 'error',
    near: ['auth0'],
    shape: 'b64u{64}',
    check: auth0Secret,
    examples: {
      finds: [
        'AUTH0_CLIENT_SECRET=8qPAfFK53ruWwfFid7Q0FJtZpYr8JA7P¦3aUNtD5dwqHcW-SXlD5InMogLbEqGWR6',
        "AUTH0_SECRET='1cbbb0f28e85386a896b7c6258c22623¦493e936924d859772b9eb8823f1209e5'",
      ],
      leaves: [
        'CLIENT_SECRET=8qPAfFK53ruWwfFid7Q0FJtZpYr8JA7P¦3aUNtD5dwqHcW-SXlD5InMogLbEqGWR6',
        'AUTH0_CLIENT_ID=j0QA4pzxuk0dKVB6¦YnD726tQdxFHYvsi',
        'auth0_hash: 8qPAfFK53ruWwfFid7Q0FJtZpYr8JA7P¦3aUNtD5dwqHcW-SXlD5InMogLbEqGWR6',
        'auth0/auth0: "3b287dd11904f084db28b1997c94283f¦90f3db0f6bac910c11ba0496e2a9c8e1"',
      ],
    },
  }),
  token({
    id: 'clerk-secret',
    title: 'a Clerk secret key',
    severity: 'error',
    // not because it is a structure, but to be told apart from Stripe's with the same prefix
    rank: 'whole',
    keywords: ['sk_live_'],
    shape: "'sk_live_' b62{40-50}",
    check: clerkSecret,
    examples: {
      finds: ['CLERK_SECRET_KEY=sk_¦live_YRArzEmMGHyxpUfK1HdqQ¦tePh25H6G6iyYQ2mj0wPy'],
      leaves: [
        'sk_¦live_Sr1M5MPEEaWB¦LeRY1KNcY5wx',
        'sk_¦live_511BD4wnV0Sb5xEh1bPtiX¦CZeMjh9tFqfRXK8x3gO6',
        'sk_¦live_397a6fe16d2ada6ef836¦f328a20248764f2e9edd',
        'sk_¦test_YRArzEmMGHyxpUfK1HdqQ¦tePh25H6G6iyYQ2mj0wPy',
        'pk_¦live_YRArzEmMGHyxpUfK1HdqQ¦tePh25H6G6iyYQ2mj0wPy',
        'sk_¦live_JvUPl1xs6yFAHZKQ6zEJQidrzuMJCuHziICkOqYI7uztPUM65¦042kmLMTUjzSjuDl7Y58DnzUUvIKjAToDMeJh5OkQ5K7TRB9R6',
      ],
    },
  }),
  token({
    id: 'workos-key',
    title: 'a WorkOS API key',
    severity: 'error',
    // as above
    rank: 'whole',
    keywords: ['sk_live_a2V5'],
    shape: "'sk_live_a2V5' b64{60-120} ( '==' | '=' )?",
    check: workosKey,
    examples: {
      finds: [
        'WORKOS_API_KEY=sk_¦live_a2V5XzAxVEtNOU5PVjJJQlY4SThMWjlLTFNOTj¦lFLDVTdHVyNFRpZmc2bUtJcHJDeUxDRmlqQ0s=',
      ],
      leaves: [
        'sk_¦live_a2V5ukHq7BTfKXqX¦KPwJamy1Jxyb',
        'sk_¦live_a2V5AAECnVPgcl8RY50/ydKlmxr1cHM+upctUj¦Qet6mpvKWZ+4+1+w+qMky9/935wfoF',
        'sk_¦live_YVd09Kl6kY0YFcTfxlJw5¦zdwbRNSMTjUunxDMUReZn',
      ],
    },
  }),
]
