import { LESS } from '../../model/finding.ts'
import { maskValue } from '../mask.ts'
import { isCredential } from '../values.ts'
import type { Detector, RawMatch } from './detector.ts'

const REACH = 4096

/**
 * Passwords of package feeds in the XML of their tools. A provider's own token there is reported as what it is: so
 * these rank below it.
 */
export const FEED_PASSWORDS: readonly Detector[] = [
  {
    id: 'nuget-config',
    title: 'the password of a NuGet feed',
    rank: 'context',
    severity: 'error',
    keywords: ['ClearTextPassword', 'packageSourceCredentials'],
    before: 512,
    after: REACH,
    find: nugetPasswords,
    examples: {
      finds: [
        '<packageSourceCredentials><acme><add key="Username" value="ci" /><add key="ClearTextPassword" value="vT8kq4L¦z2mXc9" /></acme></packageSourceCredentials>',
        '<add value="vT8kq4L¦z2mXc9" key="ClearTextPassword" />',
        '<packageSourceCredentials>\n  <acme>\n    <add key="Password" value="AQAAANCMnd8BFdERjHoAwE/Cl+s¦BAAAAkq4Lz2mXc9vT8w" />\n  </acme>\n</packageSourceCredentials>',
      ],
      leaves: [
        '<add key="ClearTextPassword" value="%NUGET_PASSWORD%" />',
        `<add key="ClearTextPassword" value="\${NUGET_PASSWORD}" />`,
        '<add key="ClearTextPassword" value="" />',
        '<add key="ClearTextPassword" value="<your token>" />',
        '<add key="ClearTextPassword" value="your-password-here" />',
        '<add key="Password" value="vT8kq4L¦z2mXc9" />',
        '<packageSourceCredentials /><appSettings><add key="Password" value="vT8kq4L¦z2mXc9" /></appSettings>',
      ],
    },
  },
  {
    id: 'maven-password',
    title: 'the password of a Maven server',
    rank: 'context',
    severity: 'error',
    keywords: ['<server>'],
    before: 1024,
    after: REACH,
    find: mavenPasswords,
    examples: {
      finds: [
        '<servers>\n  <server>\n    <id>acme</id>\n    <username>ci</username>\n    <password>vT8kq4L¦z2mXc9</password>\n  </server>\n</servers>',
        '<server><id>acme</id><privateKey>/home/ci/key</privateKey><passphrase>vT8kq4L¦z2mXc9</passphrase></server>',
        '<server><id>acme</id><password>{7dq3kz5w2mvxr6tj4¦hnbpl2ycgfse3uo6qvmzkxw=}</password></server>',
      ],
      leaves: [
        `<server><id>acme</id><password>\${env.MAVEN_PASSWORD}</password></server>`,
        '<server><id>acme</id><username>ci</username></server>',
        '<server><id>acme</id><password></password></server>',
        '<server><id>acme</id><password>your-password</password></server>',
        '<!-- <server><id>acme</id><password>vT8kq4L¦z2mXc9</password></server> -->',
        '<!-- server\n | <server>\n |   <id>deploymentRepo</id>\n |   <username>repouser</username>\n |   <password>repopwd</password>\n | </server>\n-->',
        '<server><id>acme</id></server><proxy><password>vT8kq4L¦z2mXc9</password></proxy>',
      ],
    },
  },
]

const NUGET =
  /<\/?packageSourceCredentials\b(?:\s{0,8}\/>)?|<add\s{1,8}key="(ClearTextPassword|Password)"\s{1,8}value="([^"<>\n]{1,1024})"|<add\s{1,8}value="([^"<>\n]{1,1024})"\s{1,8}key="(ClearTextPassword|Password)"/dg

/** What stands under `Password` is encrypted with a key of one Windows user. */
function* nugetPasswords(text: string): Generator<RawMatch> {
  let inside = false
  for (const { 0: whole, 1: key, 2: value, 3: first, 4: second, indices } of text.matchAll(NUGET)) {
    const name = key ?? second
    if (name === undefined) {
      inside = !whole.includes('/')
      continue
    }
    if (name === 'Password' && !inside) continue
    const [start, end] = indices![key === undefined ? 3 : 2]!
    yield* password(value ?? first!, { start, end, key: name }, name === 'Password')
  }
}

/** Also the beginnings and ends of comments: what Maven is shipped with is a sample inside one. */
const MAVEN = /<!--|-->|<\/?server>|<(password|passphrase)>\s{0,64}([^<\s][^<]{0,1023})<\//dg

function* mavenPasswords(text: string): Generator<RawMatch> {
  let commented = false
  let inServer = false
  for (const { 0: mark, 1: key, 2: raw, indices } of text.matchAll(MAVEN)) {
    if (mark === '<!--' || mark === '-->') commented = mark === '<!--'
    else if (key === undefined) inServer = mark === '<server>'
    else if (inServer && !commented) {
      const value = raw!.trimEnd()
      const [start] = indices![2]!
      const place = { start, end: start + value.length, key }
      // in braces: encrypted with the master password of another file
      if (value.startsWith('{')) {
        if (/^\{[A-Za-z0-9+/=]{16,512}\}$/.test(value)) yield* masked(value, place, true)
      } else yield* password(value, place, false)
    }
  }
}

type Place = Pick<RawMatch, 'start' | 'end' | 'key'>

function* password(value: string, place: Place, encrypted: boolean): Generator<RawMatch> {
  if (isCredential(value)) yield* masked(value, place, encrypted)
}

function* masked(value: string, place: Place, encrypted: boolean): Generator<RawMatch> {
  yield { ...place, masked: maskValue(value), severity: encrypted ? LESS.error : 'error' }
}
