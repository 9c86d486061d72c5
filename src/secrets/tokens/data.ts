import { mixed } from '../checks/looks.ts'
import { context } from './context.ts'
import type { Detector } from './detector.ts'
import { token } from './token.ts'

/** Databases and their clouds. */
export const DATA_TOKENS: readonly Detector[] = [
  token({
    id: 'mongodb-atlas',
    title: 'a secret of a MongoDB Atlas service account',
    severity: 'error',
    keywords: ['mdb_sa_sk_'],
    shape: "'mdb_sa_sk_' b64u{40}",
    examples: {
      finds: ['MONGODB_ATLAS_CLIENT_SECRET=mdb_¦sa_sk_zpi1R8DaHrkiUzN3QdKm¦ly7pat3NXaEd-x7Khh9a'],
      leaves: [
        'mdb_sa_id_be1db5d97abe¦470cbf05e4f5',
        'mdb_¦sa_sk_f_GE_iwpkTe69ZTILTz¦DUuwm9DD5SFGiot9VWuf',
        'mdb_sa_sk_<your secret>',
        'mdb_¦sa_id_zpi1R8DaHrkiUzN3QdKm¦ly7pat3NXaEd-x7Khh9a',
      ],
    },
  }),
  context({
    id: 'mongodb-atlas',
    title: 'a private API key of MongoDB Atlas',
    severity: 'warning',
    near: ['atlas'],
    and: /private|secret|api[_-]?key/i,
    shape: 'uuid',
    examples: {
      finds: [
        'export MONGODB_ATLAS_PRIVATE_KEY=34d1feff-d37b-49b2¦-af32-f28dc88eee6f',
        'private_key = "0b4985db-7ff7-407b¦-9e25-d8600c55d81a" # atlas\natlas_private_key: 56175361-0f61-4496¦-9d64-8fee21b99a0e',
      ],
      leaves: [
        'PRIVATE_KEY=34d1feff-d37b-49b2¦-af32-f28dc88eee6f',
        'atlas_cluster: 34d1feff-d37b-49b2¦-af32-f28dc88eee6f',
        'atlas_public_key: 34d1feff-d37b-49b2¦-af32-f28dc88eee6f',
        'ATLAS_PRIVATE_KEY_UUID=34d1feff-d37b-49b2¦-af32-f28dc88eee6f',
      ],
    },
  }),
  token({
    id: 'planetscale',
    title: 'a PlanetScale password or token',
    severity: 'error',
    keywords: ['pscale_tkn_', 'pscale_oauth_', 'pscale_pw_'],
    shape: "( 'pscale_tkn_' | 'pscale_oauth_' | 'pscale_pw_' ) dotted{32-64}",
    examples: {
      finds: [
        'DATABASE_PASSWORD=pscale_¦pw_FoEXnKt4x2YcLX9NIp4UD¦2_PKcFxNj8nnMWexyLClUr',
        'token: pscale_¦tkn_P_UdY2SkmV2Fr0NvpJTeU¦0wTTH1LF0J70pEzvkH03DK',
        'mysql://u:pscale_¦pw_tkYzByUL9Biqng4lNXqi0¦6SF7CzZMcCVi3vzZY1fEJH@aws.connect.psdb.cloud/app',
      ],
      leaves: [
        'pscale_¦pw_zLWbD-g2-V6yVMZ¦lsxEub_XVod5p91',
        'pscale_pw_************************************',
        'pscale_¦id_Z8Pcl5vmEVBXdhyYXwu5f¦absJM_MHvEXZ0rORPUOiQL',
      ],
    },
  }),
  token({
    id: 'supabase-secret',
    title: 'a Supabase secret key or access token',
    severity: 'error',
    keywords: ['sb_secret_', 'sbp_'],
    shape: "( 'sb_secret_' b64u{22} '_' b64u{8} | 'sbp_' hex{40} )",
    examples: {
      finds: [
        'SUPABASE_SECRET_KEY=sb_¦secret_J_n_20E5iz6¦Z1aqrwl7vdt_tKjbEkJI',
        'SUPABASE_ACCESS_TOKEN="sb¦p_0505f7ef93347a763e41¦ad3b8aee67da680fc4ac"',
      ],
      leaves: [
        'sb_¦publishable_J_n_20E5iz6¦Z1aqrwl7vdt_tKjbEkJI',
        'sb¦p_0ef13a9de2d05afd4f9¦15f8624206a130514146',
        'sb_¦secret_iOde1vzhJp3¦yJSzAq6ITW5',
        'sbp_0123456789abcdef0123456789abcdef01234567',
      ],
    },
  }),
  token({
    id: 'neon-key',
    title: 'a Neon API key',
    severity: 'error',
    keywords: ['napi_'],
    shape: "'napi_' b62{64}",
    examples: {
      finds: ['NEON_API_KEY=na¦pi_OOsb7fvDXzraQDRhce0jVpOJUTSGuLHm¦hjiTV5CSGvRgv3I48BLN5E3uD4K0Y4nW'],
      leaves: [
        'na¦pi_iKncocG532Nt3LHDONmf4sBPhRCufrI¦bC2ljY35vnJBOioThcIjFgHqAycucyis',
        'napi_create_function(env, name, NAPI_AUTO_LENGTH, cb, NULL, &fn)',
        'napi_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa¦aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa',
      ],
    },
  }),
  context({
    id: 'upstash-token',
    title: 'a token of an Upstash database',
    severity: 'warning',
    near: ['upstash'],
    shape: "b64{50-120} ( '==' | '=' )?",
    check: mixed,
    examples: {
      finds: [
        'UPSTASH_REDIS_REST_TOKEN="A9FazsGyfydVvqTdapMUPO3EpcsUmaseZGOs6gXk¦4JasxvFPSEaqi98qAQgLJIwSbSdRrGkAtt4b2cqP="',
        'UPSTASH_VECTOR_REST_TOKEN=AB17KszCH+G0bArfqV4+nCuqab4vrMZi¦WkZNcRwW2zmpR176SJ0if2k/XrdnNB',
      ],
      leaves: [
        'REDIS_REST_TOKEN="A9FazsGyfydVvqTdapMUPO3EpcsUmaseZGOs6gXk¦4JasxvFPSEaqi98qAQgLJIwSbSdRrGkAtt4b2cqP="',
        'UPSTASH_REDIS_REST_TOKEN="zB1ceizxjUuBTOKgQGrr¦6EHF29nNAS4WMh4icuzh"',
        'upstash_image: 89d80d44bf46d294d17e5b5b08466f2c¦16c6073ef4f46c6fe792f63c42919a4e',
        'UPSTASH_COMMIT=9FazsGyfydVvqTdapMUPO3EpcsUmaseZGOs6gXk¦4JasxvFPSEaqi98qAQgLJIwSbSdRrGkAtt4b2cqP',
      ],
    },
  }),
  token({
    id: 'cockroach-key',
    title: 'an API key of CockroachDB Cloud',
    severity: 'error',
    keywords: ['CCDB1_'],
    shape: "'CCDB1_' b62{22} '_' b62{40}",
    examples: {
      finds: ['COCKROACH_API_KEY=CCDB¦1_Gd2waUrFiC5¦JPtKSY7wN3A_WJhc0uC5l13tsJdWpQH3¦ZpFWeCI2zZH2mveilOa3'],
      leaves: [
        'CCDB¦1_0FVdO96ezlx¦MYfGxX0CGhr',
        'CCDB¦1_Jlmam2HzSqV¦GvFNNtYMW6F_8oqlXtCGh9U5iAX3EoH¦o6mVm6ecybdwJ8OMkHvi',
        'CCDB1_xxxxxxxxxxxxxxxxxxxxxx_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx',
      ],
    },
  }),
  token({
    id: 'astra-token',
    title: 'a token of DataStax Astra',
    severity: 'error',
    keywords: ['AstraCS:'],
    shape: "'AstraCS:' b62{24} ':' hex{64}",
    examples: {
      finds: [
        'ASTRA_DB_APPLICATION_TOKEN=Astra¦CS:3t2hQkLWS5Mf¦kNXHBVFabqOH:976f63c179ab49825b951a5568cf040f¦a1c82489fbb50ab68cf0ac74169ddb8d',
        '"token": "Astra¦CS:6CDq3GXm5rsZ¦8jcbW4aC2ipK:2262e16d85a3b36430d54b160ce93092¦e35380b8654fcae203229963092ecc1e"',
      ],
      leaves: [
        'Astra¦CS:DWOXh9EHh4XU¦YUQNkIT2Paqt:821a6fe899ac9661ec0676dbbf4f70b¦b99ca83c2f5873b7b507c38b5958a796',
        'Astra¦CS:c0MU0bBG8KRs¦ULYHMcKx0Fpb',
        'AstraCS:<client id>:<secret>',
      ],
    },
  }),
]
