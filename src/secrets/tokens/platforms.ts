import { isMixed, mixedCase } from '../checks/drawn.ts'
import { context } from './context.ts'
import type { Detector } from './detector.ts'
import { NAMED_KEY } from './places.ts'
import { type Candidate, token, type Verdict } from './token.ts'

/** Clouds that run applications. */
export const PLATFORM_TOKENS: readonly Detector[] = [
  token({
    id: 'heroku-key',
    title: 'a Heroku API key',
    severity: 'error',
    keywords: ['HRKU-AA'],
    shape: "'HRKU-AA' b64u{58}",
    examples: {
      finds: ['HEROKU_API_KEY=HR¦KU-AAwJSkRjaxuUSvvUYSSoF0j8kPt¦lDAVaS3dBzwqHVVX363HcCF78Y97o_UjY'],
      leaves: [
        'HEROKU_API_KEY=HR¦KU-AAp7RNmxNyHaYV9NOd8r0q8C-mS¦iWMFGdfEv7o9_NMhH_jfNhzgBfezXDBv',
        'HEROKU_API_KEY=HR¦KU-AAxxxxxxxxxxxxxxxxxxxxxxxxx¦xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx',
      ],
    },
  }),
  context({
    id: 'heroku-key-old',
    title: 'a Heroku API key',
    severity: 'warning',
    near: ['heroku'],
    and: NAMED_KEY,
    shape: 'uuid',
    examples: {
      finds: [
        'HEROKU_API_KEY=5998523f-8a6e-768d¦-3705-797a86cb1047',
        'heroku:\n  api_key: "db8c2b7a-8912-de18¦-ead3-2b53e40fb73d"',
      ],
      leaves: [
        'API_KEY=93a3c91b-089f-7f6b¦-c9ff-be57a99669ea',
        'HEROKU_APP_ID=07430ea6-89c2-e640¦-e43c-1a5fab762d88',
        'HEROKU_KEY_ID=97c0d4ae-d5f1-10c8¦-5a1c-381e532aed95',
        'HEROKU_API_KEY=00000000-0000-0000-¦0000-000000000000',
        'heroku_key_sha: 401a9f6e-a4de-0051¦-bacd-7705bc071f70',
      ],
    },
  }),
  token({
    id: 'fly-token',
    title: 'a Fly.io token',
    severity: 'error',
    keywords: ['fo1_', 'fm1r_', 'fm1a_', 'fm2_'],
    shape:
      "( 'fo1_' b64u{43} | 'fm1r_' b64{100-700} ( '==' | '=' )? | 'fm1a_' b64{100-700} ( '==' | '=' )? | 'fm2_' b64{100-700} ( '==' | '=' )? )",
    reach: 720,
    check: flyToken,
    examples: {
      finds: [
        'FLY_API_TOKEN=fo¦1_klH7MDj-t5iovL_-VCt¦7I3II5c7MlF-E-_gAMcM06RE',
        'FLY_API_TOKEN="FlyV1 fm¦2_CaQqtkmhLBfXqdy1NGZZ2vdNpez8QotcpFNC0wBe+TgZLmc7VMPENbYFZSbWoQpXqH8wrpsIhKURJ¦T69JpM+Lkk6AzdsAXUO19QN01RhBewep4Px0HFU7qDmXhIWVNYpGTTZpQZTBwJAiphBxCq17T/ISgKbP9¦rWwq/E+/HDcdBhWuNTdVZj3pWNiVglDwHREwucHi7NSRIZGf2fpWqWO002Q0k1LhtDNJKLPSQK9+QYak1v,fm¦2_EO3mIOnq/b1Fa2OvqjZ4rc/pziph8GYpV16+VraYkrLOo594Bclbi9OS+Qt/ojM4¦emvLwlpVw0RI/lFk5sPrQE2G4kZmabhZM4HMmvrDGY7xgMU2IYvackVjin9P9vlM1HNc¦nNGap7hvqrBpqDtXGO2TMwHO/AdF5CDuJu2VDaV/256PCLB8dQqlm1ynrfXAEdGkhbBJ"',
        'name,fm¦2_cbCsF/1zBRrn58gG96n64/lHQ1rqi2UIz/9toas7q+aqgSf¦H3/Rcj5Udq3bL5qC0d2NhEHUyIX2edz42mIVXwbEBnthCgg7/ZU¦lb/AwDLyk+LAthvuoPsmli5uN+4Fi8rL+XFEtftFC1KfdxWZ2rWt',
      ],
      leaves: [
        'FLY_API_TOKEN=fo¦1_AGltM5a0Cifso4kvT4¦ZfO-vxD8cX1krEpWfbW-51',
        'FLY_API_TOKEN=fo¦1_xxxxxxxxxxxxxxxxxxx¦xxxxxxxxxxxxxxxxxxxxxxxx',
        'FLY_API_TOKEN=FlyV1 fm¦2_IbJlXLEZI5EkIBtnC7tnmODUVhEK¦32yk0mHkHuPKrAzX4j6qs4C/mMrfB0gr',
      ],
    },
  }),
  token({
    id: 'vercel-token',
    title: 'a Vercel token',
    severity: 'error',
    keywords: ['vcp_', 'vca_', 'vcr_', 'vci_', 'vck_'],
    shape: "( 'vcp_' | 'vca_' | 'vcr_' | 'vci_' | 'vck_' ) b64u{56}",
    examples: {
      finds: [
        'VERCEL_TOKEN=vc¦p_74vZTh9OBoNcy2Ifl_EaxQehk_¦m4cqH_E1gq3Iu7wJttniYN0JKx0Egt',
        'AI_GATEWAY_API_KEY=vc¦k_Nme-E4Wz7KZSs2wvnS2mKVIQFO¦bVyThCtUai1ob5goMy4wqQkjU_J87C',
      ],
      leaves: [
        'VERCEL_TOKEN=vc¦p_1XyPSnxwBHPFS_is7AuQD7jm4¦zIlL50W1stNEgSJwfYVBuS-Yr1ohN2',
        'VERCEL_TOKEN=vc¦p_xxxxxxxxxxxxxxxxxxxxxxxxxx¦xxxxxxxxxxxxxxxxxxxxxxxxxxxxxx',
        'VERCEL_TOKEN=vc¦x_94lGqJ9i7wFWJeAiGfdN_Hrwin¦IOEPgzFpnrpZ4e9WCE0QGJhT7JKeYd',
      ],
    },
  }),
  context({
    id: 'vercel-token-old',
    title: 'a Vercel token',
    severity: 'warning',
    near: ['vercel'],
    and: /token/i,
    shape: 'b62{24}',
    check: mixedCase,
    examples: {
      finds: ['VERCEL_TOKEN=myJFFQKmweFF¦TH0LvRlH0AyF', 'vercel deploy --token A9RJgwi1INjl¦7BBoqq1BZJ5g'],
      leaves: [
        'TOKEN=LEPYlhjzYDT8¦bgSDyDgVoE1l',
        'VERCEL_TOKEN=uJP1ZVRgH3u¦IjSn23aXKx03',
        'VERCEL_TOKEN=xxxxxxxxxxxx¦xxxxxxxxxxxx',
        'VERCEL_TOKEN=x VERCEL_PROJECT_ID=pr¦j_bKKGzfWCcg¦0PNznJOrPytoiT',
        'VERCEL_TOKEN=x VERCEL_ORG_ID=te¦am_UBQs7rmDE¦BD4SeGvgxsqk5Tc',
        'vercelToken: VercelTokenConfiguration',
        'vercel_token_sha=Lv5KCpFZJyPH¦QhfvMnny7mXf',
      ],
    },
  }),
  token({
    id: 'netlify-token',
    title: 'a Netlify personal access token',
    severity: 'error',
    keywords: ['nfp_'],
    shape: "'nfp_' b62{36}",
    examples: {
      finds: ['NETLIFY_AUTH_TOKEN=nf¦p_V2L0qMNWsr5U1Jn7¦TTwrxMIBDt5WSuDVKzxW'],
      leaves: [
        'NETLIFY_AUTH_TOKEN=nf¦p_V0br78WsDvlOvJD¦6JXJY2FDGeCCYhz9H1V8',
        'NETLIFY_AUTH_TOKEN=nf¦p_xxxxxxxxxxxxxxxx¦xxxxxxxxxxxxxxxxxxxx',
      ],
    },
  }),
  context({
    id: 'netlify-token-old',
    title: 'a Netlify token',
    severity: 'warning',
    near: ['netlify'],
    and: /token|key/i,
    shape: 'b64u{43-45}',
    check: mixedCase,
    examples: {
      finds: [
        'NETLIFY_AUTH_TOKEN=ORVHpndr0Z39DCGn5wRyS¦23B7_PCzU8iwji5Fr4kbTA',
        'netlify deploy --auth-token=OlC1St7GgJh0nat8ddc_y¦2qyNcA6yy8N1ISUvxJhC5D',
      ],
      leaves: [
        'AUTH_TOKEN=HQA5XahxSQWs4CCHZCAXs¦IXwXkciL9EZp03TxBuO0xi',
        'NETLIFY_AUTH_TOKEN=8gQYBS3-Lsoxvk80xkZ3m¦-CzPDygL0Jz_BwFqifMDZ',
        'NETLIFY_AUTH_TOKEN=xxxxxxxxxxxxxxxxxxxxx¦xxxxxxxxxxxxxxxxxxxxxx',
        'NETLIFY_SITE=FIEz4a-HRRoYVpNpIyEi7¦QQaZAjBPKRwF4PtBpHSJcx',
        'netlify_token_sha=CID5PS8yZMfEFONeWhMUv¦lZ3R5MfrRn0--uouOl4s9h',
      ],
    },
  }),
  token({
    id: 'render-key',
    title: 'a Render API key',
    severity: 'error',
    keywords: ['rnd_'],
    shape: "'rnd_' b62{28-32}",
    check: mixedCase,
    examples: {
      finds: ['RENDER_API_KEY=rn¦d_Bj7QrOd1SnAi¦HQ6OdlRpCKUh5UcH'],
      leaves: [
        'RENDER_API_KEY=rn¦d_hxBNy3nsn0G¦e3ZkWN5tTI181yUO',
        'RENDER_API_KEY=rn¦d_xxxxxxxxxxxx¦xxxxxxxxxxxxxxxx',
        'rnd_thenameofavariablethatislong()',
      ],
    },
  }),
  context({
    id: 'railway-token',
    title: 'a Railway token',
    severity: 'warning',
    near: ['railway'],
    and: NAMED_KEY,
    shape: 'uuid',
    examples: {
      finds: [
        'RAILWAY_TOKEN=deda90c0-23d6-fa28¦-3443-9858cfbb75e3',
        'railway_api_token: "3132a68c-8586-203c¦-e1d1-1937d7fc6c8b"',
      ],
      leaves: [
        'TOKEN=33eb8a4c-2761-7985¦-4087-702e0da11a6d',
        'RAILWAY_PROJECT_ID=158d8238-5616-2e22¦-0eeb-112529e9c6d0',
        'RAILWAY_TOKEN=00000000-0000-0000-¦0000-000000000000',
        'RAILWAY_TOKEN=649246aad9f263b7¦acaaea22ea564f39',
      ],
    },
  }),
  token({
    id: 'upcloud-token',
    title: 'an UpCloud token',
    // seen in one place only
    severity: 'warning',
    keywords: ['ucat_'],
    shape: "'ucat_' b62{24-32}",
    examples: {
      finds: ['UPCLOUD_TOKEN=uc¦at_SOZwJfDu0u¦vMiBQuV9fsPwFX0h'],
      leaves: [
        'UPCLOUD_TOKEN=uc¦at_k4JXXdp¦zoxvkkBJmmfjX',
        'UPCLOUD_TOKEN=uc¦at_xxxxxxxxxx¦xxxxxxxxxxxxxxxx',
      ],
    },
  }),
  token({
    id: 'openshift-token',
    title: 'an OpenShift token',
    severity: 'error',
    keywords: ['sha256~'],
    shape: "'sha256~' b64u{43}",
    examples: {
      finds: ['oc login --token=sh¦a256~M_bRoDiP0LGz85BeCp¦RFFTLqly1XJCfi2v1EDKXNmsV'],
      leaves: [
        'oc login --token=sh¦a256~BTdkpHSy21mrrFvc¦b0NPqDyAtk8x6s10GEWOvIg6',
        'oc login --token=sh¦a256~xxxxxxxxxxxxxxxxxx¦xxxxxxxxxxxxxxxxxxxxxxxxx',
        'image: web@sha256:9db0ce84a4127388299db76e7456bee3¦cb1698e4cd6ff166f158c9c2fa6936df',
      ],
    },
  }),
  token({
    id: 'deno-deploy',
    title: 'a Deno Deploy token',
    severity: 'error',
    keywords: ['ddp_', 'ddw_'],
    shape: "( 'ddp_' | 'ddw_' ) b62{36}",
    examples: {
      finds: [
        'DENO_DEPLOY_TOKEN=dd¦p_HddZqidZRxLKHQ5F¦F5kIEAYFhuPnj9EzSa4z',
        'token: dd¦w_d9l8iyzgbDhXwBt1¦PugeVoDNavQpOOWH4UOv',
      ],
      leaves: [
        'DENO_DEPLOY_TOKEN=dd¦p_z6pgnmhvyOnnMKV¦1EEB8WiQ19cxsEdXk0I1',
        'DENO_DEPLOY_TOKEN=dd¦p_xxxxxxxxxxxxxxxx¦xxxxxxxxxxxxxxxxxxxx',
      ],
    },
  }),
]

/** Several joined by commas are one authorization: the first one stands for it. */
function flyToken({ value, before }: Candidate): Verdict {
  if (/fm(?:1r|1a|2)_[A-Za-z0-9+/=]{100,702},$/.test(before.slice(-710))) return null
  return isMixed(value) ? {} : null
}
