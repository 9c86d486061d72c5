import { mixedCase } from '../checks/drawn.ts'
import { context } from './context.ts'
import type { Detector } from './detector.ts'
import { COMMIT_ADDRESS } from './places.ts'
import { token } from './token.ts'

/** Cloudflare: keys of before 2026 have no mark. */
export const CLOUDFLARE_TOKENS: readonly Detector[] = [
  token({
    id: 'cloudflare-token',
    title: 'a Cloudflare API token',
    severity: 'error',
    keywords: ['cfut_', 'cfat_', 'cfk_'],
    shape: "( 'cfut_' | 'cfat_' | 'cfk_' ) b62{40} hex{8}",
    examples: {
      finds: [
        'CLOUDFLARE_API_TOKEN=cf¦ut_YmAqguvfwCJtYTSfJpdF3¦rD1WVZZ2Gh8CIKqDFVf9d3a6a6e',
        'key: cf¦k_YsSAGax0xmErkCCAsBU1Hm¦iZWKGtuyiCUzpIe4ug10f8b16d',
      ],
      leaves: [
        'CLOUDFLARE_API_TOKEN=cf¦ut_6kfmwBPSCgpkj9ZJs¦SNDqYg5TNGxGabjStsdsNDt',
        'CLOUDFLARE_API_TOKEN=cf¦ut_xxxxxxxxxxxxxxxxxxxxx¦xxxxxxxxxxxxxxxxxxxxxxxxxxx',
      ],
    },
  }),
  context({
    id: 'cloudflare-token-old',
    title: 'a Cloudflare API token',
    severity: 'error',
    near: ['cloudflare', 'cf_api_token', 'cf_token', 'cfApiToken'],
    notNear: COMMIT_ADDRESS,
    shape: 'b64u{40}',
    check: mixedCase,
    examples: {
      finds: [
        'CLOUDFLARE_API_TOKEN=uzg2JJQRel_nzw_UhdAC¦QTd-vlG_N_H3L9ATBGl9',
        'cloudflare:\n  apiToken: "TYF1aemB-75BMYziQN9A¦qiB6kACIazSWfc0hi1QP"',
        'CF_API_TOKEN: 8CtHisDKaeQw6U83cqDx¦1M6ktQUGWXrWPwI7qGqR',
      ],
      leaves: [
        'API_TOKEN=EkYDvNfaTn3EQ5zcAY9L¦3RkG1F0nSxRgj-OXWn4h',
        'CLOUDFLARE_API_TOKEN=LlBT2lfz5D76DA0UzLm¦MpYi0kuVrGmvXvhwIXCU',
        'CLOUDFLARE_API_TOKEN=xxxxxxxxxxxxxxxxxxxx¦xxxxxxxxxxxxxxxxxxxx',
        'https://github.com/cloudflare/pages/commit/dc26548b75a49bdcb636¦a98f72fb8d893dacca33',
        'https://developers.cloudflare.com/a-slug-of-forty-characters-and-no-more-a',
        'cloudflare_commit: e85a96768b6a4300a589¦2e2596e6361b89009cf5',
      ],
    },
  }),
  context({
    id: 'cloudflare-global-old',
    title: 'a global API key of Cloudflare',
    severity: 'error',
    near: ['cloudflare', 'x-auth-key', 'cf_api_key', 'cf_key'],
    and: /key|token|auth/i,
    notNear: COMMIT_ADDRESS,
    shape: 'hex{37-45}',
    examples: {
      finds: [
        'CLOUDFLARE_API_KEY=04513166bd2bb32917¦08adc6bcf7d15c29e0e',
        'curl -H "X-Auth-Key: 63ce09245b3d6abbdf¦425e007e709a75cdc41"',
      ],
      leaves: [
        'API_KEY=c5c243aba53f79597f¦c222aff09ca16bad543',
        'CLOUDFLARE_API_KEY=dea81fae0a11118bbe¦0a0cf40b5f4393ab16',
        'CLOUDFLARE_API_KEY=xxxxxxxxxxxxxxxxxx¦xxxxxxxxxxxxxxxxxxx',
        'cloudflare_auth_commit=07733e8f50c07bbe98c6¦e95ac767e2242e5be93e',
        'https://github.com/cloudflare/auth-key/commit/19919d1228061b6a1348¦37723dc337ed74ee1e51',
      ],
    },
  }),
  token({
    id: 'cloudflare-origin-ca',
    title: 'an origin CA key of Cloudflare',
    severity: 'error',
    keywords: ['v1.0-'],
    shape: "'v1.0-' hex{24} '-' hex{146}",
    examples: {
      finds: [
        'CLOUDFLARE_API_USER_SERVICE_KEY=v1¦.0-ac6ced1264465ca0881df30c-762cfe28ce17ddb5f18f91b4cda6¦b7401b9e4772c1f3ef9dcd81d27c2f426b44d3629b3bd1617259d3bca4a¦da43922df7f0d5ffc4e5e1533dbb4853f602b18b5ad7c47d35aa43cbbb4',
      ],
      leaves: [
        'key: v1¦.0-22f01bc82853581c179afb5b-61c7a09783a3343d3c939d9b45¦3d29bdbdfb68e96e3ec7f47845fe57224543b499cb35531b4f7d3f27b¦d98643b1e053ecc7c7ed6775336f7c1507a0588b3a8b4ad92dffb7d71',
        'key: v1¦.0-000000000000000000000000-0000000000000000000000000000¦00000000000000000000000000000000000000000000000000000000000¦00000000000000000000000000000000000000000000000000000000000',
        'image: web:v1.0-ca4c31f11d7f¦f095cf1cef51',
      ],
    },
  }),
]
