import { grafanaChecksum, grafanaCloud, grafanaKey, sentryOrg } from '../checks/observability.ts'
import { context } from './context.ts'
import type { Detector } from './detector.ts'
import { token } from './token.ts'

/** Datadog, New Relic, Sentry, Grafana, Dynatrace. */
export const OBSERVABILITY_TOKENS: readonly Detector[] = [
  context({
    id: 'datadog-key',
    title: 'a Datadog API or application key',
    severity: 'error',
    near: ['datadog', 'dd_api_key', 'dd_app_key', 'dd-api-key', 'dd-application-key', 'dd_application_key'],
    and: /key/i,
    notNear: /client[_-]?token|\/(?:commit|tree|blob|archive|tarball)\/$/i,
    shape: '( hex{40} | hex{32} )',
    examples: {
      finds: [
        'DD_API_KEY=15d156¦9db9301eab8ec36a05414c1c73',
        'datadog:\n  appKey: "e2d0e2¦b45ad36129475a7176d44d6d71ea112b71"',
        "-H 'DD-APPLICATION-KEY: 1bdb7d¦01c693b7389e671010e912d8effc3d0a79'",
      ],
      leaves: [
        'API_KEY=15d156¦9db9301eab8ec36a05414c1c73',
        'DD_CLIENT_TOKEN=pub15d156¦9db9301eab8ec36a05414c1c73',
        "datadogRum.init({ key: 1, clientToken: 'pube852b7¦93a8d3b2438a28ed304abca0e3' })",
        'https://github.com/DataDog/datadog-key/commit/82a964¦fb17c0bf5a0ce5636aa3725241b8dbcc30',
        'datadog_key_commit: 82a964¦fb17c0bf5a0ce5636aa3725241b8dbcc30',
        'DD_API_KEY=3d821d¦e5176dc7f83e2c51e296070c77d',
      ],
    },
  }),
  token({
    id: 'datadog-key',
    title: 'a Datadog application key',
    severity: 'warning',
    keywords: ['ddapp_'],
    shape: "'ddapp_' b62{34}",
    examples: {
      finds: ['DD_APP_KEY=ddapp_FjMpPG¦3Iss0b2gojl3BOGuIwx9HOyRVJqY'],
      leaves: [
        'ddapp_R2dLBu¦ZTy2LA2ds1RLvdGmyHvpT7vcKtN',
        'ddapp_ZafjvV¦T4IySPFOSnpxLeZt9PM2EBB5erRyM',
        'ddapp_config',
      ],
    },
  }),
  token({
    id: 'newrelic-user',
    title: "a New Relic user's key",
    severity: 'error',
    keywords: ['NRAK-'],
    shape: "'NRAK-' udig{27}",
    examples: {
      finds: ['NEW_RELIC_API_KEY=NRAK-Z8UU6U¦IIUKFN8NE5VTR3P83H96M'],
      leaves: [
        'NRAK-3VB58T¦2XV2IFEYPHZ5TO8KK60J',
        'NRAK-lwyghl¦hcldydmyzrbbjvqvjmtoi',
        'NRAK-XXXXXXXXXXXXXX¦XXXXXXXXXXXXX',
      ],
    },
  }),
  token({
    id: 'newrelic-license',
    title: 'a New Relic licence or insights key',
    severity: 'error',
    keywords: ['NRAL', 'NRII-', 'NRIQ-'],
    shape: "( 'NRII-' b64u{32} | 'NRIQ-' b64u{32} | 'eu01xx' hexi{30} 'NRAL' | hexi{36-40} 'NRAL' )",
    examples: {
      finds: [
        'NEW_RELIC_LICENSE_KEY=166503¦4b9bab3bff6910aac6639520eaFFFFNRAL',
        'license_key: "eu01xx77d524¦184b00491534541c66b5FFFFNRAL"',
        'NEW_RELIC_LICENSE_KEY=e522ef¦b4dd29e4e210e16a6d052e772b6225NRAL',
        'NEW_RELIC_INSERT_KEY=NRII-pKZFoK¦eQN5ATR-ZBsgtoJxwS_azsWQpM',
        'X-Query-Key: NRIQ-VQ9iM8¦ARj7liaTsTH6BIDZr4QKrQFJD8',
      ],
      leaves: [
        'licenseKey: "NRJS-c806da¦db5dc4640b8ee"',
        '8c00a6¦a24a5c822ef4f25bc5f47d6cNRAL',
        'NRII-ReIOfE¦YHsmlb5IVAh3613agQ9HbYQ3C',
        'NEW_RELIC_LICENSE_KEY=0000000000000000¦0000000000000000FFFFNRAL',
      ],
    },
  }),
  token({
    id: 'sentry-token',
    title: 'a Sentry token',
    severity: 'error',
    keywords: ['sntryu_', 'sntrys_'],
    shape: "( 'sntryu_' hex{64} | 'sntrys_' b64{100-400} ( '==' | '=' )? '_' b64{43} )",
    check: sentryOrg,
    examples: {
      finds: [
        'SENTRY_AUTH_TOKEN=sntryu_0c1fca¦0e6f44913061fad24b59736ae95097ee6c25a2183194bb1aa39dd02657',
        'SENTRY_AUTH_TOKEN=sntrys_eyJpYX¦QiOjE3MTIzNDU2NzguMTIzNDU2LCJ1cmwiOiJodHRwczovL3NlbnRyeS5pbyIsInJlZ2lvbl91cmwiOiJodHRwczovL3VzLnNlbnRyeS5pbyIsIm9yZyI6ImFjbWUifQ==_EBIH6m¦qhGZ+Mxut6WkxHP7zgwPMbw7ZlMVaV5n2AdvQ',
        'token=sntrys_VMa3Lu¦l77qYeuj0Xj8HGOksi3vteRATG+kuIgR44f3oR0qkgAJHN5oAiROwVklm+yTajc2n/UA1tTKeP78QfBpG2v+thTPx9X/IVoGGelsDZ5HWubZS8OT0APqM9raqWC0lmsSCdoQ2D3zfdoGXM3bQ+ETQSjG7b_qhWbPi¦h+MYaS1tSfBzQz1fq3oUkzvKrxQkm1xI5tB4k',
      ],
      leaves: [
        'sntryu_161829¦7990b9cc5e9bf7e7f3e6429881eab770d43cc5af26383d91cf3b87d90',
        'sntrys_g2Fbms¦FZuuWRSf5Jz6zC6gIggNqKvdSk1VhZ28su4zw1WgvmMv1xcbCr/koWLJ3WX9rWIflZeFbIoZwXu9jPC/t64+UJuoWSCQu_0MIA4z¦6RfkZw8NIaoPj3kCmkdQUeuKuAtfnG74WSt5W',
        'SENTRY_AUTH_TOKEN=sntrys_YOUR_TOKEN_HERE',
      ],
    },
  }),
  context({
    id: 'sentry-token',
    title: 'a Sentry token',
    severity: 'error',
    near: ['sentry'],
    and: /token|auth/i,
    shape: 'hex{64}',
    examples: {
      finds: [
        'SENTRY_AUTH_TOKEN=f064c5¦01495d0fd1e391c60e72312119be293c148817bed468d7d8fbbc59a034',
        '[auth]\nurl=https://sentry.io\ntoken=4fddaf¦cad7511c0ea0b6bf8b1865fa920d71b2485fa94dbfffbc75dcf9b0d980',
      ],
      leaves: [
        'AUTH_TOKEN=f064c5¦01495d0fd1e391c60e72312119be293c148817bed468d7d8fbbc59a034',
        'sentry_token_sha256: f064c5¦01495d0fd1e391c60e72312119be293c148817bed468d7d8fbbc59a034',
        'sentry@sha256:f064c5¦01495d0fd1e391c60e72312119be293c148817bed468d7d8fbbc59a034',
        'SENTRY_AUTH_TOKEN=5798b4¦bc6de61a608002305eff332e4e37523b1eac8c1131f4773c7a027ea5b',
      ],
    },
  }),
  token({
    id: 'grafana-sa',
    title: 'a Grafana service account token',
    severity: 'error',
    keywords: ['glsa_'],
    shape: "'glsa_' b62{32} '_' hex{8}",
    check: grafanaChecksum,
    examples: {
      finds: [
        'GRAFANA_TOKEN=glsa_h¦qx73nrOdTfH7ikJJKZ26j2HFMq9TQCQ_00add029',
        'GRAFANA_TOKEN=glsa_AobkR6¦TDbdTyCKxWGjsO1wrZU6vZCv4y_1e7735c2',
      ],
      leaves: [
        'glsa_JkQmJP¦AukmeNIX7jspOIcJtwaQG3dVv_bffda837',
        'glsa_ZTLNNq¦e2tVNzapSB7kDvMENCqZN2EDz9_1ec137a',
        'glsa_XXXXXXXXXXXXXXXX¦XXXXXXXXXXXXXXXX_00000000',
      ],
    },
  }),
  token({
    id: 'grafana-cloud',
    title: 'a Grafana Cloud access policy token',
    severity: 'error',
    keywords: ['glc_eyJ'],
    shape: "'glc_eyJ' b64{60-400} ( '==' | '=' )?",
    check: grafanaCloud,
    examples: {
      finds: [
        'GRAFANA_CLOUD_TOKEN=glc_eyJvIj¦oiOTE4MjczIiwibiI6InN0YWNrLXJlYWQtYWNtZSIsImsiOiJTVU0zZTliSEFmWW9jWkN3aWtaUnRiZEEiLCJtIjp7InIiOiJ1cyJ9fQ==',
        'token: glc_eyJ4yzeHV¦wGtq7O2JU6aB2+HiBniS05FqeB0KTWGsKJaL1uS0nAjB19U4yEQjsaxbk4eqUisa+zMC3w16KsPbudmAisEo',
      ],
      leaves: [
        'glc_eyJtVRp6M¦QilhlfV9Q9NI/Wjp0dmHIa0egNfjiaptpR',
        'glc_2UMyWt¦zK7zrBAEdY2j0IGF1VqOyfWWaeTGSNQCSuGQMKExSSMbn5UrWujQuTgQTy59Oli5Wca9iji7SD',
        'GRAFANA_CLOUD_TOKEN=glc_eyJ...',
      ],
    },
  }),
  token({
    id: 'grafana-key-old',
    title: 'a Grafana API key',
    severity: 'error',
    keywords: ['eyJrIjoi'],
    shape: "'eyJrIjoi' b64{60-400} ( '==' | '=' )?",
    notBefore: '+/',
    check: grafanaKey,
    examples: {
      finds: [
        'Authorization: Bearer eyJrIj¦oieHlvOXEyRXJ4WFVEY1JYWXN4c2ZzTjk0aUhFMXRjMWkiLCJuIjoiZGVwbG95IiwiaWQiOjF9',
      ],
      leaves: [
        'eyJrIj¦oiU0w2MVZvS2EzSTdzRW1odEFrMDdFVkF1OWJ1VlhuVXMiLCJuYW1lIjoiZGVwbG95Iiwia2luZCI6MX0=',
        'eyJrIjoi0v0W5C¦gQvNqEjHNVQtdAh3hPz9Ci0o2ODRDQ4zk/jHmJICwUy/TkA3F3hSTjOtYa80AjXp8rQNvUyYy2',
        'eyJrIjoiFjtMVQ¦3IfxitMWw3NTVe',
      ],
    },
  }),
  token({
    id: 'dynatrace-token',
    title: 'a Dynatrace token',
    severity: 'error',
    keywords: ['dt0c01.', 'dt0s01.', 'dt0s02.', 'dt0s08.', 'dt0e01.'],
    shape: "( 'dt0c01.' b32{24} | ( 'dt0s01.' | 'dt0s02.' | 'dt0s08.' | 'dt0e01.' ) b32{8-24} ) '.' b32{64}",
    examples: {
      finds: [
        'DT_API_TOKEN=dt0c01.V4FKUM¦BSFAGIWD7GAA4EVGQG.EEQOMG¦VCRQJZKR3GI54FRFX54IXDYFNOVLZXU5Y6D7BGHAIE4IRK5V3C6JW5XJW4',
        'client_secret=dt0s02.VV5OO7W6.GP7QIO¦ZYRMUABKXSVJSANXV4TQVQTN47EEFPJIKHZHJB6DQT6RVVFXINNXJBNONU',
      ],
      leaves: [
        'dt0c01.YTI6TT¦XX5GELXDQH76WR4E4N.ISYE6R¦F3F4MIUZU72DQG6Y4WJN4A5MLB6HMY44R2YPMDTISUVH6I6HQ3H6G4A72',
        'dt0c01.2SR4XD¦LU5RGZ5CACZXTEZK7S',
        'dt0c01.MDGYFL¦AEFXIGBOSM6BPKQ4UM.0189U42HLG¦QYDKXOSDDGVGJZKFAZI7HT2WFYSZD54N4KYIL4FDIOJRDH5KK54D3A',
        'dt0c01.ljdk07¦a46gruqcn0p5kxrn6y.ZE27WL¦7F7XXCTS32LXB3UQF4J3EICNCSCDVBWRJEMYZLAEC52HMJXUVSWSW6NTFX',
      ],
    },
  }),
]
