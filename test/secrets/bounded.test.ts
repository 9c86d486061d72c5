import { describe, expect, test } from 'vitest'
import { hostileTexts } from '../../bench/hostile.js'
import { compileSet } from '../../src/secrets/scan/detector-set.ts'
import { TokenScan } from '../../src/secrets/scan/token-scan.ts'
import { DETECTORS } from '../../src/secrets/tokens/index.ts'
import { parseShape } from '../../src/secrets/tokens/shape.ts'
import { randomFrom, sample } from './sampler.ts'

const BYTES = 16 * 1024

/** Windows that are cut overlap by what one match may need: no byte is looked at more often than that makes. */
const MOST_LOOKS = 2.5

describe('the work of a detector is bounded by the bytes, whatever they are', () => {
  test.each(DETECTORS.map(detector => [detector.id, detector] as const))('%s', (_, detector) => {
    const set = compileSet([detector])
    for (const text of hostileTexts(detector, BYTES)) {
      const scan = new TokenScan(set)
      scan.push(text, true)
      scan.finish()
      expect(scan.work.windowBytes).toBeLessThanOrEqual(MOST_LOOKS * BYTES)
    }
  })
})

test('twice the bytes are twice the work, of all detectors together', () => {
  const all = compileSet(DETECTORS)
  const workOf = (bytes: number) => {
    const keywords = DETECTORS.flatMap(detector => detector.keywords).join(' ')
    const scan = new TokenScan(all)
    scan.push(Buffer.from(keywords.repeat(Math.ceil(bytes / keywords.length)).slice(0, bytes)), true)
    return scan.work.windowBytes
  }
  expect(workOf(16 * BYTES)).toBeLessThan(2.2 * workOf(8 * BYTES))
})

test('no more than 100 matches of one detector are kept, and the report can say so', () => {
  const random = randomFrom(1)
  const shape = parseShape("'dop_v1_' hex{64}")
  const text = Array.from({ length: 300 }, () => sample(shape, random)).join('\n')
  const scan = new TokenScan(compileSet(DETECTORS))
  scan.push(Buffer.from(text), true)
  expect(scan.finish()).toHaveLength(100)
  expect(scan.gap).toBe('matches')
})

test('a scan ends where its time is up, says so, and keeps what it has', () => {
  let asked = 0
  const scan = new TokenScan(compileSet(DETECTORS), () => asked++ > 0)
  const token = ['dop', '_v1_4f8a1c6e3b9d7205f1e8c4a6b3d9072e5c8f1a4b6d3e9072c5f8a1b4d6e3f907'].join('')
  scan.push(Buffer.from(`${token}\n${'text '.repeat(2000)}${token.replace('4f8', '8f4')}`), true)
  expect(scan.gap).toBe('deadline')
  expect(scan.finish()).toHaveLength(1)
})
