import { testMode } from '../checks/modes.ts'
import { coinbaseKey } from './coinbase.ts'
import { context } from './context.ts'
import type { Detector } from './detector.ts'
import { token } from './token.ts'

/** Plaid, Coinbase, Shippo, EasyPost, Flutterwave, Paystack. */
export const PAYMENT_SERVICE_TOKENS: readonly Detector[] = [
  token({
    id: 'plaid-token',
    title: 'a Plaid access token',
    severity: 'error',
    keywords: ['access-production-', 'access-sandbox-', 'access-development-'],
    shape: "( 'access-production-' | 'access-sandbox-' | 'access-development-' ) uuid",
    check: testMode(/-sandbox-/),
    examples: {
      finds: [
        'PLAID_TOKEN=access-production-8f9bae¦B4-bC79-26f4-78de-3da8d770f081',
        '"access_token": "access-sandbox-cd2B3D¦3B-b1BC-1E58-Bce5-9B6353DfC38E"',
      ],
      leaves: [
        'access-production-19c3ac¦340d6879c098295d6357ad847e',
        'public-production-1Fc256¦EF-823f-1bea-FdEF-1C24ABa27E5D',
        'access-production-00000000-0000¦-0000-0000-000000000000',
      ],
    },
  }),
  context({
    id: 'plaid-secret',
    title: "a Plaid client's secret",
    severity: 'error',
    near: ['plaid'],
    and: /secret/i,
    shape: 'hex{30}',
    examples: {
      finds: [
        'PLAID_SECRET=dd967f¦8638ccd9d3c97ccca0995c9d',
        'plaid:\n  secret: "d4466e¦0e88c0a92f6683a6b811ec5f"',
      ],
      leaves: [
        'SECRET=dd967f¦8638ccd9d3c97ccca0995c9d',
        'PLAID_CLIENT_ID=c2aff6¦7ee9872d73362988f0',
        'plaid_secret_sha: dd967f¦8638ccd9d3c97ccca0995c9d',
        'PLAID_SECRET=0320e4¦c932e8a7cfe21bb3237b016d2a',
      ],
    },
  }),
  coinbaseKey,
  token({
    id: 'shippo-token',
    title: 'a Shippo token',
    severity: 'error',
    keywords: ['shippo_'],
    shape: "( 'shippo_live_' | 'shippo_test_' ) hex{40}",
    check: testMode(/_test_/),
    examples: {
      finds: [
        'SHIPPO_TOKEN=shippo_live_57d13f¦0ab1cd185723393b1bedef79aaf515a616',
        'SHIPPO_TOKEN=shippo_test_6e1e38¦1a1824566a21e0f026aad3cd22f9e86137',
      ],
      leaves: [
        'shippo_live_0d4ff9¦e557a919f98c66728ed390ffea344c54d',
        'shippo_live_B303ED¦77BA6813C37D901593592EE213B05C6067',
        'SHIPPO_TOKEN=shippo_test_key',
      ],
    },
  }),
  token({
    id: 'easypost-key',
    title: 'an EasyPost key',
    severity: 'error',
    keywords: ['EZAK', 'EZTK'],
    shape: "( 'EZAK' | 'EZTK' ) b62{54}",
    check: testMode(/^EZTK/),
    examples: {
      finds: [
        'EASYPOST_API_KEY=EZAKi0y12m¦Ok62vw6h3qcag1IwSFS0rhnF1HgnmUIotKNgbaMZII21bKSX',
        'EASYPOST_API_KEY=EZTK45Zg9L¦EQMuy30rtdQpJ125GZI4bYAE9TZfOj3eUegqEO3Ho9UxQK03',
      ],
      leaves: [
        'EZAKCv4PBh¦DCYTshFrlhpZnwE1IW9gRPFHoIHfPZXCN94v5eZ01vrIgVe',
        'EZAKAUl9HL¦yZugdStEu8h7rncvoYYN11B0eMob0ybkJOH4N8RnCW39xgT0P',
        'EZAKXXXXXXXXXXXXXXXX¦XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX',
      ],
    },
  }),
  token({
    id: 'flutterwave-key',
    title: 'a Flutterwave secret key',
    severity: 'error',
    keywords: ['FLWSECK'],
    shape: "( 'FLWSECK-' | 'FLWSECK_TEST-' ) hexi{32} '-X'",
    check: testMode(/_TEST-/),
    examples: {
      finds: [
        'FLW_SECRET_KEY=FLWSECK-77c977¦2d14597280d2a163d88e6eb40d-X',
        'FLW_SECRET_KEY=FLWSECK_TEST-11381A¦8B9A8E835BD31172B9F73D0FEE-X',
      ],
      leaves: [
        'FLWPUBK-b39439¦00738dc818a18ad104e1a377fb-X',
        'FLWSECK-60edb1¦3d1a3b9f916827232937088fc-X',
        'FLWSECK-xxxxxxxxxxxxxxxx¦xxxxxxxxxxxxxxxx-X',
      ],
    },
  }),
  token({
    id: 'paystack-key',
    title: 'a Paystack live key',
    severity: 'error',
    keywords: ['sk_live_'],
    shape: "'sk_live_' hex{40}",
    examples: {
      finds: ['PAYSTACK_SECRET_KEY=sk_live_7fba7c¦439878721a0271dc6814395ed88ca87f57'],
      leaves: [
        'sk_live_8c7d25¦d86a61ff41d6e1134ce1975440ee5d45c',
        'sk_live_uJNjA4¦QZFuf3VObhISFrr4G7Bl3JY9AWTY7iO6tn',
        'pk_live_217f19¦4f4e8f504a5aa3159f6c5d1a0e4518fd02',
        'sk_live_f1655c¦469e875e87783cfc1e4d56e665089f7a748',
      ],
    },
  }),
]
