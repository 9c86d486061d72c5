import { jwtBeside, jwtVerdict, supabaseServiceRole } from '../checks/json-web-tokens.ts'
import type { Detector } from './detector.ts'
import { parseShape } from './shape.ts'
import { type Candidate, foundValue, patternOf, type Verdict } from './token.ts'

const LONGEST_HEADER = 1024
const LONGEST_PAYLOAD = 3072
const LONGEST_SIGNATURE = 1024
/** for a name before the token */
const REACH = 64

/** Both parts begin with a JSON object's `{"`. */
const PAYLOAD = '.eyJ'
const HEADER = patternOf(parseShape(`'eyJ' b64u{10-${LONGEST_HEADER}}`), '')
/** An empty signature is one. */
const REST = new RegExp(
  `\\.eyJ[\\w-]{10,${LONGEST_PAYLOAD}}\\.(?:[\\w-]{20,${LONGEST_SIGNATURE}})?(?![\\w-])`,
)

type JwtData = Pick<Detector, 'id' | 'title' | 'severity' | 'rank' | 'scope' | 'examples'> & {
  check(candidate: Candidate): Verdict
}

function jwtDetector({ check, ...named }: JwtData): Detector {
  return {
    ...named,
    // it stands between header and payload
    keywords: [PAYLOAD],
    before: LONGEST_HEADER + REACH,
    after: LONGEST_PAYLOAD + LONGEST_SIGNATURE + REACH,
    *find(text) {
      for (const { value, start } of tokensIn(text)) {
        const before = text.slice(Math.max(0, start - REACH), start)
        const verdict = check({ value, before, after: '' })
        if (verdict !== null) yield foundValue(value, start, named.severity, verdict)
      }
    },
  }
}

/** Texts of that shape: found by where the payload begins, since headers may begin everywhere. */
function* tokensIn(text: string): Generator<{ value: string; start: number }> {
  const rest = new RegExp(REST.source, 'y')
  for (let dot = text.indexOf(PAYLOAD); dot >= 0; dot = text.indexOf(PAYLOAD, dot + PAYLOAD.length)) {
    rest.lastIndex = dot
    if (!rest.test(text)) continue
    const start = headerStart(text, dot)
    if (start !== undefined) yield { value: text.slice(start, rest.lastIndex), start }
  }
}

/** Where the header begins that ends at this offset. */
function headerStart(text: string, end: number): number | undefined {
  const header = new RegExp(HEADER.source, 'y')
  let from = end
  while (from > 0 && end - from < LONGEST_HEADER && /[\w-]/.test(text[from - 1]!)) from--
  for (let at = text.indexOf('eyJ', from); at >= 0 && at < end; at = text.indexOf('eyJ', at + 1)) {
    header.lastIndex = at
    if (header.test(text)) return header.lastIndex === end ? at : undefined
  }
  return undefined
}

/** JSON web tokens. */
export const JWT_TOKENS: readonly Detector[] = [
  jwtDetector({
    id: 'supabase-service-jwt',
    title: 'a Supabase service role key',
    severity: 'error',
    rank: 'token',
    // what passes for a browser's key must not be in a bundle either
    scope: 'generated',
    check: supabaseServiceRole,
    examples: {
      finds: [
        'SUPABASE_SERVICE_ROLE_KEY=eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9¦.eyJpc3MiOiJzdXBhYmFzZSIsInJlZiI6InFrend2dGpobXhnZHBsYm4iLCJyb2xlIjoic2VydmljZV9yb2xlIiwiaWF0IjoxNzYzNzAwMDAwLCJleHAiOjQxMDI0NDQ4MDB9¦.zLwRBRdhKhOESzb00UHYyLKx5HRR5J_Vebj6g6Q1MMl',
      ],
      leaves: [
        'SUPABASE_ANON_KEY=eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9¦.eyJpc3MiOiJzdXBhYmFzZSIsInJlZiI6InFrend2dGpobXhnZHBsYm4iLCJyb2xlIjoiYW5vbiIsImlhdCI6MTc2MzcwMDAwMCwiZXhwIjo0MTAyNDQ0ODAwfQ¦.4ZhjFd9J7f7vJr7l6jj6ab2rLRlmdhHG1VIsPiUdyD5',
        'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9¦.eyJpc3MiOiJzdXBhYmFzZS1kZW1vIiwicm9sZSI6InNlcnZpY2Vfcm9sZSIsImV4cCI6NDEwMjQ0NDgwMH0¦.PdYeqbVSFjzKrJXADSl75g6kFflPsuFcR5n5A-90CrH',
      ],
    },
  }),
  jwtDetector({
    id: 'turso-token',
    title: 'a Turso database token',
    severity: 'error',
    rank: 'context',
    check: jwtBeside(/turso|libsql/i, 'EdDSA'),
    examples: {
      finds: [
        'TURSO_AUTH_TOKEN="eyJhbGciOiJFZERTQSIsInR5cCI6IkpXVCJ9¦.eyJhIjoicnciLCJpYXQiOjE3NjM3MDAwMDAsImlkIjoiN2MwZSJ9¦.kGF-9fYeOuTAFjuSJ4Jvnf-8g840qKYLJv73qbjOmkHG7Kbw59NL3mzHft9nOIEoJumujh5NiUxN1Z2lFtpZ_D"',
      ],
      leaves: [
        'AUTH_TOKEN="eyJhbGciOiJFZERTQSIsInR5cCI6IkpXVCJ9¦.eyJhIjoicnciLCJpYXQiOjE3NjM3MDAwMDAsImlkIjoiN2MwZSJ9¦.kGF-9fYeOuTAFjuSJ4Jvnf-8g840qKYLJv73qbjOmkHG7Kbw59NL3mzHft9nOIEoJumujh5NiUxN1Z2lFtpZ_D"',
        'TURSO_LOGIN=eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9¦.eyJzdWIiOiJ1c2VyLTc3MzEiLCJpYXQiOjE3NjM3MDAwMDAsInNjb3BlIjoib3JkZXJzOndyaXRlIn0¦.S_lUJ-2zdxae4zTg30KGx_znGuV3iXGsYSHn11ou2NV',
      ],
    },
  }),
  jwtDetector({
    id: 'monday-token',
    title: 'a monday.com API token',
    severity: 'warning',
    rank: 'context',
    check: jwtBeside(/monday/i),
    examples: {
      finds: [
        'MONDAY_API_TOKEN=eyJhbGciOiJIUzI1NiJ9¦.eyJ0aWQiOjQ4MTEwMjMzLCJ1aWQiOjk5MTIsInBlciI6Im1lOndyaXRlIn0¦.nuTc6TCVmnZanFHo5md2sp5G72A3lq831K1zlt0yyIR',
      ],
      leaves: [
        'API_TOKEN=eyJhbGciOiJIUzI1NiJ9¦.eyJ0aWQiOjQ4MTEwMjMzLCJ1aWQiOjk5MTIsInBlciI6Im1lOndyaXRlIn0¦.nuTc6TCVmnZanFHo5md2sp5G72A3lq831K1zlt0yyIR',
        'MONDAY_API_TOKEN=eyJhbGciOiJIUzI1NiJ9¦.eyJ0aWQiOjQ4MTEwMjMzLCJ1aWQiOjk5MTIsInBlciI6Im1lOndyaXRlIn0¦.nuTc6TCVmn',
      ],
    },
  }),
  jwtDetector({
    id: 'jwt',
    title: 'a JSON web token',
    severity: 'warning',
    rank: 'shape',
    check: jwtVerdict,
    examples: {
      finds: [
        'SESSION = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9¦.eyJzdWIiOiJ1c2VyLTc3MzEiLCJpYXQiOjE3NjM3MDAwMDAsInNjb3BlIjoib3JkZXJzOndyaXRlIn0¦.S_lUJ-2zdxae4zTg30KGx_znGuV3iXGsYSHn11ou2NV"',
        'cookie: session=eyJhbGciOiJSUzI1NiIsImtpZCI6ImstNzEifQ¦.eyJzdWIiOiJzdmMiLCJleHAiOjQxMDI0NDQ4MDB9¦.UsMbECeYmnMOgonVdLaG0FbCn8EAFlstYsqQTnWX_2v; path=/',
        'expired: eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9¦.eyJzdWIiOiJ1c2VyLTc3MzEiLCJleHAiOjE2MDAwMDAwMDB9¦.G5hiL8b643ZDwOhRuWXBPi-23Tp0NrDPO_2D6CxiaDH',
        'unsigned: eyJhbGciOiJub25lIn0¦.eyJzdWIiOiJ1c2VyLTc3MzEifQ¦.',
        'anon: eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9¦.eyJpc3MiOiJzdXBhYmFzZSIsInJlZiI6InFrend2dGpobXhnZHBsYm4iLCJyb2xlIjoiYW5vbiIsImlhdCI6MTc2MzcwMDAwMCwiZXhwIjo0MTAyNDQ0ODAwfQ¦.4ZhjFd9J7f7vJr7l6jj6ab2rLRlmdhHG1VIsPiUdyD5',
      ],
      leaves: [
        'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9¦.eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9lIiwiaWF0IjoxNTE2MjM5MDIyfQ¦.SHvOeY3qrheblvSsV6krQKrZm5ANHljxJuwXP14aiIp',
        'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9¦.eyJzdWIiOiJ1c2VyLTc3MzEiLCJpYXQiOjE3NjM3MDAwMDAsInNjb3BlIjoib3JkZXJzOndyaXRlIn0¦.SflKxwRJS_lUJ-2zdxae4zTg30KGx_znGuV3iXGsYSH',
        'eyJ0eXAiOiJKV1QifQ¦.eyJzdWIiOiJ1c2VyLTc3MzEifQ¦.VsE_xp2NHXDTHtnpf4RRSvs__SrIuWQfo7q-qd6A8nv',
        'eyJhbGciOiJIUzI1NiJ9¦.eyJub3QganNvbiBhdCBhbG¦.ON4UN43VBOEs8iCvRDVTApCy98KgArn4sx5JNERjx1M',
        'eyJhbGciOiJIUzI1NiJ9¦.eyJzdWIiOiJ1c2VyLTc3MzEifQ¦.your-256-bit-secret-goes-here',
      ],
    },
  }),
]
