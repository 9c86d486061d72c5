import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { compileSet } from '../../src/secrets/scan/detector-set.ts'
import { TokenScan } from '../../src/secrets/scan/token-scan.ts'
import type { Detector } from '../../src/secrets/tokens/detector.ts'
import { DETECTORS } from '../../src/secrets/tokens/index.ts'
import { detectorsFor } from '../../src/secrets/tokens/sets.ts'
import { longestOf, parseShape } from '../../src/secrets/tokens/shape.ts'
import { looksReal } from '../../src/secrets/tokens/token.ts'
import { randomFrom, sample } from './sampler.ts'

const ALL = compileSet(DETECTORS)
const TOKENS_DIR = new URL('../../src/secrets/tokens/', import.meta.url)

/** Ids that a text holds, by one set of detectors. */
function idsIn(text: string, set = ALL): string[] {
  const scan = new TokenScan(set)
  scan.push(Buffer.from(text.replaceAll('¦', '')), true)
  return scan.finish().map(match => match.detector)
}

/** What a detector may report as: pairs have an id of their own. */
const reports = (detector: Detector, text: string) => idsIn(text, compileSet([detector]))

describe.each(DETECTORS.map(detector => [detector.id, detector] as const))('%s', (id, detector) => {
  const { finds, leaves } = detector.examples

  test.each(finds)('finds %s', text => {
    expect(reports(detector, text)).not.toEqual([])
    // and in the middle of a longer file, whatever the others say of the same bytes
    const around = `${'filler line\n'.repeat(900)}${text}\n${'more of it\n'.repeat(900)}`
    expect(reports(detector, around)).toEqual(reports(detector, text))
    expect(idsIn(text).length).toBeGreaterThan(0)
  })

  test.each(leaves)('leaves %s', text => {
    expect(reports(detector, text)).toEqual([])
  })

  test('has keywords of three bytes or more, in all that it finds', () => {
    for (const keyword of detector.keywords) expect(keyword.length).toBeGreaterThanOrEqual(3)
    for (const text of finds.map(text => text.replaceAll('¦', '').toLowerCase()))
      expect(detector.keywords.some(keyword => text.includes(keyword.toLowerCase()))).toBe(true)
  })

  test('shows nothing of a value but what a mask shows', () => {
    for (const text of finds.map(text => text.replaceAll('¦', ''))) {
      for (const match of detector.find(text)) {
        const value = text.slice(match.start, match.end)
        if (value.length >= 16) expect(match.masked).not.toContain(value.slice(4))
        expect(match.masked).not.toContain(value.slice(-5))
      }
    }
  })

  const { shape } = detector
  if (shape !== undefined) {
    test('takes 999 of 1,000 random values for real', () => {
      const parts = parseShape(shape)
      const random = randomFrom(1)
      // long ones are made slowly, and no lot makes them poor
      const tries = longestOf(parts) > 100 ? 1000 : 10_000
      let refused = 0
      for (let i = 0; i < tries; i++) if (!looksReal(sample(parts, random), parts)) refused++
      expect(refused).toBeLessThanOrEqual(tries / 1000)
    })
  }

  test('says whose it is', () => {
    expect(detector.title).toMatch(/^(?:an?|the) \S/)
    expect(id).toMatch(/^[a-z0-9]+(?:-[a-z0-9]+)*$/)
  })
})

test('no example is taken for a secret, not even by these detectors, where this package is installed', () => {
  const set = detectorsFor({ vendored: true, tests: false, generated: false })
  for (const name of readdirSync(TOKENS_DIR)) {
    const scan = new TokenScan(set)
    scan.push(readFileSync(new URL(name, TOKENS_DIR)), true)
    expect([name, scan.finish()]).toEqual([name, []])
  }
})

test('detectors with one id tell what of it they find', () => {
  const ids = DETECTORS.map(({ id, title, shape }) => `${id}: ${title}, ${shape}`)
  expect(ids).toEqual([...new Set(ids)])
})
