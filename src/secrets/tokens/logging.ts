import { mixedCase } from '../checks/drawn.ts'
import { drawnLetters } from '../checks/looks.ts'
import { context } from './context.ts'
import type { Detector } from './detector.ts'
import { token } from './token.ts'

const KEY_WORD = /key|token|secret/i

/** Logs, errors and alerts; few of these keys have a mark of their own. */
export const LOGGING_TOKENS: readonly Detector[] = [
  context({
    id: 'rollbar-token',
    title: 'a Rollbar server token',
    severity: 'warning',
    near: ['rollbar'],
    and: KEY_WORD,
    notNear: /post_?client_?item|client/i,
    shape: 'hex{32}',
    examples: {
      finds: [
        'ROLLBAR_ACCESS_TOKEN=781e16¦ea82cbeb4e428af786461670a9',
        "rollbar.init('token', '5579c6¦d020fabb72940a7d7cfe190ff4')",
      ],
      leaves: [
        'ACCESS_TOKEN=781e16¦ea82cbeb4e428af786461670a9',
        'rollbar: { post_client_item_token: "987d8d¦f4a0c9b0719ffd39dd6df89ab3" }',
        'ROLLBAR_CLIENT_TOKEN=7ec6ab¦c8bf313d2e7d1c581a68ab3192',
        'rollbar_token_etag: 781e16¦ea82cbeb4e428af786461670a9',
      ],
    },
  }),
  context({
    id: 'pagerduty-key',
    title: 'a PagerDuty key',
    severity: 'warning',
    near: ['pagerduty', 'token token='],
    and: /key|token|secret/i,
    shape: "( 'u+' b64u{18} | b64u{20} )",
    check: mixedCase,
    examples: {
      finds: [
        'PAGERDUTY_API_KEY=u+pfvK0i¦6eeFT_bV6J6-',
        'Authorization: Token token=DEQpp1¦6dsNiXDrLCGWnC',
        'pagerduty_token = "EUDRLs¦uHWaP052wllXet"',
      ],
      leaves: [
        'KEY=EUDRLs¦uHWaP052wllXet',
        'PAGERDUTY_API_KEY=pdmIQd¦ajshxAKOpwXbj2Y',
        'pagerduty_key: name-of-the-escalat',
        'pagerduty_key_digest: EUDRLs¦uHWaP052wllXet',
      ],
    },
  }),
  context({
    id: 'bugsnag-key',
    title: "a Bugsnag notifier's key",
    severity: 'info',
    near: ['bugsnag'],
    and: KEY_WORD,
    shape: 'hex{32}',
    examples: {
      finds: ['BUGSNAG_API_KEY=ed7632¦ab88686e50d88a86079efea5d0'],
      leaves: [
        'API_KEY=ed7632¦ab88686e50d88a86079efea5d0',
        'bugsnag_key_hash: ed7632¦ab88686e50d88a86079efea5d0',
        'BUGSNAG_API_KEY=96034c¦1df20b30af88ff9c78a33471792',
      ],
    },
  }),
  context({
    id: 'logzio-token',
    title: 'a Logz.io token',
    severity: 'warning',
    near: ['logzio', 'logz.io', 'logz_io', 'logz-io'],
    and: KEY_WORD,
    shape: 'b62{32}',
    check: drawnLetters,
    examples: {
      finds: [
        'LOGZIO_TOKEN=6Uk1la¦nd8rlfDQTjfyubKXKgOp3fJ83o',
        'https://listener.logz.io:8071/?token=Kfrfov¦1yA9c9jtEdSjPgR41rdr7jTIwt',
      ],
      leaves: [
        'TOKEN=6Uk1la¦nd8rlfDQTjfyubKXKgOp3fJ83o',
        'LOGZIO_TOKEN=372aa4¦3523bd0c51c85a6f4e406e2522',
        'logzio_token_version: 6Uk1la¦nd8rlfDQTjfyubKXKgOp3fJ83o',
        'LOGZIO_TOKEN=IGrCMi¦0UIXOc4e0I1VRGP7477r1l6Tx',
      ],
    },
  }),
  context({
    id: 'logzio-token',
    title: 'a Loggly token',
    severity: 'warning',
    near: ['loggly'],
    and: /key|token|secret|inputs/i,
    shape: 'uuid',
    examples: {
      finds: [
        'LOGGLY_TOKEN=0ac3Dd¦EB-aa8b-A8Fd-Ebb3-c22E462cD92D',
        'https://logs-01.loggly.com/inputs/C3Ea1a¦8c-ED1F-75FE-bd22-8B73b15bBAb8/tag/http/',
      ],
      leaves: [
        'TOKEN=0ac3Dd¦EB-aa8b-A8Fd-Ebb3-c22E462cD92D',
        'loggly_request_id: 0ac3Dd¦EB-aa8b-A8Fd-Ebb3-c22E462cD92D',
        'LOGGLY_TOKEN=00000000-0000¦-0000-0000-000000000000',
      ],
    },
  }),
  context({
    id: 'logzio-token',
    title: 'a Sumo Logic access key',
    severity: 'warning',
    near: ['sumologic', 'sumo_logic', 'sumo-logic', 'sumo_access', 'sumo_key', 'sumo_secret'],
    and: KEY_WORD,
    shape: 'b62{64}',
    check: drawnLetters,
    examples: {
      finds: [
        'SUMO_ACCESS_ID=sua6L6XB¦JZ6t5X\nSUMO_ACCESS_KEY=w47CKA¦egF0aYAe5cNVOrBmYFA5q4ePEghtCLVrJFni09YG5tb65fpcXTnCjyUjxS',
        'sumologic:\n  accessKey: M5UUog¦BZkK8zDgvI98s5McStyeDiiUkRgqAeKfWxcF5Pkw3C4Kt2EOnTVzfksMQ0',
      ],
      leaves: [
        'ACCESS_KEY=w47CKA¦egF0aYAe5cNVOrBmYFA5q4ePEghtCLVrJFni09YG5tb65fpcXTnCjyUjxS',
        'SUMO_ACCESS_ID=suKQT0dd¦KNZryA',
        'SUMO_ACCESS_KEY=df0a43¦e775b461f45ec0c1c7b5da326e5f88e7113c46b0504908949121b43459',
        'SUMO_ACCESS_KEY=A5a4vR¦Z3YzYtzu4k1wVjNCILr6SKZZKaxJzz1kIGqkDiHgpH06aIoyHoeAjNEPq',
      ],
    },
  }),
  context({
    id: 'splunk-hec',
    title: 'a Splunk HTTP event collector token',
    severity: 'warning',
    near: ['splunk', 'hec_token'],
    and: /key|token|hec|authorization/i,
    shape: 'uuid',
    examples: {
      finds: [
        'SPLUNK_HEC_TOKEN=ddA6Bd¦C2-34D6-473d-d1eA-2fa7D3baEccF',
        'Authorization: Splunk 27F12D¦7e-33f3-fa89-610d-e4B93dba9fFE',
        '--log-opt splunk-token=b398A3¦0f-e3b5-e746-1228-ccD1AE4AC6dB',
      ],
      leaves: [
        'TOKEN=ddA6Bd¦C2-34D6-473d-d1eA-2fa7D3baEccF',
        'splunk_app_id: ddA6Bd¦C2-34D6-473d-d1eA-2fa7D3baEccF',
        'HEC_TOKEN=11111111-1111¦-1111-1111-111111111111',
        'splunk_hec_uuid: ddA6Bd¦C2-34D6-473d-d1eA-2fa7D3baEccF',
      ],
    },
  }),
  context({
    id: 'opsgenie-key',
    title: 'an Opsgenie key',
    severity: 'warning',
    near: ['opsgenie', 'geniekey'],
    and: KEY_WORD,
    shape: 'uuid',
    examples: {
      finds: [
        'OPSGENIE_API_KEY=Ea661A¦f5-d0FE-C5E6-3fb0-9F5Ce30F3e52',
        'Authorization: GenieKey c5C32B¦49-baBa-bcEE-54c9-ffEF1Ef2Ce8e',
      ],
      leaves: [
        'API_KEY=Ea661A¦f5-d0FE-C5E6-3fb0-9F5Ce30F3e52',
        'opsgenie_team_id: Ea661A¦f5-d0FE-C5E6-3fb0-9F5Ce30F3e52',
        'OPSGENIE_API_KEY=00000000-0000¦-0000-0000-000000000000',
      ],
    },
  }),
  context({
    id: 'betterstack-token',
    title: 'a Better Stack token',
    severity: 'warning',
    near: ['betterstack', 'better_stack', 'better-stack', 'logtail'],
    and: KEY_WORD,
    shape: 'b62{24}',
    check: mixedCase,
    examples: {
      finds: [
        'LOGTAIL_SOURCE_TOKEN=T8Gryo¦bm8UchNHimbMbDVE9n',
        'betterstack: { token: "cCIxqy¦Gm90JfkPV6ZY0i86BU" }',
      ],
      leaves: [
        'SOURCE_TOKEN=T8Gryo¦bm8UchNHimbMbDVE9n',
        'LOGTAIL_SOURCE_TOKEN=3XLN9j¦hvlq0zCjVFvqFAsgodJ',
        'logtail_token: 5fe02e¦70efe32fa6885453dd',
        'logtail_token_hash: T8Gryo¦bm8UchNHimbMbDVE9n',
      ],
    },
  }),
  token({
    id: 'honeycomb-key',
    title: 'a Honeycomb ingest key',
    severity: 'warning',
    keywords: ['hcaik_', 'hcxik_'],
    shape: "( 'hcaik_' | 'hcxik_' ) b62{58}",
    examples: {
      finds: ['HONEYCOMB_API_KEY=hcaik_Lir4VM¦VMwGfVQdE0wpu1k3hiks25DHcT0BiZoK2c3DGRQRmx5e04GEE0Ej'],
      leaves: [
        'hcaik_fqtGIB¦MNVG7pXhtsYq7XklKMBcvY780pjwJxnySE8BhzF93xYpDkwdnuO',
        'hcaik_SmLWGX¦BMqtXIES95qUXsXVaNjMR8g5nkQD02BnOSf78WrTy6luA3kAzgvH3',
        'hcaik_xxxxxxxxxxxxxxxx¦xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx',
      ],
    },
  }),
  context({
    id: 'honeycomb-key',
    title: 'a Honeycomb key',
    severity: 'info',
    near: ['honeycomb'],
    and: /key|team|token/i,
    shape: '( hex{32} | b62{22} )',
    examples: {
      finds: [
        'HONEYCOMB_API_KEY=ac28ab¦3388de9a73b8ab79aab0f64ac6',
        'x-honeycomb-team: pqTkWC¦WLapGv2OUe802a5M',
      ],
      leaves: [
        'API_KEY=ac28ab¦3388de9a73b8ab79aab0f64ac6',
        'honeycomb_key_md5: ac28ab¦3388de9a73b8ab79aab0f64ac6',
        'HONEYCOMB_API_KEY=Hx6hhw¦ISXz7UKKu1vh6zxXG',
      ],
    },
  }),
]
