import { bech32Checksum } from '../checks/bech32.ts'
import { onepasswordAccount } from '../checks/decoded.ts'
import { mixed } from '../checks/looks.ts'
import { context } from './context.ts'
import type { Detector } from './detector.ts'
import { type Candidate, token, type Verdict } from './token.ts'

/** A call or a member of an object named `s`, in code that was made small. */
function noMember({ after }: Candidate): Verdict {
  return /^[.([]/.test(after) ? null : {}
}

/** Where other secrets are kept, and what opens it. */
export const VAULT_TOKENS: readonly Detector[] = [
  token({
    id: 'vault-service',
    title: 'a HashiCorp Vault token',
    severity: 'error',
    keywords: ['hvs.', 'hvb.', 'hvr.'],
    shape: "( 'hvs.' b64u{24-120} | 'hvb.' b64u{130-300} | 'hvr.' b64u{24-300} )",
    examples: {
      finds: [
        'VAULT_TOKEN=hv¦s.Keo4Wpy2k44e¦jQ4fcSkIa5Pw',
        'X-Vault-Token: hv¦s.BGVX2TrQ0akk5z00m_tsm4DyK0Ro3O36QcV1ihUkqTFBcST¦1YGKlfgWiEZTtdbSjO6rAv8Xr3T5B4ZuY3vzOPM8HgbDkpZN',
        'token: "hv¦b.eWpLNJRVEc_uPbDnbCAlwyAK4mQ8YKkwz18zQfxF9QEbPzUbT0DqjHfqsMVPsQmGMYBgz¦D4RlB47P4K0tXXxZEPlEcfs3vI0kWwY7AXszt4szBcbmoPmBDdV-t-5mSMwzmJriKgk99"',
      ],
      leaves: [
        'hv¦s.FClFVyDHGY¦5KTzHTXMVW',
        'hv¦b.96lTom3pyUisxHU924tAm3Y6oTpV0p¦HALatwqp5mhNOXj5NZwRGcMqK4QRRT',
        'hvs.xxxxxxxxxxxxxxxxxxxxxxxx',
        'my_hv¦s.Keo4Wpy2k44e¦jQ4fcSkIa5Pw',
      ],
    },
  }),
  context({
    id: 'vault-service',
    title: 'a HashiCorp Vault token',
    severity: 'error',
    near: ['vault'],
    shape: "'s.' b62{24}",
    check: noMember,
    examples: {
      finds: ['VAULT_TOKEN=s.jV7ZFezg5ZKX¦ZVnourx1Mqes', 'X-Vault-Token: s.2htpLkwNGRbz¦3zypp7A5RGIE'],
      leaves: [
        'TOKEN=s.jV7ZFezg5ZKX¦ZVnourx1Mqes',
        'VAULT_TOKEN=s.pVE7FaKTVQC¦wMNIlR0ZmtLi',
        'vault=s.readSecretsOfEveryEngine(x)',
        'vault=s.secretsOfEveryEngineInIt.get',
      ],
    },
  }),
  context({
    id: 'vault-unseal',
    title: 'an unseal key of a HashiCorp Vault',
    severity: 'error',
    near: ['unseal'],
    and: /key/i,
    shape: "( b64{44} | b64{43} '=' | hex{66} )",
    check: candidate => (candidate.value.length === 66 ? {} : mixed(candidate)),
    examples: {
      finds: [
        'Unseal Key 1: 7loT+lhjhDPekO+vHWmtLT¦e8Ms5SmWsRM3FGQAsU24+J',
        'VAULT_UNSEAL_KEY=JKJcaqwAHeTuQKqiMkJYI¦uddXXktfBlI1gfwfkc/6ur=',
        '"unseal_keys_hex": ["d97a76cb32691b38b7ef14d6570096273¦fdfe0012bf63c04c78a9ea9f82d771f04"]',
      ],
      leaves: [
        'Key 1: 7loT+lhjhDPekO+vHWmtLT¦e8Ms5SmWsRM3FGQAsU24+J',
        'Unseal Key 1: uPQr0L+o8Ibs4gA9HrST5¦0bn8VITRB+VLIHys5KUYM',
        'unseal_key_sha256: fe98b29a693abef82728678ef6489b06f¦345e8a7b72491b6c034c906964c17d76c',
        'unseal key hash: 7loT+lhjhDPekO+vHWmtLT¦e8Ms5SmWsRM3FGQAsU24+J',
      ],
    },
  }),
  token({
    id: 'doppler-token',
    title: 'a Doppler token',
    severity: 'error',
    keywords: ['dp.pt.', 'dp.ct.', 'dp.sa.', 'dp.st.', 'dp.scim.', 'dp.audit.'],
    shape: "'dp.' ( 'pt' | 'ct' | 'sa' | 'scim' | 'audit' | 'st' ( '.' b64u{1-40} )? ) '.' b62{40-44}",
    examples: {
      finds: [
        'DOPPLER_TOKEN=dp.¦st.prd_main.peVh6inSJJMSPzPugmJCi¦ccbTSHkRIuEzFaYKwxO3Pa',
        'doppler configure set token dp.¦pt.rcjYwV48t1HbBN6pCYenK¦s4nW2uMs4CGw7Gx6D0oHtV',
        '"dp.¦audit.tBbq8I7aH2oyO0Hu3xfC¦QCKj9cmYGkU4PalqNCSu"',
      ],
      leaves: [
        'dp.¦st.prd.uinm3YAOhCHcnjA0GCB¦C9BKW97RFbUOWhLagIpv',
        'dp.¦xx.9pr4PsCUrIP0PJKUeQqs5¦2ZSUePdydS3d5HLjf4N46S',
        'dp.st.dev.xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx',
      ],
    },
  }),
  token({
    id: 'onepassword-service',
    title: 'a token of a 1Password service account',
    severity: 'error',
    keywords: ['ops_eyJ'],
    shape: "'ops_eyJ' b64{250-2000} ( '==' | '=' )?",
    check: onepasswordAccount,
    examples: {
      finds: [
        'OP_SERVICE_ACCOUNT_TOKEN=ops_¦eyJzaWduSW5BZGRyZXNzIjoiYWNtZS4xcGFzc3dvcmQuZXUiLCJ1c2VyQXV0aCI6eyJtZXRob2QiOiJTUlBnLTQwOTYiLCJhbGciOiJQQkVTMmctSFMyNTYiLCJpdGVyYXRpb25zIjo2NTAwMDAsInNhbHQiOiI5WFZMUmlWUlBSTDlqdEFD¦UmJhZ0F5In0sImVtYWlsIjoicHZ0bDlhb2hmdjZvbkAxcGFzc3dvcmRzZXJ2aWNlYWNjb3VudHMuZXUiLCJzcnBYIjoiNjZjMjc3NjI4YmJlNDViYWI1NGMwZGJhODEzMDViZGIzNGFmZTc3MjUxZjlkOGQ5MTQ3NmMwMDJlMTZjNmY1ZiJ9',
      ],
      leaves: [
        'ops_¦eyJn3X8nqIoH71o7okj4NSl+2ZPwQLfe3uOoxWeJnvP1/7H0E2Tb59L9j8CAy3Q¦/uVkzZMW2j/+lWe+ATBo/tVtPgw3TGJeb09KMqIRcPogym3TFpKZAWWF6ZfK',
        'ops_eyJ...',
        'ops_<token of the account>',
      ],
    },
  }),
  token({
    id: 'onepassword-secret-key',
    title: 'a secret key of a 1Password account',
    severity: 'error',
    keywords: ['A3-'],
    shape: "'A3-' udig{6} '-' ( udig{11} | udig{6} '-' udig{5} ) '-' udig{5} '-' udig{5} '-' udig{5}",
    examples: {
      finds: [
        'secret key: A¦3-74WS4D-26KWW¦PL3COV-NB092-MDJCG-NUZA3',
        'OP_SECRET_KEY=A¦3-01Y2ZZ-6ODXJZ-VV5RK-2FZIR-KXXG5-DRMQ3',
      ],
      leaves: [
        'key: A¦3-N1DUO3-F2VTW¦N4SYA7-C3FMN-HFL43',
        'key: A3-XXXXXX-XXXXXX-XXXXX-XXXXX-XXXXX-XXXXX',
        'key: a3-abc123-abc12345678-abc12-abc12-abc12',
      ],
    },
  }),
  token({
    id: 'infisical-token',
    title: 'an Infisical service token',
    severity: 'error',
    keywords: ['st.'],
    shape: "'st.' ( hex{24} | uuid ) '.' hex{32} '.' hex{32}",
    examples: {
      finds: [
        'INFISICAL_TOKEN=st.¦a88f60640597¦d9cf17a637ad.cc40a7f2ecee8ffd¦bc5959404799ba58.bf607a4e3ab28334¦56396ab8ad658388',
        '--token="st.¦baf23def-d104-4184¦-8774-928bb2f8145b.a08c67931f02c7e6¦b91d817cfe6636ed.0d59545408116b81¦b5d1adcdf066874b"',
      ],
      leaves: [
        'token=st.¦83a91afbc024¦c21ce53d419c.7ccc248585b56a55¦629ec99d1f51acce',
        'token=st.¦00e994172578¦89456d0191f2.7ce6366c8af98f2¦2a899b6516055b1d.9afc69771e202e6e¦a362765025a5569a',
        'token=st.<id>.<token>.<key>',
      ],
    },
  }),
  {
    ...token({
      id: 'bitwarden-secrets',
      title: 'an access token of a Bitwarden machine account',
      severity: 'warning',
      keywords: ['bws_', 'bitwarden', 'access_token', 'access-token'],
      shape: "'0.' uuid '.' b62{30} ':' b64{22} '=='",
      examples: {
        finds: [
          'BWS_ACCESS_TOKEN=0.8ad12edb-f099-45e5¦-8e2d-ff4ab5e27971.FU6guFGTIqdHiuz¦IDbiocQxsSNE7hM:TOi98f+pnCo¦pmA3eyNnSTx==',
          'bws list --access-token "0.92a102e3-024d-43b3¦-9b3e-b13b4f59a743.GZNxkhL29uNAiIN¦OxYDwmZDMdHCLqK:0+yAIt9gvFf¦X/RyrJrRAx3=="',
        ],
        leaves: [
          'BWS_ACCESS_TOKEN=0.eab55dde-5a6d-4d17¦-a2ad-8c8a9f65bf7e.v7j2pjlv4l041N5¦fERxk8mDwcJkOu4',
          'BWS_ACCESS_TOKEN=0.4b3f255b-af4d-4a00¦-b9e6-1af0cb924394.MPPqGwyGsCRGuP¦uepQ644eaVaxgEv:UPwjpLmFdsJ¦ogQxo+SUcvX==',
          'BWS_ACCESS_TOKEN=0.3b3c03e4-78cb-48af¦-9407-51a28bacc845.xxxxxxxxxxxxxxxxxxxxxxxxxxxxxx:$KEY',
        ],
      },
    }),
    after: 192,
  },
  token({
    id: 'age-secret',
    title: 'an age identity',
    severity: 'error',
    keywords: ['AGE-SECRET-KEY-1'],
    shape: "'AGE-SECRET-KEY-1' BECH{58}",
    check: bech32Checksum,
    examples: {
      finds: [
        'AGE-SECRET¦-KEY-1NKCRDVPWRYW2FTMKCZY9Z3NHSFT08¦TFD525D6PZ55HJZ8CMZEPCJ32Q8EA',
        'SOPS_AGE_KEY="AGE-SECRET¦-KEY-1UL65MAAG7U9QNXUP7UH8HCP9CEU48¦KQMX9H2RN4FA2TKKY9ZMXEN7XWN6Q"',
      ],
      leaves: [
        '# public key: age1lru8wy5gutpz6t2jununda2lagamn¦wj47qx0us5ejxf5ycfc97cwt894ce',
        'AGE-SECRET¦-KEY-15TXH0GF6VY6RL0N2X9KSE36JP68V¦PT0HP8XXVAM4WLJ5ZNYKPEYFCFK20',
        'AGE-SECRET-KEY-1XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX',
      ],
    },
  }),
  token({
    id: 'age-secret',
    title: 'an identity of an age plugin',
    severity: 'warning',
    keywords: ['AGE-PLUGIN-'],
    shape: "'AGE-PLUGIN-' udig{1-20} ( '-' udig{1-20} )? '-1' BECH{20-1000}",
    check: bech32Checksum,
    examples: {
      finds: ['AGE-PLUGIN-¦YUBIKEY-1UGSP8PKXY9WT5S6WQ5¦GSNW4ZCD8C6WM7F7DZ'],
      leaves: [
        'AGE-PLUGIN-¦YUBIKEY-10KDK99¦Y0SKPJ',
        'age1yubikey1hnggsxy6ny07uus0yepvhr3ppvet8¦v9xyuyk4rh4cnvd565tfzhqwsq5xl',
        'AGE-PLUGIN-YUBIKEY-1...',
      ],
    },
  }),
]
