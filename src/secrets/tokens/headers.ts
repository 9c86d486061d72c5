import { readJwt } from '../checks/json-web-tokens.ts'
import { isDefaultPassword, isInterpolated, isPublishedLogin } from '../checks/logins.ts'
import { maskValue } from '../mask.ts'
import { authorizations } from '../readers/authorization.ts'
import { isCredential } from '../values.ts'
import type { Detector, RawMatch } from './detector.ts'

const LONGEST_HEADER = 2048
const COMMAND = 512

/** What HTTP clients send, and are told to send. */
export const HEADER_TOKENS: readonly Detector[] = [
  {
    id: 'basic-auth-header',
    title: 'a user and a password for HTTP',
    rank: 'shape',
    severity: 'error',
    keywords: ['authorization'],
    before: 64,
    after: LONGEST_HEADER,
    *find(text) {
      for (const { scheme, value, start } of authorizations(text))
        if (scheme === 'basic') yield inHeader(value, start, 'error')
    },
    examples: {
      finds: [
        'Authorization: Basic ZGVwbG95OnZLNy¦NtUTJ4LUxwOQ==',
        '{"headers": {"Authorization": "Basic ZGVwbG95OnZLNy¦NtUTJ4LUxwOQ=="}}',
        '"{\\"authorization\\":\\"Basic ZGVwbG95OnZLNy¦NtUTJ4LUxwOQ==\\"}"',
      ],
      leaves: [
        'Authorization: Basic dXNlcjpwYXNz',
        'Authorization: Basic dGVzdDp0ZXN0',
        'Authorization: Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==',
        'Authorization: Basic $(echo -n user:$PASS | base64)',
        'digest: Basic ZGVwbG95OnZLNyNtUTJ4LUxwOQ==',
      ],
    },
  },
  {
    id: 'bearer-header',
    title: 'a bearer token for HTTP',
    rank: 'shape',
    severity: 'warning',
    keywords: ['authorization'],
    before: 64,
    after: LONGEST_HEADER,
    *find(text) {
      for (const { scheme, value, start } of authorizations(text))
        if (scheme === 'bearer' && readJwt(value) === undefined) yield inHeader(value, start, 'warning')
    },
    examples: {
      finds: [
        'curl -H "Authorization: Bearer mmhOtehK5QZgXtLZWiDay¦oyaO7zehCba1gdASyy1" https://api.corp.net',
        "headers.set('Authorization', 'Token mmhOtehK5QZgXtLZWiDay¦oyaO7zehCba1gdASyy1')",
      ],
      leaves: [
        'Authorization: Bearer mmhOtehK5QZgX',
        'Authorization: Bearer $TOKEN_FROM_ENVIRONMENT',
        'Authorization: Bearer YOUR_ACCESS_TOKEN_GOES_HERE',
        'Authorization: Bearer the-token-of-this-service',
        'Authorization: Bearer <token>',
        'Authorization: Bearer xxxxxxxxxxxxxxxxxxxxxxxxxxxx',
        'Authorization: Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ1c2VyLTc3MzEifQ¦.VsE_xp2NHXDTHtnpf4RRSvs__SrIuWQfo7q-qd6A8nv',
        'revision: mmhOtehK5QZgXtLZWiDayoyaO7zehCba1gdASyy1',
      ],
    },
  },
  {
    id: 'curl-user',
    title: 'a user and a password of a curl command',
    rank: 'shape',
    severity: 'warning',
    keywords: ['curl '],
    before: COMMAND,
    after: COMMAND + 128,
    find: curlUsers,
    examples: {
      finds: [
        'curl -fsS -u deploy:vK7m¦Q2xLp https://ci.corp.net/job',
        "RUN curl --user 'deploy:vK7m¦Q2xLp' https://ci.corp.net",
        'curl -X POST \\\n  -sSu "deploy:vK7m¦Q2xLp" \\\n  https://ci.corp.net',
      ],
      leaves: [
        'curl -u user:password https://ci.corp.net',
        'curl -u "$CI_USER:$CI_PASSWORD" https://ci.corp.net',
        'curl -u admin:admin http://localhost:8080',
        'apt-get install -y curl && docker run -u 1000:1000 app',
        'curl https://corp.net\nmysql -u deploy:vK7mQ2xLp',
        'curl -u deploy: https://ci.corp.net',
        'curl -u "Aladdin:open sesame" https://ci.corp.net',
        'chown -u deploy:vK7mQ2xLp /srv',
      ],
    },
  },
]

function inHeader(value: string, start: number, severity: RawMatch['severity']): RawMatch {
  return { start, end: start + value.length, masked: maskValue(value), severity, key: 'Authorization' }
}

/** `-u`, among other letters or alone, and its long form. */
const USER_OPTION =
  /\s(?:-[A-Za-z#]{0,8}[uU]|--(?:proxy-)?user)[ =]{0,2}(?:"([^\s:"]{1,128}):([^"\n]{1,128})"|'([^\s:']{1,128}):([^'\n]{1,128})'|([^\s:"'`<>]{1,128}):([^\s"'`<>]{1,128}))/g
const COMMAND_END = /(?<!\\)\r?\n|&&|\s\|/

function* curlUsers(text: string): Generator<RawMatch> {
  for (const match of text.matchAll(USER_OPTION)) {
    const [whole, ...groups] = match as unknown as [string, ...(string | undefined)[]]
    const [user, password] = groups.filter(group => group !== undefined) as [string, string]
    const before = text.slice(Math.max(0, match.index - COMMAND), match.index + 1)
    const command = before.slice(before.toLowerCase().lastIndexOf('curl '))
    if (!/^curl /i.test(command) || COMMAND_END.test(command.slice(0, -1))) continue
    // numbers are a user and a group of the system
    if (/^\d+$/.test(user) || !isCredential(password)) continue
    if (isInterpolated(password) || isDefaultPassword(password) || isPublishedLogin(user, password)) continue
    const start = match.index + whole.lastIndexOf(password)
    yield {
      start,
      end: start + password.length,
      masked: maskValue(password),
      severity: 'warning',
      key: 'curl -u',
    }
  }
}
