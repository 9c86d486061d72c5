import { describe, expect, test } from 'vitest'
import { SEVERITIES } from '../../src/model/finding.ts'
import { genericMatches, isConfigLike } from '../../src/secrets/generic.ts'
import { TokenScan } from '../../src/secrets/scan/token-scan.ts'
import { surroundingsOf } from '../../src/secrets/surroundings.ts'
import { detectorsFor } from '../../src/secrets/tokens/sets.ts'
import { NEGATIVES } from './examples/negatives.ts'

/** Everything that is said of a text under that path, worse than allowed. */
function saidOf(path: string, text: string, atMost: 'info' | undefined): string[] {
  const scan = new TokenScan(detectorsFor(surroundingsOf(path)))
  scan.push(Buffer.from(text), true)
  const found = [...scan.finish(), ...(isConfigLike(path) ? genericMatches(path, text).matches : [])]
  const allowed = atMost === undefined ? SEVERITIES.length : SEVERITIES.indexOf(atMost)
  return found
    .filter(({ severity }) => SEVERITIES.indexOf(severity) < allowed)
    .map(({ detector, severity }) => `${detector}: ${severity}`)
}

describe.each(NEGATIVES)('$what', ({ atMost, texts }) => {
  test.each(texts)('says nothing of %s', (path, text) => {
    expect(saidOf(path, text.replaceAll('¦', ''), atMost)).toEqual([])
  })
})
