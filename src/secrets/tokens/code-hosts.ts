import { githubChecksum } from '../checks/checksums.ts'
import { mixedCase } from '../checks/drawn.ts'
import { isEncodedObject } from '../checks/encoded.ts'
import { decodeBase64 } from '../decode.ts'
import { context } from './context.ts'
import type { Detector } from './detector.ts'
import { COMMIT_ADDRESS } from './places.ts'
import { type Candidate, token, type Verdict } from './token.ts'

/** GitHub, Bitbucket, Gitea, sourcehut. */
export const CODE_HOST_TOKENS: readonly Detector[] = [
  token({
    id: 'github-pat',
    title: 'a GitHub personal access token',
    severity: 'error',
    keywords: ['ghp_'],
    shape: "'ghp_' b62{36}",
    check: githubChecksum,
    examples: {
      finds: [
        'curl -H "Authorization: token gh¦p_2mC6mXp7tZ1kQ0vHcR4sWnY8uLbJd30eKq5a"',
        'GH_TOKEN=gh¦p_KUOCJ0iqJSynLS0x¦aOTiE59yyYjehS1HTLHZ',
      ],
      leaves: [
        'gh¦p_2mC6mXp7tZ1kQ0vHcR4sWnY8uLbJd30eKq5',
        'gh¦p_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx',
        'gh¦p_2mC6mXp7tZ1kQ0vHcR4sWnY8uLbJd30eKq5a7',
      ],
    },
  }),
  token({
    id: 'github-oauth',
    title: 'an OAuth token of GitHub',
    severity: 'error',
    keywords: ['gho_'],
    shape: "'gho_' b62{36}",
    check: githubChecksum,
    examples: {
      finds: ['oauth_token: gh¦o_Vzs8QWXVMGlMiyMZ¦OnC4TBQ1nalTc7203JWY'],
      leaves: [
        'oauth_token: gh¦o_uU4iAIqs4AOAQOf¦OEeXg5qs2ZSh8DxuXPZa',
        'oauth_token: gh¦o_xxxxxxxxxxxxxxxx¦xxxxxxxxxxxxxxxxxxxx',
        'oauth_token: gh¦o_BrnbF8Cl5IXwywCt¦4TdSBskdCg4jC8PliqVEe',
      ],
    },
  }),
  token({
    id: 'github-user',
    title: 'a GitHub token of an app for a user',
    severity: 'error',
    keywords: ['ghu_'],
    shape: "'ghu_' b62{36}",
    check: githubChecksum,
    examples: {
      finds: ['"oauth_token":"gh¦u_UfkugO2WqlO8iCgh¦PXU5X5J2QzxbEo4JMcrA"'],
      leaves: [
        'oauth_token: gh¦u_f87n8Pv3PnV5MPK¦u13NULemiPDmQrO8L8uO',
        'oauth_token: gh¦u_aaaaaaaaaaaaaaaa¦aaaaaaaaaaaaaaaaaaaa',
      ],
    },
  }),
  token({
    id: 'github-server',
    title: 'a GitHub installation token',
    severity: 'warning',
    keywords: ['ghs_'],
    shape: "'ghs_' b62{36}",
    check: githubChecksum,
    examples: {
      finds: ['url = https://x-access-token:gh¦s_DGoNveOGs1l8PGlQ¦Mqiso3q2oTtJLK4TVg1T@github.com/shop/web'],
      leaves: [
        'GITHUB_TOKEN=gh¦s_jsgBlIVRaDzSD¦zsZl7yTR9thJ06GR9',
        'GITHUB_TOKEN=gh¦s_xxxxxxxxxxxxxxxx¦xxxxxxxxxxxxxxxxxxxx',
        'GITHUB_TOKEN=gh¦s_123456_eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCJ9.eyJpYXQiOjE3OTAwMDAwMDAsImV4cCI6¦MTc5MDAwMzYwMCwiaXNzIjoiMTIzNDU2Iiwic3ViIjoiZjhucW9jbWFmc2MwamFmM29wN3QifQ.hfoPD¦iMlyqp27IFR9y18OrxHMHE46JxFQKbsfbfy2S1-6AOtajjz0JtGjGl7eppuzW3jpezY6G6JARYwbEa_4A',
      ],
    },
  }),
  token({
    id: 'github-server-jwt',
    title: 'a GitHub installation token',
    severity: 'warning',
    keywords: ['ghs_'],
    shape: "'ghs_' dig{1-10} '_eyJ' b64u{10-300} '.eyJ' b64u{10-1200} '.' b64u{40-700}",
    check: signedToken,
    examples: {
      finds: [
        'GITHUB_TOKEN=gh¦s_123456_eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCJ9.eyJpYXQiOjE3OTAwMDAwMDAsImV4cCI6¦MTc5MDAwMzYwMCwiaXNzIjoiMTIzNDU2Iiwic3ViIjoic2RxdHpqdXlib2x5anAyN3hmd2gifQ.kB3cU¦eGUIaKV6fkwtS8NeB15s0ZyzvJGfeIdEjrLN_siu4I_znxEisiiTiujNKvFAvgfNIoDyoDroaaBYNopCw',
      ],
      leaves: [
        'GITHUB_TOKEN=ey¦JhbGciOiJSUzI1NiIsInR5cCI6IkpXVCJ9.eyJpYXQiOjE3OTAwMDAwMDAsImV4cCI6MTc5MDA¦wMzYwMCwiaXNzIjoiMTIzNDU2Iiwic3ViIjoia3dqaGNrdWN4eWRhYzduM2EzZXAifQ.6UyB3Cvw1¦mWA2DDcXu1EJOmXIphifuBWJCCt5KSwDkjncMlLeeFRzO52rnx4bWT0cfgO5dIiQ286oUbDoyvSeg',
        'GITHUB_TOKEN=gh¦s_LD1eLiZ6kQIjbLmp¦JPbMUwEMzSLXIs0sEYTJ',
        'GITHUB_TOKEN=gh¦s_123456_eyJxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx.eyJxxxxx¦xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx.xxxx¦xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx',
      ],
    },
  }),
  token({
    id: 'github-refresh',
    title: 'a GitHub refresh token',
    severity: 'error',
    keywords: ['ghr_'],
    shape: "'ghr_' ( b62{36} | b62{76} )",
    check: candidate => (candidate.value.length === 40 ? githubChecksum(candidate) : {}),
    examples: {
      finds: [
        'refresh_token=gh¦r_B7Mpxj1QJP1yWc0E¦0ZwgP0hjpH0qCW0X859h',
        'refresh_token=gh¦r_o8WLVJRAfkY7QtSWsIQO3t8AwaxA0xtEn1VP¦nqfkXJ99rXZLOy0Mr00NVFHVRNPEYjzGlhE4JMAt',
      ],
      leaves: [
        'refresh_token=gh¦r_UTIeLWPp9KHH3tmA4M¦AN3kaTIcHogklkZyAHCZ5I',
        'refresh_token=gh¦r_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx¦xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx',
      ],
    },
  }),
  token({
    id: 'github-fine-grained',
    title: 'a fine-grained personal access token of GitHub',
    severity: 'error',
    keywords: ['github_pat_'],
    shape: "'github_pat_' b62{22} '_' b62{59}",
    examples: {
      finds: [
        'GH_TOKEN=gi¦thub_pat_GwrJyo9dy9r8zWnIuxCA7M_IDNvvsmX6ZLO¦FLpp5Wxqmwb0OEhmFalNuCTbzLpRw9HEif2QZEroUsfTZoF',
      ],
      leaves: [
        'GH_TOKEN=gi¦thub_pat_fGT7RPY5U5EgnRR3cLTsvQ_Ntp2kZtMTf5p¦gMWvrae2Y17UO2svRx8g0eIiLzf2WDA1UEkuGVIvb3Hkbu',
        'GH_TOKEN=gi¦thub_pat_xxxxxxxxxxxxxxxxxxxxxx_xxxxxxxxxxxx¦xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx',
        'GH_TOKEN=gi¦thub_pat_tFBrwoxCiCwYL0ddYbx6zP1PVBgRtHOXeij¦1fBn0OcF00czu5iKT77JeRCNZsnGgCp6jPkcmVnONSaIjKy',
      ],
    },
  }),
  token({
    id: 'bitbucket-app-password',
    title: 'an app password of Bitbucket',
    // switched off in 2026
    severity: 'warning',
    keywords: ['ATBB'],
    shape: "'ATBB' b62{24} hexi{8}",
    examples: {
      finds: ['git clone https://dev:AT¦BBPgJBHAbG0dVkFn¦nlI3o7ybgdD6AC5B83@bitbucket.org/shop/web'],
      leaves: [
        'BITBUCKET_PASSWORD=AT¦BB8RNIj7X8q7yZ¦oF0mTHvlPe9I3sUT',
        'BITBUCKET_PASSWORD=AT¦BBxxxxxxxxxxxxxx¦xxxxxxxxxx00000000',
        'BITBUCKET_PASSWORD=AT¦BBEz1Ak15wvGIHiE¦JqdwGgr1XQGHIJKLMN',
      ],
    },
  }),
  token({
    id: 'bitbucket-access-token',
    title: 'a Bitbucket access token',
    severity: 'error',
    keywords: ['ATCTT3xFf'],
    shape: "'ATCTT3xFf' b64u{150-250} '=' HEX{8}",
    examples: {
      finds: [
        'BITBUCKET_TOKEN=AT¦CTT3xFf1QGhBTwcxD8Ib6sJrZYAcw61yP2v1VuUrGsjLoBGn74E4BMEi8LEVp1¦tX8k4q35rY_AFCPjF9StEiLOeW1we-LGuyG9au9LMjNsteT8VQj-lQ0YSl9xCdwY¦2JxWo34zEdeOXQkF9t9FwZUTHlSB83VOWBgt7d4r9zWVTWJih5PpuIFE=6BA2281B',
      ],
      leaves: [
        'BITBUCKET_TOKEN=AT¦CTT3xFfnWTjJYDxTaDRyBvCwHKJBY0Nr4-w2L¦ApzR8ijeZun9DRl01JYayd3zgVgBhiHZL88S4yz¦E3fPpp_EtMajVvcH_45ui-ZnNfyX9b6=CDB93F30',
        'BITBUCKET_TOKEN=AT¦CTT3xFfxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx¦xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx¦xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx=09E98188',
        'BITBUCKET_TOKEN=AT¦CTT3xFfL4V7zx9x6GcZ0D6c4hPh5YSxNhE7Ysopy3RF6Nvwqt60OxbWex9G¦0HKW6zGNRbhrTQn_cx5ca7qRsOHpzd-QMSlhTiqkuNINOZMXDSWaY1Xdnl-yc¦djLouq-Cl7ZFgAIzRKuTI3ug73Jvsc0vJekMiF41gPmUMXXNqz3vFdTC8tYsiV',
      ],
    },
  }),
  token({
    id: 'bitbucket-dc-token',
    title: 'an HTTP access token of Bitbucket Data Center',
    severity: 'error',
    keywords: ['BBDC-'],
    shape: "'BBDC-' b64{44}",
    check: ({ value }) => (/^[0-9]{12}:/.test(decodeBase64(value.slice(5)) ?? '') ? {} : { less: true }),
    examples: {
      finds: ['Authorization: Bearer BB¦DC-NTQyODI4MTc1ODgxOkd¦F0Z+BZotHewz/GAahB7dNzFBE'],
      leaves: [
        'token: BB¦DC-K4yK18I5xYDbmSttE¦vTsElOn82FRZ56XiEdGPx1z',
        'token: BB¦DC-xxxxxxxxxxxxxxxxxxx¦xxxxxxxxxxxxxxxxxxxxxxxxx',
      ],
    },
  }),
  context({
    id: 'gitea-token',
    title: 'a Gitea or Forgejo token',
    severity: 'warning',
    near: ['gitea', 'forgejo', 'codeberg'],
    notNear: COMMIT_ADDRESS,
    shape: 'hex{40}',
    examples: {
      finds: ['GITEA_TOKEN=3f1c9a07b2d84e56¦a1b0c9d8e7f60213f4a5b6c7'],
      leaves: [
        'TOKEN=3f1c9a07b2d84e56a1b0c9d8e7f60213f4a5b6c7',
        'gitea_commit: 3f1c9a07b2d84e56a1b0c9d8e7f60213f4a5b6c7',
        'https://codeberg.org/shop/web/commit/ed32eb480905cf11f952¦bb84410dac35e038d7c7',
        'GITEA_TOKEN=97aa568440075dd1e36¦dd2843beb63f46918f23',
      ],
    },
  }),
  context({
    id: 'sourcehut-token',
    title: 'a sourcehut token',
    severity: 'warning',
    near: ['srht', 'sr.ht', 'sourcehut'],
    and: /token|bearer/i,
    shape: 'b64u{50-140}',
    notBefore: '-',
    check: mixedCase,
    examples: {
      finds: [
        'SRHT_TOKEN=JeOP8k1phgJpppH1rQzJuVz1JSLxneXn_LWt72hbNfSiP¦hG8Wl6m3hxoneBRJKrIRCiPIDmitopwb8smhDHWrlzSvW',
        'curl https://git.sr.ht/query --oauth2-token=B9hC3cNzLA38wDLvmLlO1Cw-xuQ6vB9Z_fqStc41Zx-Jp¦1gBL6TITxZH6vQxPoEX2ypekwMNZImLkzWazLKruqVu5v',
      ],
      leaves: [
        'TOKEN=DcKO5VllFVfrlGV8pEIccwgwWpvK3warQd-m83aHAh7tT¦ftx9_aG_9aAaeRA0iWneu9ZsacwRo0gEBZEiTaDLaNvcL',
        'SRHT_TOKEN=KyXtt1YwVdVnX0qpJcxB¦yWRgXLtCNY9NiWQRs-O0',
        'SRHT_TOKEN=xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx¦xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx',
        'SRHT_TOKEN_SHA=CH11kOsmSrp5me1uUNMmCMdL1rJNveG7b53fyIJ9rY__g¦AOnxTanZdzUgHDoAMLQlrEwWwWt3BwMSUi2XBX9i9uV9U',
      ],
    },
  }),
]

/** A JWT behind the prefix and the app's number. */
function signedToken({ value }: Candidate): Verdict {
  const [header, payload] = value.slice(value.indexOf('_eyJ') + 1).split('.')
  return isEncodedObject(header!) && isEncodedObject(payload!) ? {} : { less: true }
}
