import { intercomToken, mapboxToken } from '../checks/decoded.ts'
import { drawnLetters } from '../checks/looks.ts'
import { context } from './context.ts'
import type { Detector } from './detector.ts'
import { type Candidate, token, type Verdict } from './token.ts'

/** An SDK's key is a UUID of version 4; that of a mobile app is in the app. */
function launchdarklyKey({ value }: Candidate): Verdict {
  if (value[4 + 14] !== '4') return null
  return value.startsWith('mob-') ? { severity: 'info' } : {}
}

/** Shops, customers, content, maps and travel. */
export const SAAS_TOKENS: readonly Detector[] = [
  token({
    id: 'shopify-token',
    title: 'a Shopify token',
    severity: 'error',
    keywords: ['shpat_', 'shpca_', 'shppa_', 'shpss_'],
    shape: "( 'shpat_' | 'shpca_' | 'shppa_' | 'shpss_' ) hexi{32}",
    examples: {
      finds: [
        'X-Shopify-Access-Token: shp¦at_271c730923feef5e¦7452ec10b9832abf',
        'SHOPIFY_API_SECRET=shp¦ss_cd8e39a3a4e86f3d¦53876ecf112b1b22',
      ],
      leaves: [
        'shp¦at_117154d4ef2dd74¦810a0c8d0f81cddb',
        'shpat_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx',
        'shp¦ua_b00905d156ee84ea¦b82a2d87f769e8cc',
      ],
    },
  }),
  token({
    id: 'hubspot-token',
    title: 'a token of a HubSpot private app',
    severity: 'error',
    keywords: ['pat-na1-', 'pat-na2-', 'pat-na3-', 'pat-eu1-', 'pat-ap1-'],
    shape: "'pat-' ( 'na1' | 'na2' | 'na3' | 'eu1' | 'ap1' ) '-' uuid",
    examples: {
      finds: [
        'HUBSPOT_ACCESS_TOKEN=pat-¦na1-141860e9-c2e2-4e38¦-8bb6-68ee9410961d',
        "accessToken: 'pat-¦eu1-06d04cbb-e659-49aa¦-8df8-1c273396540b'",
      ],
      leaves: [
        'pat-¦xx1-141860e9-c2e2-4e38¦-8bb6-68ee9410961d',
        'pat-¦na1-840e78f127715cf3¦3ffa1d084fd6167d',
        'pat-na1-xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx',
        'pat-na1-00000000-0000-0000-0000-000000000000',
      ],
    },
  }),
  token({
    id: 'contentful-pat',
    title: 'a personal access token of Contentful',
    severity: 'error',
    keywords: ['CFPAT-'],
    shape: "'CFPAT-' b64u{43}",
    examples: {
      finds: ['CONTENTFUL_MANAGEMENT_TOKEN=CF¦PAT-EYh0diBwkRbnPFGyl4ult¦zIs0N4jNLGtsttVnK52-_Z'],
      leaves: [
        'CF¦PAT-ADvs6dhFb6RAc4OpkOecF¦S1zyxw7UZPxaw_uakxFRP',
        'CFPAT-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx',
      ],
    },
  }),
  context({
    id: 'contentful-pat',
    title: 'a delivery token of Contentful',
    severity: 'info',
    near: ['contentful'],
    and: /token|delivery|preview/i,
    shape: 'b64u{43}',
    examples: {
      finds: [
        'CONTENTFUL_ACCESS_TOKEN=zwtAe9aVRXwWa8a6nzaSd¦ZQBP3H0Bx4jnlAy8pQdcIH',
        "contentful: { deliveryToken: 'keLd7ujUJBQTJ8UzMYfEp¦XknDIaOIyh7Q7bnXEFTQnH' }",
      ],
      leaves: [
        'ACCESS_TOKEN=zwtAe9aVRXwWa8a6nzaSd¦ZQBP3H0Bx4jnlAy8pQdcIH',
        'CONTENTFUL_SPACE_ID=528s7d¦t3m2cf',
        'contentful_token_hash: zwtAe9aVRXwWa8a6nzaSd¦ZQBP3H0Bx4jnlAy8pQdcIH',
      ],
    },
  }),
  token({
    id: 'launchdarkly-key',
    title: 'a LaunchDarkly key',
    severity: 'error',
    keywords: ['sdk-', 'api-', 'mob-'],
    shape: "( 'sdk-' | 'api-' | 'mob-' ) uuid",
    check: launchdarklyKey,
    examples: {
      finds: [
        'LAUNCHDARKLY_SDK_KEY=sd¦k-6795bf91-f6b4-458a¦-bba4-5f5bd308962b',
        'Authorization: ap¦i-91ca0a95-192a-4349¦-92af-9613a93376b0',
        "mobileKey: 'mo¦b-607b1877-8e9e-449e¦-b37c-fea8379f7cea'",
      ],
      leaves: [
        'sd¦k-523900a0-9e6a-109b¦-a3e7-a5cd70263ada',
        'sdk-00000000-0000-4000-8000-000000000000',
        'LAUNCHDARKLY_CLIENT_SIDE_ID=2481e4a6cc6c¦8f00129b0bb2',
        'my_sd¦k-6795bf91-f6b4-458a¦-bba4-5f5bd308962b',
      ],
    },
  }),
  token({
    id: 'mapbox-secret',
    title: 'a secret token of Mapbox',
    severity: 'error',
    keywords: ['sk.eyJ', 'tk.eyJ'],
    shape: "( 'sk' | 'tk' ) '.eyJ' b64u{60-120} '.' b64u{22}",
    check: mapboxToken,
    examples: {
      finds: [
        'MAPBOX_SECRET_TOKEN=sk.¦eyJ1IjoiYWNtZS1tYXBzIiwiYSI6ImNrM¦3hyMTVtZGo2NWd0aDJ6NGNycGlsNnQifQ.J1JHh9-YMYN¦xsk_tdkxpPJ',
        'token: "tk.¦eyJ1IjoiYWNtZS1tYXBzIiwiYSI6ImNrc¦21lMWx1c3E3NWQ1Nm8ydnI0b2NkdnMifQ.MiWjY0nmKNN¦J7aqUukR3mW"',
      ],
      leaves: [
        'pk.¦eyJ1IjoiYWNtZS1tYXBzIiwiYSI6ImNrZ¦m13ZnhkbjhnZnhkczZvMTU1Z3pucjAifQ.J1JHh9-YMYN¦xsk_tdkxpPJ',
        'sk.¦eyJ1IjoiYWNtZS1tYXBzIiwiYSI6ImNrd¦Dhrajc0bWF2dXVjanp1MjY0OHptd2wifQ',
        'sk.eyJxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx.xxxxxxxxxxxxxxxxxxxxxx',
      ],
    },
  }),
  token({
    id: 'salesforce-session',
    title: 'a Salesforce session',
    severity: 'warning',
    keywords: ['00D'],
    shape: "'00D' b62{12} '!' dotted{80-200}",
    examples: {
      finds: [
        'Authorization: Bearer 00D¦lmCKiJ¦okDc81!UiTyzA6qDrFVqjmYQNiMAMrZ7pdJPr6O7CTwhudeJ79km6vU¦tZNVE7RWMzyuVMxIso92Sl1Fef5MaAUkrh8ZWY3k4v7NiJIy',
        'sid=00D¦S0dGQt¦MEkyXr!2IvDHvAngN22W3layGk4¦icVi7HCwCEZ8XYbrdP5t.zwLusRAlX0zdjErP8ye9HzcstLe¦36885P50foGLPJvAfIhBoywLHGCg; Path=/',
      ],
      leaves: [
        'org=00D¦1uPeYh¦b1fw05',
        'sid=00D¦sIdoUq¦dEiOxA!HUnKgfkmoUycS9IuYMn8ueI2TtSLxi¦RDrly0P4BA00uiyTleg0I2CClPtWBg',
        'sid=00Dxxxxxxxxxxxx!xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx',
      ],
    },
  }),
  context({
    id: 'zendesk-token',
    title: 'a Zendesk token',
    severity: 'warning',
    near: ['zendesk'],
    shape: 'b62{40}',
    check: drawnLetters,
    examples: {
      finds: [
        'ZENDESK_API_TOKEN=g7syxal995ozIGuO4bJD¦tgbOPdpxcJ7vnZkL3z5x',
        "zendesk: { token: 'uegTrRD4YQseybc4bGPO¦S5UZtadC2LfjyYojsoJb' }",
      ],
      leaves: [
        'API_TOKEN=g7syxal995ozIGuO4bJD¦tgbOPdpxcJ7vnZkL3z5x',
        'ZENDESK_API_TOKEN=xjKQcudtmCfeK3o66FL¦iBYhih59vzZScPrmhamI',
        'zendesk_version: cb877aae2fd1730e9268¦275d9ec74e78a9108b1e',
        'zendesk_commit: g7syxal995ozIGuO4bJD¦tgbOPdpxcJ7vnZkL3z5x',
        'zendesk: 7519db197307509e979f¦a8118ee396c475fc3337',
      ],
    },
  }),
  token({
    id: 'intercom-token',
    title: 'an Intercom token',
    severity: 'error',
    keywords: ['dG9rO'],
    shape: "'dG9rO' b64{51-55} ( '=' )?",
    notAfter: '=',
    check: intercomToken,
    examples: {
      finds: [
        'INTERCOM_ACCESS_TOKEN=dG9rOjI1NjRlZTFhXzgxM2FfZWE1Yl¦85NjdlX2JkNTNiMmI2YWYzNzoxOjA=',
        '"Authorization": "Bearer dG9rOjAxNTMzNjQ5XzM5Y2VfYjU2OV¦82OGZiXzYyMzAwNWMyMWQxMjoxOjA="',
      ],
      leaves: [
        'dG9rO¦0xUQ/tIXI05VXEORplleYDR51ud¦MvP4/dX+pIhF9UMYJMXfPLme4LA=',
        'dG9rO¦EgmkvWuBVB1XVuv¦wtGe47KbbjeqcOL=',
        'dG9rOxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx=',
      ],
    },
  }),
  token({
    id: 'adobe-secret',
    title: 'a client secret of Adobe',
    severity: 'error',
    keywords: ['p8e-'],
    shape: "'p8e-' b62{32}",
    examples: {
      finds: ['ADOBE_CLIENT_SECRET=p8¦e-JFsA4wVehkDmuSeG¦S1xD6jkZMk7kDAQ4'],
      leaves: [
        'p8¦e-M1oJdqZR25k8mqt¦gdKSJfzsD3DLLcNV',
        'p8e-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx',
        'ap8¦e-JFsA4wVehkDmuSeG¦S1xD6jkZMk7kDAQ4',
      ],
    },
  }),
  token({
    id: 'duffel-token',
    title: 'a Duffel token',
    severity: 'error',
    keywords: ['duffel_live_', 'duffel_test_'],
    shape: "'duffel_' ( 'live' | 'test' ) '_' b64u{43}",
    check: ({ value }) => (value.startsWith('duffel_test_') ? { severity: 'info' } : {}),
    examples: {
      finds: [
        'DUFFEL_ACCESS_TOKEN=duffel_¦live_IwLBgNNq0IhgcboKFvrw2¦eGpLiO_sVUu0ixd2EAzKvH',
        'token: duffel_¦test_t1qmtu8of7OtCYbmsxtu6¦AYgebFH049o9ki080C8yix',
      ],
      leaves: [
        'duffel_¦live_JZgpOdt2wasZBgcxZMfHy¦VjgmyFsdGYTICE889A1ZP',
        'duffel_live_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx',
        'duffel_¦demo_8VHEaOpQE3ABMb9cI0qvd¦sntbD1tM1vUrjp4J8TxDhK',
      ],
    },
  }),
]
