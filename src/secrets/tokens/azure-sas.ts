import { hasExpired, isSignature, sasFields } from '../checks/sas.ts'
import { maskValue } from '../mask.ts'
import type { Detector } from './detector.ts'

const REACH = 640
const OUTSIDE = /[\s"'`<>()[\]{}]/
const SIGNATURE = /(?<![A-Za-z0-9_])sig=((?:[A-Za-z0-9+/=_-]|%[0-9A-Fa-f]{2}){43,130})(?![A-Za-z0-9%])/g

/** The query of a signed address, or a bus's `SharedAccessSignature sr=…`: whoever has it may do what it says. */
export const AZURE_SAS: Detector = {
  id: 'azure-sas',
  title: 'a shared access signature of Azure',
  rank: 'token',
  severity: 'error',
  keywords: ['sig='],
  before: REACH,
  after: REACH,
  examples: {
    finds: [
      'https://shop.blob.core.windows.net/data?sv=2022-11-02&sr=c&sp=rwl&se=2039-01-01T00%3A00%3A00Z&sig=n6¦YwIHXpB6x4qcp%2FMGxjOq%¦2FGbGjz9dlBF7mV9x5WG3w%3D',
      '?sv=2022-11-02&amp;ss=b&amp;srt=sco&amp;sp=rl&amp;se=2039-01-01&amp;sig=Q%2FmeouS3TH5OR%2FMPUBzKWt¦OHVpCEMu%2FIjeezEr14rCE%3D',
      'SharedAccessSignature sr=shop.servicebus.windows.net&sig=pj¦tP5g7KhaBeaSQepYaTbJK¦J2eK3RkLbL9r3Lk7jiRY%3D&se=2178000000&skn=Root',
      // over since 2020: info
      'https://shop.blob.core.windows.net/data?sv=2019-12-12&sr=b&sig=cV¦U2FrwyjUWg8kBK0YuueE2a¦CElO%2FDHxxrJwEa6q2V0%3D&se=2020-01-01T00%3A00%3A00Z&sp=r',
    ],
    leaves: [
      'https://shop.blob.core.windows.net/data?sv=2022-11-02&sr=c&sp=rwl&se=2039-01-01&sig=l1¦mndFDd3Ptbsap¦YFLRLHqQ45YY%3D',
      'https://shop.blob.core.windows.net/data?sv=2022-11-02&sr=c&sp=rwl&se=2039-01-01&sig=<signature>',
      'https://shop.blob.core.windows.net/data?sv=2022-11-02&sr=c&se=2039-01-01&sig=rg¦uEfbMV1QFREb4EQiK7r2b¦uk18PTHd7qHAPtbK1tQo%3D',
      'https://shop.blob.core.windows.net/data?sig=qp¦GKnmCmPQL1WfjFtgaG39i¦cCqXTyzStH0MbyXcM5Uw%3D',
    ],
  },
  *find(text) {
    for (const match of text.matchAll(SIGNATURE)) {
      const value = match[1]!
      const start = match.index + 'sig='.length
      const end = start + value.length
      if (!isSignature(value)) continue
      const fields = sasFields(wordAround(text, match.index, end))
      const expiry = fields.get('se')
      if (expiry === undefined || !(fields.has('sp') || fields.has('skn'))) continue
      if (!fields.has('sv') && !fields.has('sr')) continue
      yield { start, end, masked: maskValue(value), severity: hasExpired(expiry) ? 'info' : 'error' }
    }
  },
}

/** What stands around without a blank, a quote or a bracket between. */
function wordAround(text: string, start: number, end: number): string {
  let from = start
  while (from > 0 && start - from < REACH && !OUTSIDE.test(text[from - 1]!)) from--
  let to = end
  while (to < text.length && to - end < REACH && !OUTSIDE.test(text[to]!)) to++
  return text.slice(from, to)
}
