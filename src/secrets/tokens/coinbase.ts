import type { Detector } from './detector.ts'
import { token } from './token.ts'

const KEY_NAME = token({
  id: 'coinbase-key',
  title: 'a Coinbase API key',
  severity: 'error',
  keywords: ['/apiKeys/'],
  reach: 512,
  shape: "'organizations/' uuid '/apiKeys/' uuid",
  examples: {
    finds: [
      '{"name": "organizations/CA4a73¦d6-aD9c-9607-abAb-daF1b83b1DbC/apiKeys/435AbD¦be-0271-a31f-F9Ef-80fDF06313AD", "privateKey": "-----BEGIN EC PRIV¦ATE KEY-----\\nRmf+tx¦RC4BPOWEQCanLlKryMgeisPghTSmmAg+dz',
      '"privateKey":"-----BEGIN EC PRIV¦ATE KEY-----\\nzcaN2O¦CSyaJOm1ACQWIyB2ShSUBqxetUnt9DC96M5W6ILxFctj0JVfEVKZyDjKilX3hC5WDQ3GSnemDxoIKFuhFzGtb6MmoKe+DNy6CBrUkFAKC/KPW3rbLuTFRHPcykoWLgMZeKhrAjRHdPDXTL/vDdOAa+05EJrHkh\\n-----END EC PRIV¦ATE KEY-----\\n","name":"organizations/e1C7Bd¦20-Fceb-0DF3-cfFa-f9B426ebBEab/apiKeys/c8eaa3¦66-9CBa-6D9c-FC67-D5E5c743BdaF"',
    ],
    leaves: [
      '{"name": "organizations/CA4a73¦d6-aD9c-9607-abAb-daF1b83b1DbC/apiKeys/435AbD¦be-0271-a31f-F9Ef-80fDF06313AD"}',
      'organizations/CA4a73¦d6-aD9c-9607-abAb-daF1b83b1DbC/apiKeys/123 -----BEGIN EC PRIV¦ATE KEY-----',
      'organizations/CA4a73¦d6-aD9c-9607-abAb-daF1b83b1DbC/apiKeys/435AbD¦be-0271-a31f-F9Ef-80fDF06313AD -----BEGIN PUBLIC KEY-----',
    ],
  },
})

const PRIVATE_KEY = /-----BEGIN (?:EC )?PRIVATE KEY-----/g

/** Bytes from the name to the private key's header, or from there to the name. */
const WIDEST = 640

/** A name is no secret; with the private key that stands near it, it opens an account. The two are one finding. */
export const coinbaseKey: Detector = {
  ...KEY_NAME,
  *find(text) {
    const keys = [...text.matchAll(PRIVATE_KEY)]
    for (const name of keys.length > 0 ? KEY_NAME.find(text) : []) {
      const wholes = keys.map(({ index, 0: header }) => ({
        start: Math.min(name.start, index),
        end: Math.max(name.end, index + header.length),
      }))
      const [whole] = wholes.toSorted((a, b) => a.end - a.start - (b.end - b.start))
      if (whole && whole.end - whole.start <= WIDEST) yield { ...name, whole }
    }
  },
}
