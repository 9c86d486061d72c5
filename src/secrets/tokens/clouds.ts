import { mixedCase } from '../checks/drawn.ts'
import { noDigest } from '../checks/looks.ts'
import { context } from './context.ts'
import type { Detector } from './detector.ts'
import { COMMIT_ADDRESS, NAMED_SECRET } from './places.ts'
import { type Candidate, token, type Verdict } from './token.ts'

/** Clouds that sell machines: one key opens an account. */
export const CLOUD_TOKENS: readonly Detector[] = [
  token({
    id: 'alibaba-key',
    title: 'an access key of Alibaba Cloud',
    severity: 'warning',
    keywords: ['LTAI', 'CAIS'],
    shape: "( 'LTAI' b62{12-20} | 'STS.' b62{20-32} )",
    reach: 512,
    check: alibabaKey,
    partner: { severity: 'error', shape: 'b62{30}', names: NAMED_SECRET, check: mixedCase },
    examples: {
      finds: [
        'ALIBABA_CLOUD_ACCESS_KEY_ID=LT¦AI6wHW35PB¦bnm3NliqNT1N',
        'accessKeyId: LT¦AIx4xy¦B7LQ4DBq\naccessKeySecret: HboMSp4DTHEzEDh¦2QFLVxZXSezhDvt',
        'AccessKeyId: ST¦S.2gl8t7mqaK¦zxEZUtubE7R5IiA, SecurityToken: CA¦ISq8C+mSiWMFGdfEv7o9/NMhH/jfNhzgBfezXDBv¦vMLIwko8IOA5DyH2nDbwFLCPJAXVhdrE3VJXjTCOGL',
      ],
      leaves: [
        'ALIBABA_CLOUD_ACCESS_KEY_ID=LT¦AIdMf¦I4BRDcr',
        'ALIBABA_CLOUD_ACCESS_KEY_ID=LT¦AIxxxxxxxxxxxxxxxx',
        'AccessKeyId: ST¦S.D77MuBVhex¦lhHNPZDj004bFx0',
        'accessKeySecret: pOGHg9TBsg3uhZQ¦zsWPdwIaqZsFpJE',
      ],
    },
  }),
  token({
    id: 'tencent-key',
    title: 'an access key of Tencent Cloud',
    severity: 'warning',
    keywords: ['AKID'],
    shape: "'AKID' b62{32}",
    partner: { severity: 'error', shape: 'b62{32}', names: NAMED_SECRET, check: mixedCase },
    examples: {
      finds: [
        'TENCENTCLOUD_SECRET_ID=AK¦IDmNwzsXFL41EwCl¦5ov9RttYnn1sCIvaUo',
        'SecretId: AK¦IDjhbOIDYvGmZ4qT¦OWIsYy2e2CnjTaDjgz\nSecretKey: dWu252SYlE4Ivwpm¦1eUArqs9pyaA6juC',
      ],
      leaves: [
        'TENCENTCLOUD_SECRET_ID=AK¦IDAGLlEcdO67MbO¦63ZJzqk5v7czXXIgqd',
        'SecretId: AK¦IDxxxxxxxxxxxxxx¦xxxxxxxxxxxxxxxxxx',
        'SecretKey: CTlIMhfWvRLDA5TY¦t9NGl1iaJdutEnCu',
      ],
    },
  }),
  token({
    id: 'scaleway-key',
    title: 'an access key of Scaleway',
    severity: 'warning',
    keywords: ['SCW'],
    shape: "'SCW' udig{17}",
    partner: { severity: 'error', shape: 'uuid', names: NAMED_SECRET },
    examples: {
      finds: [
        'SCW_ACCESS_KEY=SC¦WJ02AALC¦XUY1OPAKX6',
        'access_key: SC¦WZBPC4O9¦AFFQ3TO9E5\nsecret_key: 4e2359ff-b74e-8d88¦-e0e9-27f7ff16909d\ndefault_project_id: ea770a44-2319-61c4¦-06d9-8ccd509316fa',
      ],
      leaves: [
        'SCW_ACCESS_KEY=SC¦WHJBHPT¦O0LN7C5WDZ',
        'SCW_ACCESS_KEY=SC¦WXXXXXXXXXXXXXXXXX',
        'SCW_DEFAULT_PROJECT_ID=930eb9a7-90c7-cb0c¦-3a3c-48f5434819ba',
        'name: scwidget-controller',
      ],
    },
  }),
  token({
    id: 'digitalocean-spaces',
    title: 'an access key of DigitalOcean Spaces',
    severity: 'warning',
    keywords: [
      'DO00',
      'digitalocean',
      'spaces_access',
      'spaces_key',
      'spaces_secret',
      'spacesAccess',
      'spacesKey',
    ],
    shape: "'DO' udig{18}",
    reach: 64,
    check: ({ value, before }) =>
      value.startsWith('DO00') || /spaces|digitalocean/i.test(before.slice(-64)) ? {} : null,
    partner: { severity: 'error', shape: 'b64{43}', names: NAMED_SECRET, check: mixedCase },
    examples: {
      finds: [
        'SPACES_ACCESS_KEY_ID=DO¦80RW34RH¦T5SFF3NMBJ',
        'key = DO¦00NYXU04¦VT00VDNCLC\nsecret = ISgKbP9rWwq/E+/HDcdBh¦WuNTdVZj3pWNiVglDwHREw',
      ],
      leaves: [
        'KEY_ID=DO¦806KBQE3¦T8W8VRZQC1',
        'SPACES_ACCESS_KEY_ID=DO¦00CHYIY¦U001V0F0SD',
        'SPACES_ACCESS_KEY_ID=DO¦00XXXXXXXXXXXXXXXX',
      ],
    },
  }),
  token({
    id: 'exoscale-key',
    title: 'an access key of Exoscale',
    severity: 'warning',
    keywords: ['EXO'],
    shape: "'EXO' b62{24-30}",
    partner: { severity: 'error', shape: 'b64u{43}', names: NAMED_SECRET, check: mixedCase },
    examples: {
      finds: [
        'EXOSCALE_API_KEY=EX¦O479899aba9¦ffac02d57ad38a',
        'key = "EX¦O34f0d70da5¦42ce40f36231f8"\nsecret = "YpV16-VraYkrLOo594Bcl¦bi9OS-Qt_ojM4emvLwlpVw"',
      ],
      leaves: [
        'EXOSCALE_API_KEY=EX¦Oda8f272e¦4a4a7d8e2c30',
        'EXOSCALE_API_KEY=EX¦Oxxxxxxxxxxxxxxxxxxxxxxxx',
        'api_secret = "bhZM4HMmvrDGY7xgMU2IY¦vackVjin9P9vlM1HNcnNGa"',
      ],
    },
  }),
  token({
    id: 'digitalocean',
    title: 'a DigitalOcean token',
    severity: 'error',
    keywords: ['dop_v1_', 'doo_v1_', 'dor_v1_'],
    shape: "( 'dop_v1_' | 'doo_v1_' | 'dor_v1_' ) hex{64}",
    examples: {
      finds: [
        'DIGITALOCEAN_TOKEN=do¦p_v1_3e154463474c8adb958af607e775¦85db70bfdeea796f0a423d6341c670821068',
        'refresh: do¦r_v1_00747fd66a43ef18fe3eef28ad44¦2db86ff4304e4f041b18dfa02eb04d09e47d',
      ],
      leaves: [
        'DIGITALOCEAN_TOKEN=do¦p_v1_0d9178b68cd106ed38bc50763417¦11efcb20f657962f9641553a4322e59fe72',
        'DIGITALOCEAN_TOKEN=do¦p_v1_xxxxxxxxxxxxxxxxxxxxxxxxxxxx¦xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx',
        'DIGITALOCEAN_TOKEN=do¦p_v1_F49FC7741477D9105CCD4C468249¦E0D72143E25BEC1AF557F0CD2473C10CFED8',
      ],
    },
  }),
  context({
    id: 'linode-token',
    title: 'a Linode token',
    severity: 'error',
    near: ['linode'],
    shape: 'hex{64}',
    examples: {
      finds: [
        'LINODE_TOKEN=082c97c8e7286437e433a7bb179dd62d¦38285a9466ce2e44e7f39416d14ee5cb',
        'provider "linode" {\n  token = "1fa63906d812f705a112f3e048f7d14d¦85e584432c9d895d714931f7ec6e9cb4"',
      ],
      leaves: [
        'TOKEN=d553bd39b8a7a0b6b174b02d30e1396e¦54a22bf8fe7dc6ab35568a7bf24e65a7',
        'linode_cli_sha256: e23e6829edcd44971b851cb65bfc4d31¦9dfe2848f2e57c81628109f845238a7a',
        'LINODE_TOKEN=1673343ce1fc77da881be891c06cff6¦b2ffa5dcfd3b445dd788d3f534ce03ec',
        'LINODE_TOKEN=xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx¦xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx',
      ],
    },
  }),
  context({
    id: 'ovh-app',
    title: 'an application secret or consumer key of OVH',
    severity: 'error',
    near: ['ovh_', 'ovh-', 'ovh.', 'ovhcloud'],
    and: /application|consumer/i,
    shape: 'b62{32}',
    examples: {
      finds: [
        'OVH_APPLICATION_SECRET=DgVoE1luJP1ZVRgH¦3uIjSn23aXKx03bK',
        'OVH_CONSUMER_KEY="KGzfWCcg0PNznJOr¦PytoiTUBQs7rmDEB"',
        '[ovh-eu]\napplication_key=D4SeGvgx¦sqk5TcLv\napplication_secret=5KCpFZJyPHQhfvMn¦ny7mXfV2L0qMNWsr',
      ],
      leaves: [
        'APPLICATION_SECRET=5U1Jn7TTwrxMIBDt¦5WSuDVKzxWV0br78',
        'OVH_CONSUMER_KEY=uvxqOhgbi3AHZ4z¦BX0EoNoMqgCK3Zlv',
        'OVH_CONSUMER_KEY=xxxxxxxxxxxxxxxx¦xxxxxxxxxxxxxxxx',
        'ovh_application_commit=6bdd6efa76bf2522¦e74e20b6f69c31cd',
      ],
    },
  }),
  context({
    id: 'vultr-key',
    title: 'a Vultr API key',
    severity: 'error',
    near: ['vultr'],
    shape: 'udig{36}',
    examples: {
      finds: [
        'VULTR_API_KEY=BIQXNC0T79ITQHJ1I4¦HPI1TH7JGSIG1C7X5H',
        'vultr:\n  api_key: "LEBUFO0WJ3QD866RD0¦776GAJ4BB76B5M16IM"',
      ],
      leaves: [
        'API_KEY=6TB9N3MM4T0RWXKLR6¦DO2OQVN2YADLWVYJ82',
        'VULTR_API_KEY=OOQZONYJRYLYFBES4¦PZH01WLNKU90L8E4DV',
        'VULTR_API_KEY=XXXXXXXXXXXXXXXXXX¦XXXXXXXXXXXXXXXXXX',
        'VULTR_IMAGE_HASH=ZNW15SJHLKF40LFZ1G¦5OMU69OMDS0RM85NLP',
      ],
    },
  }),
  context({
    id: 'hetzner-token',
    title: 'a Hetzner Cloud token',
    severity: 'error',
    near: ['hcloud', 'hetzner'],
    shape: 'b62{64}',
    check: noDigest,
    examples: {
      finds: [
        'HCLOUD_TOKEN=HiZN1eNctoz8prHpmCa5XFqGvvU8hzx3¦ht1LPhVrm0pXXQ2IeDvvaZznKenu4s38',
        'hetzner_token: "v9PNl1M5pCuIPXY4868jKnhSqVPwrbl2¦oMHMUroZCZuSPPGwEI2mN8XIzUtcOppu"',
      ],
      leaves: [
        'TOKEN=UtPIOUcUyXdt1xkfz1WBvP52ICtcXLWi¦vgAWFR9XFkhkuTfCj0EdBj7QrOd1SnAi',
        'HCLOUD_TOKEN=HQ6OdlRpCKUh5UcHhxBNy3nsn0Ge3Zk¦WN5tTI181yUO9BND4AvsHVPayaf3PgAM',
        'HCLOUD_TOKEN=xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx¦xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx',
        'hcloud_linux_amd64: 6fa2834439858cfbb75e33132a68c858¦6203ce1d11937d7fc6c8b33eb8a4c276',
      ],
    },
  }),
  context({
    id: 'ibm-cloud-key',
    title: 'an IBM Cloud API key',
    severity: 'error',
    near: ['ibm_', 'ibm-', 'ibmcloud', 'bluemix', 'iam_api', 'iam-api', 'iamApi', 'iam_key'],
    notNear: COMMIT_ADDRESS,
    shape: 'b64u{44}',
    check: mixedCase,
    examples: {
      finds: [
        'IBMCLOUD_API_KEY=fDNGxqaHDEdk5a0QggQB3e¦xJ2GipJuyeBj4ikc47Vegl',
        '"iam_apikey": "xlM6LYB1cytNlrzRQ2K_jy¦mSFOZRO7Ojl6Pxzr8mNXi7"',
        'IC_IAM_API_KEY=F743IfVSk7OOQq3OkKT-ov¦hEZDUQuu2zzltM_bRoDiP0',
      ],
      leaves: [
        'API_KEY=LGz85BeCpRFFTLqly1XJCf¦i2v1EDKXNmsVBTdkpHSy21',
        'IBMCLOUD_API_KEY=mrrFvcb0NPqDyAtk8x6s1¦0GEWOvIg6K2UbW7JqOqglE',
        'IBMCLOUD_API_KEY=xxxxxxxxxxxxxxxxxxxxxx¦xxxxxxxxxxxxxxxxxxxxxx',
        'https://cloud.ibm.com/ibm-cloud/a-slug-of-forty-four-characters-in-the-guide',
        'ibm_commit=QANoz38hgGqgU-_u90_oPB¦t8ZaYhwrXZmd6pS3NPmiD6',
      ],
    },
  }),
]

/** Ids of temporary keys are no secret without their token. */
function alibabaKey({ value, before, after }: Candidate): Verdict {
  if (!value.startsWith('STS.')) return {}
  return /\bCAIS/.test(before.slice(-512)) || /\bCAIS/.test(after.slice(0, 512)) ? {} : null
}
