import { elasticApiKey } from '../checks/decoded.ts'
import { drawnLetters, lastWord } from '../checks/looks.ts'
import { context } from './context.ts'
import type { Detector } from './detector.ts'
import { type Candidate, token, type Verdict } from './token.ts'

/** Browsers are given the search-only key; of a key that does not say which one it is nothing is known. */
function algoliaKey({ before }: Candidate): Verdict {
  const kind = lastWord(before, /search|monitoring|usage|admin|write/gi)
  if (kind === undefined) return { severity: 'info' }
  return kind === 'admin' || kind === 'write' ? {} : null
}

/** Search, events, pipelines and data that is sold. */
export const ANALYTICS_TOKENS: readonly Detector[] = [
  context({
    id: 'algolia-admin',
    title: 'an Algolia admin key',
    severity: 'error',
    near: ['algolia'],
    shape: 'hex{32}',
    check: algoliaKey,
    examples: {
      finds: [
        'ALGOLIA_ADMIN_KEY=7129e73293867e3c¦ebfe002687d9b5d4',
        'algolia = { adminKey: "1299264495da973f¦ef1b72bb6b37f0bf" }',
        'ALGOLIA_SEARCH_KEY=cb60eb1d29385820¦33f023ae56177fd9\nALGOLIA_WRITE_API_KEY=f81ba7a4f968d2bf¦473779d0d6bf1904',
        "algolia: { appId: 'QX81BT6T0D', apiKey: '2d01fd39bdd61695¦2a61163f4f8a9dbd' }",
      ],
      leaves: [
        'ALGOLIA_SEARCH_API_KEY=7129e73293867e3c¦ebfe002687d9b5d4',
        'ADMIN_KEY=7129e73293867e3c¦ebfe002687d9b5d4',
        'algolia_md5: 7129e73293867e3c¦ebfe002687d9b5d4',
        'ALGOLIA_ADMIN_KEY=5b3cc5d27292cc5¦2cbd0999bc5603d6',
      ],
    },
  }),
  token({
    id: 'elastic-key',
    title: 'an API key of Elastic Cloud',
    severity: 'error',
    keywords: ['essu_'],
    shape: "'essu_' b64{60-200} ( '==' | '=' )?",
    examples: {
      finds: [
        'EC_API_KEY=es¦su_a14nmInQerwetnaDQhYKr7h5K8ru36YZnt8VsgpoiGk¦ji61g/5yAmj5NPuS0j6Nfwcc0QYTqcbdyx8pvL6AD6E==',
        'Authorization: ApiKey es¦su_hZIE3Qk/9/CyG9eHgs0i1uaBwxs5fS¦qB2jg7eAh30vzPRgnUjwp/xXcZAYxa',
      ],
      leaves: [
        'es¦su_5ajdRhHbOyeaNGhsxfTL0rnt¦qxbyqWflckrqfLd2eCEkV5eQ',
        'essu_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx',
      ],
    },
  }),
  context({
    id: 'elastic-key',
    title: 'an Elasticsearch API key',
    severity: 'error',
    near: ['apikey ', 'elastic', 'kibana', '"encoded"', 'es_api'],
    shape: "b64{58} '=='",
    notAfter: '=',
    check: elasticApiKey,
    examples: {
      finds: [
        'Authorization: ApiKey anM0bUotOWlLZmN4T1FzSFp4NFk6a1¦lhRkVRR3RxUUV1SFJ5dVNCdFpmOQ==',
        'ELASTIC_API_KEY="bUw2NHFCYkwxVkdVUWE2dW4wdXo6Uz¦BRbzdzdGpkOTA2VmpIZzdpSTJaaw=="',
        '{"name":"k","encoded":"WFp2TDhfbEZmMkJEdmRSNXBNOTY6RW¦stRkRldzJWZ1pOV3kwcEN2WEZHNA=="}',
      ],
      leaves: [
        'KEY="anM0bUotOWlLZmN4T1FzSFp4NFk6a1¦lhRkVRR3RxUUV1SFJ5dVNCdFpmOQ=="',
        'ELASTIC_API_KEY="5dcbYsc6/7N1J1ZhXwDRk26uvDJtH¦0mLNXTiG0AC2713WYFYRu+/GcBW8y=="',
        'elastic_sha: anM0bUotOWlLZmN4T1FzSFp4NFk6a1¦lhRkVRR3RxUUV1SFJ5dVNCdFpmOQ==',
        'Authorization: ApiKey $ES_API_KEY',
      ],
    },
  }),
  token({
    id: 'posthog-key',
    title: 'a personal API key of PostHog',
    severity: 'error',
    keywords: ['phx_'],
    shape: "'phx_' b62{43-48}",
    examples: {
      finds: [
        'POSTHOG_PERSONAL_API_KEY=ph¦x_wenUm8cFQFS13Ak5UTeYn¦NvVyHLx7nGfB27ITyFI1FZ',
        "apiKey: 'ph¦x_m5zhFDVL9PBTMUlqWZX4whFp¦gueQpUkyUoDBd3zHjbDyeGjt'",
      ],
      leaves: [
        'ph¦c_wenUm8cFQFS13Ak5UTeYn¦NvVyHLx7nGfB27ITyFI1FZ',
        'ph¦x_qPN4QXOniginuClp8a1q¦AfIf5MxVIF1sfef3gI1d',
        'phx_your_personal_api_key_your_personal_api_key',
      ],
    },
  }),
  token({
    id: 'fivetran-segment',
    title: 'a Segment API token',
    severity: 'error',
    keywords: ['sgp_'],
    shape: "'sgp_' b62{64}",
    examples: {
      finds: ['SEGMENT_TOKEN=sg¦p_AeVIS6gvt9VmKxsbha6Ame4lCfupQi6J¦aXzDP4rXTI24yQ3WkBOVmm0sGolP8jMQ'],
      leaves: [
        'sg¦p_fFOEokHMK63I8GmMMdnuWEpdqO2w0WD¦V4X9VSJ9bhw0tQo5NjCq1gooPYveRqtJ',
        'sg¦p_e9eaba4d463898951282¦8769298362e4ee7abc18',
        'sg¦p_UuiEH6Fi1DmCtyDd1zU8gEFhAjt409BW¦qYzJcuor7pVrrZzB7NKuHfukOjbTSorSa',
      ],
    },
  }),
  context({
    id: 'fivetran-segment',
    title: 'a Segment write key',
    severity: 'info',
    near: ['segment'],
    and: /write[_-]?key/i,
    shape: 'b62{32}',
    check: drawnLetters,
    examples: {
      finds: [
        'SEGMENT_WRITE_KEY=CKMbulNrZtBDCofo¦TOI3jIcbdoJz7Lsm',
        "segment: { writeKey: 'DmlpFWfsQOpqxroj¦24W88fglZNBpoNjF' }",
      ],
      leaves: [
        'WRITE_KEY=CKMbulNrZtBDCofo¦TOI3jIcbdoJz7Lsm',
        'SEGMENT_ID=CKMbulNrZtBDCofo¦TOI3jIcbdoJz7Lsm',
        'SEGMENT_WRITE_KEY=5geLllHuRCBdBwJ¦dOxapdyQvEeFlFYj',
        'segment_write_key_hash: d9b6e918a21b9132¦c19bba305244e817',
      ],
    },
  }),
  token({
    id: 'prefect-key',
    title: 'a Prefect API key',
    severity: 'error',
    keywords: ['pnu_', 'pnb_'],
    shape: "( 'pnu_' | 'pnb_' ) b62{36}",
    examples: {
      finds: [
        'PREFECT_API_KEY=pn¦u_NriC5vD9P7pJQXXOMP¦kh0ERUkUQ6Dyc2o4ZA',
        'key: "pn¦b_Ap23Sk8VStxTVGV2Ly¦J3yT1QvCV5U2a2s7RR"',
      ],
      leaves: [
        'pn¦u_7ljkKgHsznJKcHVLk¦uk6FipPt0OnbudBeMa',
        'pnu_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx',
        'pn¦a_zKO2qLXsAVLUMcuces¦2kWkM76cgesHDiBX6b',
      ],
    },
  }),
  token({
    id: 'apify-token',
    title: 'an Apify token',
    severity: 'error',
    keywords: ['apify_api_'],
    shape: "'apify_api_' b62{36}",
    examples: {
      finds: ['https://api.apify.com/v2/acts?token=apify¦_api_9wuPeQ5QGlrv4TUGxq¦y5zZcOP6Ccq0bzBelQ'],
      leaves: [
        'apify¦_api_L4OJuIDehb3Phl16p¦WSFZBuWk8WTEZCRLVJ',
        'apify_api_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx',
        'apify¦_ui_h0g8p9PodCqSh0tYwr¦CBxiyNlSLIRF5HCuzJ',
      ],
    },
  }),
  context({
    id: 'databento-key',
    title: 'a Databento API key',
    severity: 'warning',
    near: ['databento'],
    shape: "'db-' b62{29}",
    examples: {
      finds: [
        'DATABENTO_API_KEY=db-t0nt7kdVsywHLz¦MmsFnc8zIuS8tXY',
        'client = databento.Historical("db-9z7DK4IIVyQZDu¦qT8zqU5VwsKRhLx")',
      ],
      leaves: [
        'DB_NAME=db-t0nt7kdVsywHLz¦MmsFnc8zIuS8tXY',
        'DATABENTO_API_KEY=db-aUjU9UZkI5WsaO¦q7mQRQGyMPUCxS',
        'DATABENTO_API_KEY=db-xxxxxxxxxxxxxxxxxxxxxxxxxxxxx',
      ],
    },
  }),
  token({
    id: 'maxmind-key',
    title: 'a MaxMind license key',
    severity: 'error',
    keywords: ['_mmk'],
    shape: "b62{6} '_' b62{29} '_mmk'",
    examples: {
      finds: [
        'LicenseKey d6v2sw_5B6jjGnDESWPCK¦YDsHbIywGcUni25_m¦mk',
        'license_key=fa8l3B_m0WVUXP3dfkB3y¦NX3xUWRbc2zRTFJ_m¦mk&suffix=tar.gz',
      ],
      leaves: [
        '7aWkTx_cRbF3VJyiYg9le¦XZWbvTrnDquGJo_m¦mk',
        'L1nm8t_ZyEbewz08igKIS¦zwtr3Cpmyi5PGZv_mm',
        'xxxxxx_xxxxxxxxxxxxxxxxxxxxxxxxxxxxx_mmk',
      ],
    },
  }),
]
