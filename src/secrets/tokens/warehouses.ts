import { drawnLetters, mixed } from '../checks/looks.ts'
import { context } from './context.ts'
import type { Detector } from './detector.ts'
import { type Candidate, token, type Verdict } from './token.ts'

/** An API key of Confluent: the half that is no secret, and stands before the other. */
const CONFLUENT_ID = /(?<![A-Za-z0-9])[A-Z0-9]{16}(?![A-Za-z0-9])/

function confluentSecret(candidate: Candidate): Verdict {
  if (mixed(candidate) === null) return null
  return CONFLUENT_ID.test(candidate.before) ? {} : { less: true }
}

/** Of base62: as mixed as a random text of that length is, or beside the provider's name. */
function clickhouseKey({ value, before }: Candidate): Verdict {
  return new Set(value).size >= 16 || /clickhouse/i.test(before) ? {} : null
}

/** Warehouses, streams and time series. */
export const WAREHOUSE_TOKENS: readonly Detector[] = [
  token({
    id: 'databricks-token',
    title: 'a Databricks token',
    severity: 'error',
    keywords: ['dapi', 'dose'],
    shape: "( 'dapi' | 'dose' ) hex{32} ( '-' dig{1} )?",
    examples: {
      finds: [
        'DATABRICKS_TOKEN=da¦pi0c33a13999d37868¦54524a32aabd3953',
        'token = da¦piedfc960eb362b2dc¦bb77da3b39580c17-2',
        'client_secret: "do¦seccd7e7fc4a7bfe74¦d82a91af4a066b38"',
      ],
      leaves: [
        'da¦pi437122b5f382148¦34b0ea1a83ddd441',
        'da¦pi2D2BF33655176977¦EC05B4624A1E8A1D',
        'dapi00000000000000000000000000000000',
        'mydapi0c33a13999d37868¦54524a32aabd3953',
        'da¦pi924db70a6f2db88491d0¦0e7b6bbb8b9dda4b5400',
      ],
    },
  }),
  token({
    id: 'confluent-secret',
    title: 'a secret of Confluent Cloud',
    severity: 'error',
    keywords: ['cflt'],
    shape: "'cflt' b64{60}",
    examples: {
      finds: [
        'CONFLUENT_CLOUD_API_SECRET=cf¦ltoB/TIj6QJhqPK29H697ckkYZaN3raU¦SItBa6PldSbf9y2jxlRfecp3Ujy5JY',
      ],
      leaves: [
        'cf¦ltAZD2B59pv2L0PBexrvbgkiMq0j889¦aYuYF6k60IOEqBjxalkamKtvx+v9JM',
        'cf¦ltBkJhlYym/LKMXHNzDJJ6AVWoY+bkxj¦LSZOubYNomshw93bb9O3h8KATQMI088',
        'cfltxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx',
      ],
    },
  }),
  context({
    id: 'confluent-secret',
    title: 'a secret of Confluent Cloud',
    severity: 'error',
    near: ['confluent', 'kafka'],
    and: /secret|password|api/i,
    shape: 'b64{64}',
    check: confluentSecret,
    examples: {
      finds: [
        'KAFKA_KEY=12QCB7Z7¦CF36QQEN\nKAFKA_SECRET=FnAKQM2r2N2p8x5dmkhljMIKJgvUNuNY¦O3EKk/a55+A6pBAUujOJFDCDdct9FwQo',
        'confluent_api_secret: "W1JHadA5Vh++bjmkraIKPQ+1dlKPBf5v¦/Ba+a3WN/LzduKtx7IDoMHO3GHM9oibZ"',
        'kafka: username="XD9IW2BY¦NIQB4ZHC" password="NY3Lt3WJ27Oo2EQZA9OSNDfNhOOq0Llo¦Ua6ok7GE6iWR5T32Qld05Pv/C22JVhOS"',
      ],
      leaves: [
        'API_SECRET=FnAKQM2r2N2p8x5dmkhljMIKJgvUNuNY¦O3EKk/a55+A6pBAUujOJFDCDdct9FwQo',
        'kafka_password_sha256: 7958efa3daa0e08d5ea5df3487348cd3¦a819323af19f5d1f9c81c5921f7152c7',
        'kafka_api: 7958efa3daa0e08d5ea5df3487348cd3¦a819323af19f5d1f9c81c5921f7152c7',
        'confluent_api_secret: "biqHCa1l8lDX4spJMxPnEeKSIDub6Yu¦XyK6Nu4eVH5Ty/P/quELH9b2Co5ge/6E"',
      ],
    },
  }),
  token({
    id: 'clickhouse-key',
    title: 'a secret of a ClickHouse Cloud API key',
    severity: 'error',
    keywords: ['4b1d'],
    shape: "'4b1d' b62{38}",
    check: candidate => drawnLetters(candidate) && clickhouseKey(candidate),
    examples: {
      finds: [
        'CLICKHOUSE_KEY_SECRET=4b¦1dQtvQhfuZ9LLI6dgrphj¦iupVdg4KXGmvfZXWp8u',
        '"keySecret": "4b¦1d5H0Efcrbg8YNG7zbCY4¦eVgqZ52PN6Ptkf72vMs"',
      ],
      leaves: [
        '4b¦1dd0m39pyXZGH1vyVMAC¦nKJzAhaFvExeusrbu8n',
        '4b¦1d7087a61755cb5d5ba8f¦3ef07b84047cb849dd8',
        '4b¦1dhJ9MyIG896mFYL9L6Wh¦RK1QefM98JpGWcpDtIbc',
        '4b1dxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx',
      ],
    },
  }),
  context({
    id: 'influx-token',
    title: 'an InfluxDB token',
    severity: 'error',
    near: ['influx'],
    shape: "b64u{86} '=='",
    notAfter: '=',
    examples: {
      finds: [
        'INFLUXDB_TOKEN=HVUSVltXDc4FY2IN13BI8xdYAtI2oJVHKHAz7U7L-oE¦12PtgRuerMkgEMubZYBY_uOvEeNVwz0APVikzMlUAf3==',
        'influx write -b main -t "bgKh_ZWM2jGftazHDEARqHMGbx2JoKgffp1w-csB7C7¦zz74lxZCW6-kekGNV9rV1fzNK9iSmwOae_5rc2_N2ky=="',
      ],
      leaves: [
        'TOKEN=HVUSVltXDc4FY2IN13BI8xdYAtI2oJVHKHAz7U7L-oE¦12PtgRuerMkgEMubZYBY_uOvEeNVwz0APVikzMlUAf3==',
        'INFLUXDB_TOKEN=ESDcD5rYXiKomWp1UMxn59RUJMg8yR05Wzu4mWgfyl¦x2miT67-0EChSV87ybjwCaZT-4RDJZPR6D9-nhIDN8V==',
        'influxdb_sha512: HVUSVltXDc4FY2IN13BI8xdYAtI2oJVHKHAz7U7L-oE¦12PtgRuerMkgEMubZYBY_uOvEeNVwz0APVikzMlUAf3==',
      ],
    },
  }),
]
