import type { Detector } from './detector.ts'
import { type Candidate, token, type Verdict } from './token.ts'

/** Google: what is no JSON of its own. */
export const GOOGLE_TOKENS: readonly Detector[] = [
  token({
    id: 'gcp-api-key',
    title: 'a Google API key',
    severity: 'warning',
    keywords: ['AIza'],
    shape: "'AIza' b64u{35}",
    reach: 256,
    check: webKey,
    examples: {
      finds: [
        'GEMINI_API_KEY=AI¦za5TtFtr8duhYw0Hv¦KHm7YJ5SeVERiPot5dYH',
        'apiKey: "AI¦zaOxAjhPHKBKI24Tr¦q2l29lt4IfCvnfVmJrO8", authDomain: "shop.firebaseapp.com", projectId: "shop"',
        '<script src="https://maps.googleapis.com/maps/api/js?key=AI¦zaqs0IREtMcst_m8X¦SCeRQ2xLwPDu33-wSQwf&v=3">',
      ],
      leaves: [
        'GEMINI_API_KEY=AI¦zaTshPo5HRcHFSf1a¦ueVbqiURz7KxdtDEQCd',
        'GEMINI_API_KEY=AI¦zaTSTTcQKINyPpa9w-¦XTbH32NcP0YnRhqgYDd5',
        'GEMINI_API_KEY=AI¦zaXXXXXXXXXXXXXXX¦XXXXXXXXXXXXXXXXXXXX',
        'GEMINI_API_KEY=AI¦ZA6J29FORYLIKDKC9¦R4481VUEJTPJRQOILG18',
      ],
    },
  }),
  token({
    id: 'gcp-gemini-bound',
    title: 'a Gemini API key of a service account',
    // a young form: seen in few places
    severity: 'warning',
    keywords: ['AQ.Ab8RN6'],
    shape: "'AQ.Ab8RN6' b64u{44}",
    examples: {
      finds: ['GEMINI_API_KEY=AQ¦.Ab8RN6AF5qw9g_BT0-cAB7U¦nQQArZlVJUlJd9LDwwg-ILNDd0O'],
      leaves: [
        'GEMINI_API_KEY=AQ¦.Ab8RN6Bn6LnfY0PO¦eqy5zSD15yzbodU10gEA',
        'GEMINI_API_KEY=AQ¦.Ab8RN6xxxxxxxxxxxxxxxxx¦xxxxxxxxxxxxxxxxxxxxxxxxxxx',
      ],
    },
  }),
  token({
    id: 'google-oauth-secret',
    title: 'a client secret of Google OAuth',
    severity: 'error',
    keywords: ['GOCSPX-'],
    shape: "'GOCSPX-' b64u{28}",
    reach: 512,
    // a desktop application's is in everybody's hands
    check: ({ before }) => (/"installed"\s{0,8}:/.test(before.slice(-512)) ? { less: true } : {}),
    examples: {
      finds: [
        'GOOGLE_CLIENT_SECRET=GO¦CSPX-WjUZOhSWQe¦ZN3_bRHesHk03PHujB',
        '{"installed": {"client_id": "1234.apps", "client_secret": "GO¦CSPX-jxZPY1KPiT¦8WEPsABQJbg_lyszTd"}}',
      ],
      leaves: [
        'GOOGLE_CLIENT_SECRET=GO¦CSPX-HJ55ljAg¦m4jm_v63Jv1oRLDN',
        'GOOGLE_CLIENT_SECRET=GOC¦SPX-your-client-secret-goes-here',
      ],
    },
  }),
  token({
    id: 'google-oauth-token',
    title: 'an access token of Google OAuth',
    severity: 'warning',
    keywords: ['ya29.'],
    shape: "'ya29.' b64u{20-1024}",
    examples: {
      finds: [
        '"access_token": "ya¦29.a0hkYbQdCE2WGxS3I_juhOvDBUlsWmjQJl7zUHkmDD1RBbap3aGTCgfBu¦484_NdXpDcQtyDu0r71nKL_9YIVzqdJFb31eNZVoR4BSdrD6LMbgUP3vgK6ZQD¦79NcLuSEjbRIbJ_ffsFVujZmqISsoE3znOTF-E2rkGPLYpTSDE6Idr96riOHdfU"',
        "-H 'Authorization: Bearer ya¦29.rAytPDQj0DxOILDtLvUFeLRzlOTGx0SGDbHt¦lwASK2BIqWicrnlHG0TfbnibrKuKsqpQhTElS6k-dr¦vCpSmAn_rgmMOnPMpx0-gqomPWk0bl19XsOFIZqzC1'",
      ],
      leaves: [
        'access_token=ya¦29.IfX¦gH70fhJps',
        'access_token=ya¦29.your-access-token-goes-here',
        'access_token=ya¦29.{token}',
      ],
    },
  }),
  token({
    id: 'google-refresh-token',
    title: 'a refresh token of Google OAuth',
    severity: 'error',
    keywords: ['1//0'],
    shape: "'1//0' b64u{40-120}",
    reach: 64,
    check: ({ before }) => (/refresh|google|oauth|gmail/i.test(before.slice(-64)) ? {} : null),
    examples: {
      finds: [
        'GMAIL_REFRESH_TOKEN=1/¦/0LuVssUXrkUKMwW44-ftduuVxHyOgo_¦DqaerpPfAfnS_E7tZYEoH3CyO_xWh6BtbK¦Ekyc2nfygD0v6smvfQ93HFb15ENCcZvOnNw',
        '"refresh_token": "1//04dT-TkEvRO9Y-0HT68dwZgoFDr5Y¦9nA6Ktzxn10gkVNnRTww6nDSQPbR0iBUT"',
      ],
      leaves: [
        'CODE=1/¦/0iwzPzroTlUbnEYxqbIlatOY1rbsedq¦zdgNqIhDQhEWDNOd_Iy0HnPRlS4MkFh-J7¦o5H7_lM0oOBRA6K1bUVz9Ju450K2yqNPWr5',
        'refresh_token: 1//0ZEiPmhc8JVeA1¦vkzS25nFusL7GmVac',
        'refresh_token: 1/¦/0xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx',
      ],
    },
  }),
]

/** Of web and mobile applications, where everybody can see it. */
const PUBLIC_PLACE =
  /authDomain|messagingSenderId|storageBucket|"current_key"|GOOGLE_APP_ID|GCM_SENDER_ID|maps\/api\/js|com\.google\.android\.(?:geo|maps)/

function webKey({ before, after }: Candidate): Verdict {
  const isPublic = PUBLIC_PLACE.test(before.slice(-256)) || PUBLIC_PLACE.test(after.slice(0, 256))
  return isPublic ? { severity: 'info' } : {}
}
