import { drawnLetters } from '../checks/looks.ts'
import { isRandomEnough } from '../entropy.ts'
import { isPlaceholder } from '../placeholder.ts'
import { context } from './context.ts'
import type { Detector } from './detector.ts'
import { type Candidate, token, type Verdict } from './token.ts'

/** Quotes, signs and names behind which a personal access token of Airtable stands; `"path` is everywhere. */
const AIRTABLE_KEYWORDS = [
  'airtable',
  'bearer pat',
  ...['key', 'token', 'pat'].flatMap(name =>
    ['=', '="', "='", ':', ':"', '":"', ': ', ': "', ": '", '": "', "': '", ' = "', " = '", '("', "('"].map(
      sign => `${name}${sign}pat`,
    ),
  ),
]

/** Of the form that begins with a plain word: as mixed as 43 drawn characters are. */
function notionToken({ value }: Candidate): Verdict {
  return value.startsWith('ntn_') || (/[0-9]/.test(value) && /[A-Z]/.test(value)) ? {} : null
}

/** Ten `A` in the middle say nothing; what follows them is drawn by lot. */
function dropboxToken({ value, before }: Candidate): Verdict {
  const drawn = value.slice(-43)
  if (!/dropbox/i.test(before.slice(-64)) || isPlaceholder(drawn)) return null
  return isRandomEnough(drawn) ? {} : null
}

const { shape: _, ...dropboxOld } = token({
  id: 'dropbox-token',
  title: 'a Dropbox token',
  severity: 'error',
  rank: 'context',
  keywords: ['dropbox'],
  shape: "b62{11} 'AAAAAAAAAA' b64u{43}",
  random: false,
  check: dropboxToken,
  examples: {
    finds: ['DROPBOX_TOKEN=44JqY¦EH1XKuAAAAAA¦AAAAzUpYoc8w8-DDbnjom0hZY¦-K4-xTzW9RlabcWVZxo0fA'],
    leaves: [
      'TOKEN=44JqY¦EH1XKuAAAAAA¦AAAAzUpYoc8w8-DDbnjom0hZY¦-K4-xTzW9RlabcWVZxo0fA',
      'DROPBOX_TOKEN=G0NOPBepZ84vuD2XOfF5Wz3OYVCgeoNq¦CRqYOzg7fuHb7sTY3NuMLLSsCGVbPnvR',
      'DROPBOX_TOKEN=q0K9k¦PMyvbVAAAAAAAAAAxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx',
    ],
  },
})

/** Where people write, draw and keep files. */
export const WORKPLACE_TOKENS: readonly Detector[] = [
  token({
    id: 'notion-token',
    title: 'a Notion token',
    severity: 'error',
    keywords: ['ntn_', 'secret_'],
    shape: "( 'ntn_' dig{11} b62{35} | 'secret_' b62{43} )",
    check: notionToken,
    examples: {
      finds: [
        'NOTION_TOKEN=nt¦n_86736¦261529JSoV72jEnLeiMnz1P¦6VErFcU4rxsYUT9vYN',
        'auth: "sec¦ret_rFpOmA7gtAUrpR8rubYdQ¦jysHN54h08bIO8f7GJdTen"',
      ],
      leaves: [
        'nt¦n_pCpn15yAtCDcMUfTS0PfksQ¦FQrlPm9blFJQ5RFQ5xuOcBB',
        'client_sec¦ret_rFpOmA7gtAUrpR8rubYdQ¦jysHN54h08bIO8f7GJdTen',
        'sec¦ret_0AUcIRGXHGjWrYrUrTgpk¦tP6GPET5B8BgjJ4NqjJTo',
        'sec¦ret_lithuxlhvnjeaxsfvzhck¦cdjkqhvziwbsziklzvncwe',
        'secret_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx',
      ],
    },
  }),
  token({
    id: 'figma-token',
    title: 'a Figma token',
    severity: 'error',
    keywords: ['figd_', 'figu_', 'figo_', 'figp_'],
    shape: "( 'figd_' | 'figu_' | 'figo_' | 'figp_' ) b64u{40}",
    examples: {
      finds: [
        'FIGMA_TOKEN=fi¦gd_lDE43_rJ80FrWP7reZcy¦w2YHcFGwddZcTgiBQGiC',
        'X-Figma-Token: fi¦gu_fjFpMxJtZUQzbpJcSK7P¦qblDW9Eagq4jjRb5-sDw',
      ],
      leaves: [
        'fi¦gd_wqR6aU66JPSebiI-3fI¦EF_rViU_s9tujkvk315f',
        'figd_your-figma-token-goes-right-here-instead',
        'fi¦gx_lDE43_rJ80FrWP7reZcy¦w2YHcFGwddZcTgiBQGiC',
      ],
    },
  }),
  token({
    id: 'airtable-pat',
    title: 'a personal access token of Airtable',
    severity: 'error',
    keywords: AIRTABLE_KEYWORDS,
    shape: "'pat' b62{14} '.' hex{64}",
    examples: {
      finds: [
        'AIRTABLE_API_KEY=pa¦tCXDKPG4¦ORidPC5.aae3af87fa9ed49b9efebbe913253138¦49bf312d64ed224304bef6020505488c',
        'Authorization: Bearer pa¦tbALeu4a¦wqB92vB.16dee0572c70a301948ebade83e1d339¦dea443f882f6063320cba96a7f763e37',
        'apiKey: "pa¦t7EKJPbp¦IiHvy0c.7cfd65c98ca0ff699e6780edf583bda9¦eca9f055e4575dd5dd61e139bdf63ee4"',
      ],
      leaves: [
        'AIRTABLE_API_KEY=pa¦taGgqujj¦bwvYrUB.d71bd8b31ec3eb5f09c1dbdc03bbc67¦384e0584adfeee93fcf5d3f87eef6651',
        'AIRTABLE_API_KEY=pa¦tR0ORynI¦bfvhU76',
        'token=patxxxxxxxxxxxxxx.xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx',
      ],
    },
  }),
  context({
    id: 'airtable-pat',
    title: 'an Airtable API key',
    severity: 'warning',
    near: ['airtable'],
    shape: "'key' b62{14}",
    check: drawnLetters,
    examples: {
      finds: ['AIRTABLE_API_KEY=key6o09Jms¦0zGcozZ', "new Airtable({ apiKey: 'keyVcZIyLs¦BsFvmTT' })"],
      leaves: [
        'API_KEY=key6o09Jms¦0zGcozZ',
        'AIRTABLE_API_KEY=keyfHsAih¦4nIglXL',
        'AIRTABLE_BASE=appoS54AfF¦IpG8jQH',
        'airtable: keyOfTheFirstTable',
      ],
    },
  }),
  token({
    id: 'dropbox-token',
    title: 'a Dropbox token of a few hours',
    severity: 'warning',
    keywords: ['sl.u.', 'sl.'],
    shape: "'sl.' ( 'u.' )? b64u{130-1500}",
    examples: {
      finds: [
        'DROPBOX_ACCESS_TOKEN=sl.¦BcrncpqzmVy52xqbrrDHgSizV1K3xzTmOUNxe9T5KaYoamqI9ehnAKmkVsCnFQPpOktT¦ZyNDG4P4DpLlfgNfQigbSfsT0auqB2USYrUNYeV4rrgndNW47Fttv_6Lt2JMRvZ6mkTt',
        'Authorization: Bearer sl.¦u.A0v1y_HnsKPOTmQBLA-bGpBACRec-3BLc3Xq3FjGJTf91NhKsH35pNSDbAPjzHYNDmUkm9SheZo8j8QWmG0kmJ9nvHrzJl0Xnl5ql¦kROaGuVS5pHHbh6SOnJH6NpMWcbi-OenKi3Eow-2tNIMIz_9WKHI9CPiC86Fq1YUjOHRVGH_Y1ptA2vRq8W5LwVwq5xLKAtvQdcr',
      ],
      leaves: [
        'x = sl.¦B2nszizXd4RhoesM-x4caqGWAyNCcnBbybt98fFcR1GbaHlP3V¦H_6wuaXKonW_yC-vtMRKl1X_rYEgTe1n4gogmYlX0mK-mqJy-R',
        'x = sl.map(row => row.name)',
        'token=sl.xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx',
      ],
    },
  }),
  dropboxOld,
  token({
    id: 'typeform-token',
    title: 'a Typeform token',
    severity: 'error',
    keywords: ['tfp_'],
    shape: "'tfp_' b64u{44-59}",
    examples: {
      finds: [
        'TYPEFORM_TOKEN=tf¦p_VXOz0T-289QbYirCV7OnFw¦6MfvEdajAtX1A7ZFUcsYan',
        "'tf¦p_FdOfmmcZfG9jdfKOp0HZ¦sYpFaUy3x3KR9vG0lXPh_tse08hJtd¦Jh5Jz4Zzd'",
      ],
      leaves: [
        'tf¦p_tQ4BAiOLnBUvoeCVeiiil¦3Onlr8A9DaZCiy5R1dBTO8',
        'tfp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx',
        'tf¦p_4jlgRwaGiO5kynmM7CVGO9AZvLl_zm¦wMen5Jc698_klNQKXSTB_gKyQeXhvt',
      ],
    },
  }),
  token({
    id: 'frameio-token',
    title: 'a Frame.io token',
    severity: 'error',
    keywords: ['fio-u-'],
    shape: "'fio-u-' b64u{64}",
    examples: {
      finds: ['FRAMEIO_TOKEN=fio¦-u-2WDexKVDOxJTyjPcFIxaChwmBN2q1dRn¦o3CTHzvq5PqJpImzgMZcvjs0r0bdDUew'],
      leaves: [
        'fio¦-u-N1D-WQyjRfBMcfBGH8vcY3wqrTsoIZ3¦KNlxqUdPUCw6LbBdIsvNAqcs18FplAsK',
        'fio-u-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx',
        'fio¦-x-T_C70BoMFriTALwxi5KGTpDiYbhE6i3b¦eUZWKd6sPLpmV8doe4hR_bLkM44XGRIw',
      ],
    },
  }),
]
