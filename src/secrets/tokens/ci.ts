import { mixedCase } from '../checks/drawn.ts'
import { context } from './context.ts'
import type { Detector } from './detector.ts'
import { COMMIT_ADDRESS, NAMED_KEY } from './places.ts'
import { token } from './token.ts'

/** What builds, tests and releases. */
export const CI_TOKENS: readonly Detector[] = [
  token({
    id: 'circleci-pat',
    title: 'a CircleCI token',
    severity: 'error',
    keywords: ['CCIPAT_', 'CCIPRJ_'],
    shape: "( 'CCIPAT_' | 'CCIPRJ_' ) b62{22} '_' hex{40}",
    examples: {
      finds: [
        'CIRCLE_TOKEN=CC¦IPAT_ZXG7NVEeI6Iru1FyyKSfqQ_79c48¦bfd878b55079ed03f1b8e08ba2e09e993ee',
        'Circle-Token: CC¦IPRJ_Xk2HAUOu2ebABRaxfokPb0_32ef8¦e54c9e304723a6812b7b13ba881b124a1ad',
      ],
      leaves: [
        'CIRCLE_TOKEN=CC¦IPAT_NQKFl6Xy7GduRAlkpOv9q_8ae9d¦7d05a15b15849e9bbcead6d70c7e95d820a',
        'CIRCLE_TOKEN=CC¦IPAT_xxxxxxxxxxxxxxxxxxxxxx_00000¦00000000000000000000000000000000000',
      ],
    },
  }),
  context({
    id: 'circleci-old',
    title: 'a CircleCI token',
    severity: 'warning',
    near: ['circleci', 'circle_', 'circle-token', 'circleToken'],
    notNear: COMMIT_ADDRESS,
    shape: 'hex{40}',
    examples: {
      finds: [
        'CIRCLE_TOKEN=80d02f194f1b722abcb1¦ecce9a15a0dccaf6593f',
        'https://circleci.com/api/v1.1/me?circle-token=6a41b587c3cdfa55ccd4¦e1104cd499efdff09e30',
      ],
      leaves: [
        'TOKEN=45cf1f86124e4f6c7c84¦f7be9409edc977e819ec',
        'CIRCLE_SHA1=a9aa53b96e97a8aa2059¦fb88be762a73a5e49a09',
        'CIRCLE_TOKEN=9eb6e7db3321bff8c4f¦c69a59c41163418431ae',
        'CIRCLE_TOKEN=xxxxxxxxxxxxxxxxxxxx¦xxxxxxxxxxxxxxxxxxxx',
        'https://github.com/circleci/circleci-docs/commit/70c609ae0c8bde4f20aa¦d8c0a418d31537647a48',
      ],
    },
  }),
  token({
    id: 'buildkite-token',
    title: 'a Buildkite token',
    severity: 'error',
    keywords: ['bkua_', 'bkaa_', 'bkaj_', 'bkct_', 'bkpt_', 'bkps_'],
    shape: "( 'bkua_' | 'bkaa_' | 'bkaj_' | 'bkct_' | 'bkpt_' | 'bkps_' ) ( ldig{40} | ldig{53} )",
    // those of agents and pipelines were seen in one place only
    check: ({ value }) => (value.startsWith('bkua_') ? {} : { less: true }),
    examples: {
      finds: [
        'BUILDKITE_API_TOKEN=bk¦ua_4ba76825edfff69f4¦cee0313ea3f932aa24a10ec',
        'BUILDKITE_AGENT_TOKEN=bk¦ct_nuksq17vo2j4cth53acnecqg¦tmq0cszmqbmmb3lct385o6k3nqvlr',
      ],
      leaves: [
        'BUILDKITE_API_TOKEN=bk¦ua_4c49d96bbd09ec5f2¦717e4c2c4665fc58fb5dcb',
        'BUILDKITE_API_TOKEN=bk¦ua_xxxxxxxxxxxxxxxxx¦xxxxxxxxxxxxxxxxxxxxxxx',
      ],
    },
  }),
  context({
    id: 'travis-token',
    title: 'a Travis CI token',
    severity: 'warning',
    near: ['travis'],
    and: /token/i,
    shape: 'word{22}',
    check: mixedCase,
    examples: {
      finds: ['TRAVIS_TOKEN=NnhSc66Fq2o¦bC0xSMdWWh4', 'travis login --pro --token 8Tna9t5rarW¦R2zq6OVaiTQ'],
      leaves: [
        'TOKEN=be9FPOzhsDg¦zTMurpiqiO9',
        'TRAVIS_TOKEN=wuejvNHSLE¦aWWi5RPbPj5',
        'TRAVIS_TOKEN=xxxxxxxxxxx¦xxxxxxxxxxx',
        'travis_token: a_name_of_twenty_two_ch',
        'TRAVIS_TOKEN=x TRAVIS_COMMIT=479d8af1b1b¦585e7704631',
      ],
    },
  }),
  context({
    id: 'jenkins-token',
    title: 'a Jenkins API token',
    severity: 'error',
    near: ['jenkins'],
    shape: "'11' hex{32}",
    examples: {
      finds: [
        'JENKINS_API_TOKEN=11¦76935765b7b5cf0¦65bbcf638f6b7eb39',
        'curl https://jenkins.shop.dev/ --user ci:11¦68498e3b7572736¦524c7d5b887f0a130',
      ],
      leaves: [
        'API_TOKEN=11¦4a80e87c7c44800¦0efbddfa42d067bbf',
        'JENKINS_API_TOKEN=11¦be953720b93f86¦4141a3483c07f7d17',
        'JENKINS_API_TOKEN=11¦xxxxxxxxxxxxxxx¦xxxxxxxxxxxxxxxxx',
        'jenkins_hash=11¦6554fa218756e8b¦49d4692ca0d6c07bb',
      ],
    },
  }),
  token({
    id: 'sonar-token',
    title: 'a Sonar token',
    severity: 'error',
    keywords: ['squ_', 'sqp_', 'sqa_'],
    shape: "( 'squ_' | 'sqp_' | 'sqa_' ) hex{40}",
    examples: {
      finds: [
        'SONAR_TOKEN=sq¦u_88ddb264bdd060b78a¦e3b070e765df4373c91c83',
        'sonar-scanner -Dsonar.token=sq¦p_14731333ac06d5519c¦33fb39a576bc33e835a38c',
      ],
      leaves: [
        'SONAR_TOKEN=sq¦u_4ae435f1d2e1b4b12¦dabafea855f01059514b6a',
        'SONAR_TOKEN=sq¦u_xxxxxxxxxxxxxxxxxx¦xxxxxxxxxxxxxxxxxxxxxx',
      ],
    },
  }),
  context({
    id: 'snyk-token',
    title: 'a Snyk token',
    severity: 'warning',
    near: ['snyk'],
    and: NAMED_KEY,
    shape: 'uuid',
    examples: {
      finds: [
        'SNYK_TOKEN=d5915cee-af5c-1496¦-78e1-3ffc879f7e74',
        'snyk:\n  api_key: af3e0be6-42b0-052c¦-763b-c0c770932c0a',
      ],
      leaves: [
        'TOKEN=952b8208-d7ad-8d73¦-5203-894bcb8cae08',
        'SNYK_ORG=7c76389e-3c10-b878¦-b155-594b0cca754a',
        'SNYK_TOKEN=00000000-0000-0000-¦0000-000000000000',
        'snyk_token_hash=b940e001-ea1d-4aa3¦-2d29-a57bed1699e1',
      ],
    },
  }),
  context({
    id: 'drone-token',
    title: 'a Drone or Woodpecker token',
    severity: 'warning',
    near: ['drone', 'woodpecker'],
    shape: 'b62{32}',
    check: mixedCase,
    examples: {
      finds: [
        'DRONE_TOKEN=9ZM6V5Fzox1uokOj¦frS3Hg0neOPUrZ4B',
        'woodpecker-cli --token=PsRAN4XSoF2feS1R¦ebWtj4tIoEkeMZYN',
      ],
      leaves: [
        'TOKEN=jEidDO6cCMyUPKNB¦hhnPjTQz0HzJLydN',
        'DRONE_TOKEN=aRdjELZBfmDhnvp¦07YMrnp2h6BK6IOk',
        'DRONE_TOKEN=xxxxxxxxxxxxxxxx¦xxxxxxxxxxxxxxxx',
        'drone_commit=f2f0696067d40a43¦1d763c04a04fdd04',
      ],
    },
  }),
  context({
    id: 'codecov-token',
    title: 'an upload token of Codecov',
    severity: 'info',
    near: ['codecov'],
    shape: 'uuid',
    examples: {
      finds: [
        'CODECOV_TOKEN=0b4a63fa-8a16-6d6c¦-2404-1c7ff1da0ae9',
        'codecov:\n  token: "b5e7f12a-2ad0-72bd¦-e6f4-27458ab68cc2"',
      ],
      leaves: [
        'TOKEN=85fbb4b1-dd45-a4ae¦-936f-f438efb53120',
        'codecov_uuid: 5deaddb9-29da-9469¦-e1b7-97bc7f52f582',
        'CODECOV_TOKEN=00000000-0000-0000-¦0000-000000000000',
      ],
    },
  }),
  token({
    id: 'octopus-key',
    title: 'an Octopus Deploy API key',
    severity: 'error',
    keywords: ['API-'],
    shape: "'API-' udig{26-31}",
    check: ({ value }) => (/[0-9]/.test(value) ? {} : null),
    examples: {
      finds: [
        'octopus login --api-key AP¦I-AK6OOP76ENF¦07E4GMUVXY8D1UM',
        'X-Octopus-ApiKey: AP¦I-STJ7VKTTP5IJ2¦TOEOBMRLJ45ZHVPA30',
      ],
      leaves: [
        '--api-key AP¦I-AQOLIDTOEQ¦430ZK7YV11Q96SM',
        '--api-key AP¦I-XXXXXXXXXXX¦XXXXXXXXXXXXXXX',
        'API-THEINTERFACEOFTHEAPPLICATION',
        '--api-key AP¦I-9bnpaxyv3l5¦uawk5ea5u7ga6wv',
      ],
    },
  }),
  token({
    id: 'harness-key',
    title: 'a Harness API key',
    severity: 'error',
    keywords: ['pat.', 'sat.'],
    shape: "( 'pat.' | 'sat.' ) b64u{22} '.' hex{24} '.' b62{20}",
    examples: {
      finds: [
        'HARNESS_API_KEY=pa¦t.PhcxAuZmQ6yjcnlP6W5JUR.cb4205c27¦34b6679e7d3b3a1.JwlENaB62wZSchSbLzBX',
        'x-api-key: sa¦t.hd2IUhPdmcI9RZhW23NzjD.c796e7525¦0ecfe163d754058.EN7mvDSz9O9mq8PmYj1x',
      ],
      leaves: [
        'HARNESS_API_KEY=pa¦t.qntukHN-fggTRcH4-Gu2-p.1f2b78b6¦cf2693e84939c06e.twNh99iaGDfXSOsRa0W',
        'HARNESS_API_KEY=pa¦t.xxxxxxxxxxxxxxxxxxxxxx.000000000¦000000000000000.xxxxxxxxxxxxxxxxxxxx',
        'import x from "pat.format"',
      ],
    },
  }),
  token({
    id: 'infracost-key',
    title: 'an Infracost API key',
    severity: 'error',
    keywords: ['ico-'],
    shape: "'ico-' b62{32}",
    check: mixedCase,
    examples: {
      finds: ['INFRACOST_API_KEY=ic¦o-ejIE2Cnlp8t07g¦VeOjO8kTzwmINBze4G'],
      leaves: [
        'INFRACOST_API_KEY=ic¦o-vWnU2S0U7HcsG¦b4drASg9QVS5PRCtz8',
        'INFRACOST_API_KEY=ic¦o-xxxxxxxxxxxxxx¦xxxxxxxxxxxxxxxxxx',
        'class="ico-arrowlefttotheendofthelinebelow"',
      ],
    },
  }),
]
