import { expect, test } from 'vitest'
import { compileSet } from '../../src/secrets/scan/detector-set.ts'
import { TokenScan } from '../../src/secrets/scan/token-scan.ts'
import { DETECTORS } from '../../src/secrets/tokens/index.ts'

const ALL = compileSet(DETECTORS)

/** What all detectors together say of a text: detector, severity, and whether a checksum holds. */
function said(text: string): string[] {
  const scan = new TokenScan(ALL)
  scan.push(Buffer.from(text.replaceAll('¦', '')), true)
  return scan
    .finish()
    .map(({ detector, severity, confidence }) => [detector, severity, confidence].filter(Boolean).join(' '))
}

const ID = 'AK¦IALRWFVE¦ALKXWKKXZW'
const SECRET = 'SoF0j8kPtlDAVaS3dBzw¦qHVVX363HcCF78Y97o/U'

test('an AWS key id alone is a warning, with its secret one error', () => {
  expect(said(`AWS_ACCESS_KEY_ID=${ID}`)).toEqual(['aws-access-key-id warning'])
  expect(said(`AWS_ACCESS_KEY_ID=${ID}\nAWS_SECRET_ACCESS_KEY=${SECRET}`)).toEqual(['aws-key-pair error'])
  expect(said(`secret_key: ${SECRET}\naccess_key: ${ID}`)).toEqual(['aws-key-pair error'])
  expect(said(`AWS_ACCESS_KEY_ID=${ID}\nSECRET_SHA=2c3ea9359680cbf9a0f4¦d4f7f3b2c9780175e3ff`)).toEqual([
    'aws-access-key-id warning',
  ])
  expect(
    said(`AWS_ACCESS_KEY_ID=${ID}\nAWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPx¦RfiCYEXAMPLEKEY`),
  ).toEqual(['aws-access-key-id warning'])
  expect(
    said(`AWS_ACCESS_KEY_ID=${ID}\n${'x = 1\n'.repeat(120)}AWS_SECRET_ACCESS_KEY=${SECRET}`),
  ).not.toContain('aws-key-pair error')
})

test('each half of a pair belongs to one pair, in either order', () => {
  const other = { id: 'AK¦IATTDQ7E¦CTDMDNCCMY', secret: 'DBvvMLIwko8IOA5DyH2n¦DbwFLCPJAXVhdrE3VJXj' }
  const twice = `id: ${ID}\nsecret: ${SECRET}\nid: ${other.id}\nsecret: ${other.secret}\n`
  const reversed = `secret: ${SECRET}\nid: ${ID}\nsecret: ${other.secret}\nid: ${other.id}\n`
  expect(said(twice)).toEqual(['aws-key-pair error', 'aws-key-pair error'])
  expect(said(reversed)).toEqual(['aws-key-pair error', 'aws-key-pair error'])
})

test.each([
  ['a checksum that holds', 'gh¦p_JZXwoR4JuqsdMfI4¦BRDcrD77MuBVhe37IG5K', 'github-pat error checksum'],
  ['one that does not', 'gh¦p_xlhHNPZDj004bFx0¦pOGHg9TBsg3uhZQzsWPd', 'github-pat warning'],
  ['of npm', 'np¦m_wIaqZsFpJEmNwzsX¦FL41EwCl5ov9Rt0Misy8', 'npm-token error checksum'],
  [
    'of a routable token',
    'gl¦pat-bzoxCnU6NnBrMwpqaJTlqw¦F0TDwJ6q9kgpPGEA.01.121ttty7e',
    'gitlab-pat error checksum',
  ],
  [
    'of one without a version',
    'gl¦pat-bzoxCnU6amEzMgoh52lKA¦epIM8kYoFn2rLd6EA.1213o5ywc',
    'gitlab-pat error checksum',
  ],
  [
    'of a routable token that was changed',
    'gl¦pat-zi1JGLEXa0sO40x9e¦hcZGvQfZnH.01.d2l8hfv30',
    'gitlab-pat warning',
  ],
  [
    'of a runner',
    'gl¦rt-t1_bzoxCnU6a2E0dQqZXEQFG¦KWe9GnnpknR5wMHEA.01.1211drjbr',
    'gitlab-runner error checksum',
  ],
  [
    "with an instance's own name",
    'ac¦me-glpat-bzoxCnU6M3l3YQoTvaHH¦33N8AFW4zg98FfF3EA.01.120pzl2a1',
    'gitlab-pat error checksum',
  ],
  [
    'a macaroon',
    'py¦pi-AgEIcHlwaS5vcmcCJDAyMjhlOTcyLWY0ZTItMzU5ZmZiNzRlOGQ4¦OGUwZTkyN2Y3ZgACJlswLCJmMTY5MDlkZWE3NzBhNDQyMzE5NjFjNDA2ZD¦k4Y2NkNSJdAAAGIA2fPBNk8Kk5TAg9f51y0FhsEPm1G86WMwrtvZmkeZ8E',
    'pypi-token error',
  ],
  [
    'no macaroon',
    'py¦pi-AgEIcHlwaS5vcmcYFZSbWoQpXqH8wrpsIhKURJT69JpM-Lkk6Az¦dsAXUO19QN01RhBewep4Px0HFU7qDmXhIWVNYpGTTZpQZTBwJAiphBxCq¦17T_ISgKbP9rWwq_E-_HDcdBhWuNTdVZj3pWNiVglDwHREwucHi7NSRIZ',
    'pypi-token warning',
  ],
  [
    'a token with a JWT inside',
    'gh¦s_123456_eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCJ9.eyJpYXQiOjE3OTAwMDAwMDAsImV4cCI6¦MTc5MDAwMzYwMCwiaXNzIjoiMTIzNDU2Iiwic3ViIjoicWMxY2h5aXl1MDAxdjBmMHNkam8ifQ.n4yRl¦aSxqpL3-qrLAijUVXmi3TKJoDRB_wXUfQHao1RCJ87gRwn8PGUgPh3xgcs-vNXq-LxEA8goRZWhOOT04w',
    'github-server-jwt warning',
  ],
  [
    'a token that holds its date and user',
    'BB¦DC-MzAxMDE3ODU1Nzg4Oql¦O/DgmmuMSMFSUWi4+vFjRrIj9',
    'bitbucket-dc-token error',
  ],
  [
    'one that holds neither',
    'BB¦DC-f3pfL86CjU4uiNHLvpB¦O9V2q2CWf84zg3aadz18ZI4Gt',
    'bitbucket-dc-token warning',
  ],
  [
    'an agent token of Buildkite',
    'bk¦ct_872qtgki88oqz3ldt¦x1rz9kabf8xeeg47u4kft0q',
    'buildkite-token warning',
  ],
])('%s', (_, value, expected) => {
  expect(said(`x=${value}`)).toEqual([expected])
})

test('keys that everybody can see are mentioned only', () => {
  const key = 'AI¦zaNcnNGap7hvqrBpq¦DtXGO2TMwHO_AdF5CDuJ'
  expect(said(`GEMINI_API_KEY=${key}`)).toEqual(['gcp-api-key warning'])
  expect(said(`{ apiKey: "${key}", authDomain: "shop.firebaseapp.com" }`)).toEqual(['gcp-api-key info'])
  expect(said(`"api_key": [{ "current_key": "${key}" }]`)).toEqual(['gcp-api-key info'])
})

test('the secret of a desktop application is in its copies', () => {
  const secret = 'GO¦CSPX-u2VDaV_256¦PCLB8dQqlm1ynrfXAE'
  expect(said(`{"web":{"client_secret":"${secret}"}}`)).toEqual(['google-oauth-secret error'])
  expect(said(`{"installed":{"client_secret":"${secret}"}}`)).toEqual(['google-oauth-secret warning'])
})

test('a signed address that has expired is mentioned only', () => {
  const query = (expiry: string) =>
    `https://s.blob.core.windows.net/a?sv=2022-11-02&sp=r&se=${expiry}&sig=D4¦AoHAZtjwoEc0t8%2FdRnb65¦HN%2BbxGoH36Tbr4vwvhqg%3D`
  expect(said(query('2039-01-01T00%3A00%3A00Z'))).toEqual(['azure-sas error'])
  expect(said(query('2021-01-01T00%3A00%3A00Z'))).toEqual(['azure-sas info'])
  expect(said(query('1600000000'))).toEqual(['azure-sas info'])
})
