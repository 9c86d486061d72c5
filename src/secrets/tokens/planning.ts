import { drawnLetters } from '../checks/looks.ts'
import { context } from './context.ts'
import type { Detector } from './detector.ts'
import { token } from './token.ts'

/** Where people plan what they build, and describe its interfaces. */
export const PLANNING_TOKENS: readonly Detector[] = [
  token({
    id: 'atlassian-token',
    title: 'an Atlassian API token',
    severity: 'error',
    keywords: ['ATATT3xFf'],
    shape: "'ATATT3xFf' b64u{170-190} '=' HEX{8}",
    examples: {
      finds: [
        'JIRA_API_TOKEN=ATATT¦3xFfKXK9qtoZwn6zlJ1J1bl4wYS61xU8veU9I15mf1u5sWm0FAMcGHRZm2QIrqIEFmt805mrFIy5hYFBvtvEpvXoKhoS-1v¦1s54QQPErp9PV9zI8oApKIDKx83maNQ8SEBdIbYEQWvNxfX-XhRm_7-CtnvCgPDBIHz3dfiqk_Zf6FU2MZYl6pexFSnq=E4F7CE49',
      ],
      leaves: [
        'ATATT¦3xFfvYJqJb16QL03yYYEuF4_2ulsZjpGEvRezQv4oTKiuPgHOKEFO6WEvCK1ECgyLhqet7_dp8-MfNaK9Ek6dDUB5qXaUqs¦MVFXurOxHPMGFg1w8egUKkWaOuS-kEJ2StY6SDXRdStlmBlVbW2_kx_I_hBuEX9S01E6psyTNbjV3Uu-mpnQaaMHO8S7',
        'ATATT¦3xFfeObi88iMPvaS5l3FnDakeMTSPxbqf7YrtdfrY4jba3pQWb-7HuhMJT7lvnxG¦AZLifUjxiNCrklIhRvnejxobaVEqxwjCM270Nny-SyjnoIcnErLKkkw4230R=65F0421D',
        'ATATT3xFf...=ABCDEF01',
      ],
    },
  }),
  context({
    id: 'atlassian-token',
    title: 'an Atlassian API token',
    severity: 'warning',
    near: ['atlassian', 'jira', 'confluence'],
    and: /token|password|secret|api[_-]?key/i,
    shape: 'b62{24}',
    check: drawnLetters,
    examples: {
      finds: [
        'JIRA_API_TOKEN=9emQIwDLMNd4¦CPJqr4vPo2Tg',
        'curl -u "me@corp.io:TDiHx2NSG2cb¦7xLflU7r6tZ8" https://corp.atlassian.net # jira token: Rx3z9woywdIf¦UCGjTjGC5mNa',
      ],
      leaves: [
        'API_TOKEN=9emQIwDLMNd4¦CPJqr4vPo2Tg',
        'JIRA_API_TOKEN=NjgQHUdpO36¦up5LpAzaaSde',
        'jira_project: 9emQIwDLMNd4¦CPJqr4vPo2Tg',
        'jiraToken = getTokenOfTheAtlassianAs()',
        'jira_token_id: 6d28cc0997b6¦f8b53434ba75',
      ],
    },
  }),
  token({
    id: 'linear-key',
    title: 'a Linear API key',
    severity: 'error',
    keywords: ['lin_api_', 'lin_oauth_'],
    shape: "( 'lin_api_' b62{40} | 'lin_oauth_' hex{64} )",
    examples: {
      finds: [
        'LINEAR_API_KEY=lin_¦api_yniaITxIXyxa7ZAt6y2A¦GO726uO7dWgFKACdHKWn',
        'token: lin_¦oauth_b4ec46e39c2b31a6f6f09a4724476ae0¦523bbe8bf4145c1de8a86c0a3fe4aadd',
      ],
      leaves: [
        'lin_¦api_fzSwBOkw72Nhzoa6lSV¦5oXAaitsguEBQGFXkbf1',
        'lin_api_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx',
        'lin_¦oauth_289898168007f3f9a70a¦a58135a77e779ff51729',
      ],
    },
  }),
  token({
    id: 'postman-key',
    title: 'a Postman API key',
    severity: 'error',
    keywords: ['PMAK-'],
    shape: "'PMAK-' hex{24} '-' hex{34}",
    examples: {
      finds: ['X-API-Key: PM¦AK-9a962bb10dd9¦0f482c4c039f-262aaf8a97f8393a5¦5eeae9b2f74c4c397'],
      leaves: [
        'PM¦AK-2691eb24afc1¦5f286299f806-805b43b9424ddb0d¦034498adfa113e133',
        'PM¦AK-4f44c6bcb987¦1e783514cc3c',
        'PMAK-xxxxxxxxxxxxxxxxxxxxxxxx-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx',
      ],
    },
  }),
  {
    ...token({
      id: 'asana-pat',
      title: 'a personal access token of Asana',
      severity: 'error',
      keywords: ['asana', '1/1', '2/1'],
      shape: "dig{1} '/' dig{16} ( '/' dig{16} )? ':' hex{32}",
      examples: {
        finds: [
          'ASANA_ACCESS_TOKEN=1/29974155¦78709228:ca52375623f93c21¦9f5a3d91515c651a',
          'token: "2/14464905¦94775738/33965620¦82419564:43b5dd5bcec8d26a¦1b953113330903fd"',
        ],
        leaves: [
          'ASANA_ACCESS_TOKEN=1/3830999¦20415651:81e92f8ca43a2fa8¦d6febca339367483',
          'ASANA_ACCESS_TOKEN=0/74344581¦70992264/30980875¦83877032',
          'asana: 1/1111111111111111:00000000000000000000000000000000',
        ],
      },
    }),
    // the provider's name is no part of the value
    after: 192,
  },
  token({
    id: 'clickup-token',
    title: 'a ClickUp token',
    severity: 'error',
    keywords: ['pk_'],
    shape: "'pk_' dig{6-9} '_' udig{32}",
    examples: {
      finds: ['CLICKUP_TOKEN=pk¦_75685833_UIDF1OXRS9WLNCQL¦9FJKR5CPJCCADRR9'],
      leaves: [
        'pk¦_96217208_4ZISUMY5KHL5YMO¦YHBH0ZCXAL08ESR5',
        'pk¦_live_cppoMGQhIEYO¦U5r3E1lqYyxB',
        'pk¦_19331_ZTHQ2K0YZP8EYH58¦ETYK0K1ZNDSEE4QQ',
        'pk_12345678_XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX',
      ],
    },
  }),
  token({
    id: 'readme-key',
    title: 'a ReadMe API key',
    severity: 'error',
    keywords: ['rdme_'],
    shape: "'rdme_' ldig{70}",
    examples: {
      finds: [
        'npx rdme openapi --key=rd¦me_6l54y7hgvevgb64jcvyk0ye75mn2wcy3bhb¦g6fd61xo48yt4rbm3ngs78x8rjcld36zd4a',
      ],
      leaves: [
        'rd¦me_qq6kbh1hb1sivtjw592515ndwia6h1d11u¦ve0xkbr834rq3507zg06q1qggw8edksl1si',
        'rd¦me_L1KVQWOCSHVPAYAZELX9IC5PS2QVWA5M1PE¦7N8UM0CA7BJ3CIDXBSTV5551HZJ1JKWT2BX',
        'rdme_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx',
      ],
    },
  }),
]
