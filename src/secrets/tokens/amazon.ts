import { atLeast, mixedCase } from '../checks/drawn.ts'
import { hasBase64Length } from '../checks/encoded.ts'
import { decodeBase64 } from '../decode.ts'
import { context } from './context.ts'
import type { Detector } from './detector.ts'
import { type Candidate, token, type Verdict } from './token.ts'

/** Amazon Web Services. */
export const AMAZON_TOKENS: readonly Detector[] = [
  token({
    id: 'aws-access-key-id',
    title: 'an AWS access key id',
    severity: 'warning',
    keywords: ['AKIA', 'ASIA', 'ABIA', 'ACCA'],
    shape: "( 'AKIA' | 'ASIA' | 'ABIA' | 'ACCA' ) b32{16}",
    partner: {
      detector: 'aws-key-pair',
      title: 'an AWS access key with its secret',
      severity: 'error',
      shape: 'b64{40}',
      // under a name, or behind the id as in tables of users and in s3fs
      names: /secret|\b(?:AKIA|ASIA)[A-Z2-7]{16}["']?[,:;\s]{1,4}["']?$/i,
      check: isSecretKey,
    },
    examples: {
      finds: [
        'aws_access_key_id: AK¦IALRWFVE¦ALKXWKKXZW',
        'AWS_ACCESS_KEY_ID=AS¦IAWHP2E6¦FUJFONXAW3\nAWS_SECRET_ACCESS_KEY=dBzwqHVVX363HcCF78Y9¦7o/UjYp7RNmxNyHaYV9N',
        'AK¦IAUB6I2I¦6O7GWEYTPQ:dfEv7o9/NMhH/jfNhzgB¦fezXDBvvMLIwko8IOA5D',
        'User name,Access key ID,Secret access key\nbuilder,AK¦IAMQ3GOA¦LPSOURNYXD,drE3VJXjTCOGLgk37eI7¦O2pjVwp6sc+VEn2KnPoY',
        'key\\nAK¦IASDWAQS¦7P6MWZS76W\\n',
      ],
      leaves: [
        'AWS_ACCESS_KEY_ID=AKIA¦IOSFODNN7EXAMPLE',
        'AWS_ACCESS_KEY_ID=AK¦IA4LOVT¦TNNS4VAOJH',
        'AWS_ACCESS_KEY_ID=AK¦IAB5VMQS¦YE4NJA5JG8',
        'AWS_ACCESS_KEY_ID=ak¦iambykwz¦fprklhgcxn',
        '"UserId": "AI¦DARQSPYA¦2JU42L6CDB"',
        '"RoleId": "AR¦OAZQKVCZ¦GQD4LHFV52"',
        'AWS_SECRET_ACCESS_KEY=MxrbgPN9A5Ps05abweVO¦X3CFavUZdFf8DbklH7MD',
      ],
    },
  }),
  token({
    id: 'aws-session-token',
    title: 'an AWS session token',
    severity: 'warning',
    keywords: ['IQoJb3JpZ2lu', 'FwoG', 'FQoG', 'AQoD'],
    shape: "( 'IQoJb3JpZ2lu' | 'FwoG' | 'FQoG' | 'AQoD' ) b64{100-2000} ( '==' | '=' )?",
    notBefore: '+/',
    reach: 64,
    check: ({ value, before }) =>
      /aws|session|security.?token/i.test(before.slice(-64)) && hasBase64Length(value) ? {} : null,
    examples: {
      finds: [
        'AWS_SESSION_TOKEN=IQ¦oJb3JpZ2luj+t5iovL/+VCt7I3II5c7MlF+E+/gAMcM06RECaQqtkmhLBfXqdy1NGZZ2vdNpez8QotcpFNC0wBe+TgZLmc7VMPENbYFZSbWoQpXqH8wrpsIh¦KURJT69JpM+Lkk6AzdsAXUO19QN01RhBewep4Px0HFU7qDmXhIWVNYpGTTZpQZTBwJAiphBxCq17T/ISgKbP9rWwq/E+/HDcdBhWuNTdVZj3pWNiVglDwHREwuc¦Hi7NSRIZGf2fpWqWO002Q0k1LhtDNJKLPSQK9+QYak1vEO3mIOnq/b1Fa2OvqjZ4rc/pziph8GYpV16+VraYkrLOo594Bclbi9OS+Qt/ojM4emvLwlpVw0RI/lF',
        '"SessionToken": "Fw¦oGk5sPrQE2G4kZmabhZM4HMmvrDGY7xgMU2IYvackVjin9P9vlM1HNcnNGap7hvqrBpqDtXGO2TMwHO/AdF5CDuJu2VDaV/256PCLB8dQqlm1ynrfXAE¦dGkhbBJcbCsF/1zBRrn58gG96n64/lHQ1rqi2UIz/9toas7q+aqgSfH3/Rcj5Udq3bL5qC0d2NhEHUyIX2edz42mIVXwbEBnthCgg7/ZUlb/AwDLyk+LAth¦vuoPsmli5uN+4Fi8rL+XFEtftFC1KfdxWZ2rWtAGltM5a0Cifso4kvT4ZfO+vxD8cX1krEpWfbW+51IbJlXLEZI5EkIBtnC7tnmODUVhEK32yk0mHkHuP=="',
      ],
      leaves: [
        'AWS_SESSION_TOKEN=IQ¦oJb3JpZ2luKrAzX4j6qs4C/mMrfB0gr74v¦ZTh9OBoNcy2Ifl/EaxQehk/m4cqH/E1gq3Iu',
        'AWS_SESSION_TOKEN=Fw¦oGAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA¦AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA¦AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
        'data:font/woff;base64,Fw¦oG7wJttniYN0JKx0EgtNme+E4Wz7KZSs2wvnS2mKVIQFObVyThCtUai1ob5goMy4¦wqQkjU/J87C1XyPSnxwBHPFS/is7AuQD7jm4zIlL50W1stNEgSJwfYVBuS+Yr1ohN29¦4lGqJ9i7wFWJeAiGfdN/HrwinIOEPgzFpnrpZ4e9WCE0QGJhT7JKeYdzW++zSj+/Rx1',
        'sha: AQ¦oDW/0nSrsw33CGH2m8xotY6cm6W6mD8wPmOtAbVcZk5emYAIWNDq3LIz6936iRmU¦LHveR5F+WokRABXylHKJATJU26MO6ZVdIL7RxR6+6j55oZORVHpndr0Z39DCGn5wRyS¦23B7/PCzU8iwji5Fr4kbTA+yKXmhY0crHVAf1NqMHpt3r8oFr3NosnLqm2fU/oxjdOl',
      ],
    },
  }),
  token({
    id: 'aws-bedrock-long',
    title: 'an Amazon Bedrock API key',
    severity: 'error',
    keywords: ['ABSK', 'bedrock-api-key-'],
    shape: "( 'ABSK' b64{109-269} ( '==' | '=' )? | 'bedrock-api-key-' b64{100-1500} ( '==' | '=' )? )",
    notBefore: '+/',
    check: bedrockKey,
    examples: {
      finds: [
        'AWS_BEARER_TOKEN_BEDROCK=AB¦SKQmVkcm9ja0FQSUtleS1vMHdqLWF0LTc5NDA4¦ODg0MDY4ODo0Ak3xDgwJ/2LYQ2OfCWroYWDynNaL¦srpXX48dceR0hKpp5MQBHF6xqsBL43Jwh8xxacRI',
        'token: be¦drock-api-key-YmVkcm9jay5hbWF6b25hd3MuY29tLz9BY3Rpb249Q2FsbFdp¦dGhCZWFyZXJUb2tlbiZYLUFtei1TaWduYXR1cmU9OGM1YzIwMjlmN2MzZGRiNTY1¦YWQ1MmYxYWM2YmRmOTQzNTUyZmQ1MmNkM2Y3NmE3NjE5ZDg2ZjY1NzQyMTk3Yw==',
      ],
      leaves: [
        'AWS_BEARER_TOKEN_BEDROCK=AB¦SKFIEz4a+HRRoYVpNpIyEi7QQaZAjBPKRwF4PtBpHS¦JcxCID5PS8yZMfEFONeWhMUvlZ3R5MfrRn0++uouOl4s¦9h3tJgB0rgwE4pepV2XALAiuNX260QLaWalm0B/PjHms',
        'AWS_BEARER_TOKEN_BEDROCK=AB¦SKqmKGvJX+TVFu4ongplOBJZGxGyia¦nZ5h0efMmF3C8XBZIUoo4UIOrXlFyfDN',
        'AWS_BEARER_TOKEN_BEDROCK=AB¦SKxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx¦xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx¦xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx',
        'name: bedrock-api-key-rotation-lambda',
      ],
    },
  }),
  token({
    id: 'aws-mws',
    title: 'an Amazon Marketplace Web Service token',
    // the service was switched off in 2024
    severity: 'warning',
    keywords: ['amzn.mws.'],
    shape: "'amzn.mws.' uuid",
    examples: {
      finds: ['MWS_AUTH_TOKEN=am¦zn.mws.85408770-2e0d¦-a11a-6d15-8d823856162e'],
      leaves: [
        'MWS_AUTH_TOKEN=amzn.mws.¦00000000-0000-0000-0000-000000000000',
        'MWS_AUTH_TOKEN=am¦zn.mws.220eeb11252¦9e9c6d0649246aad9f263',
      ],
    },
  }),
  context({
    id: 'aws-cognito-client-secret',
    title: 'a client secret of an Amazon Cognito user pool',
    severity: 'warning',
    near: ['cognito'],
    and: /client.?secret/i,
    shape: 'ldig{48-56}',
    examples: {
      finds: [
        'COGNITO_CLIENT_SECRET=wpuzvu3u8ef3ulmi4gtye7663¦p321r9cxw9f3uuvi1ufsw5hk9d',
        '"cognitoClientSecret": "pzoxvkk19mmfjt56avhoeu0sqm¦42nc9ohvppwsifm0yroce1k0po"',
      ],
      leaves: [
        'CLIENT_SECRET=s7ytgjxnwbfhq8wm10giipkba¦0tuio97mnjf4l3j070qpyukrd3',
        'COGNITO_CLIENT_ID=s1xay73riu8idfp9hrqest0wp¦m3pjlnx33gyxd8mtr2iy81n844',
        'COGNITO_CLIENT_SECRET=dnm4clqytzf5vnthm147¦ddqidx755k8405hunj4z',
        'COGNITO_CLIENT_SECRET_SHA=azdliyzgb3hw1tugeo3avp7vz¦pgnmhvynn441icxs4dk8dpi5tu',
      ],
    },
  }),
]

const isRandomSecret = atLeast(4.2)

/** Forty characters that are no piece of something longer, and no SHA-1. */
function isSecretKey(candidate: Candidate): Verdict {
  if (/[+/]/.test(candidate.before.at(-1) ?? '') || /^[=+/]/.test(candidate.after)) return null
  return mixedCase(candidate) && isRandomSecret(candidate)
}

/** A long-lived key is text in base64: what it is, its user, and a secret. A short-lived one says so. */
function bedrockKey({ value }: Candidate): Verdict {
  if (!value.startsWith('ABSK')) return { severity: 'warning' }
  return decodeBase64(value.slice('ABSK'.length))?.includes('BedrockAPIKey-') ? {} : null
}
