import { describe, expect, test } from 'vitest'
import { Examination } from '../../src/secrets/examination.ts'
import { detectionFor, tokenDetectionFor } from '../../src/secrets/on-demand.ts'
import { DETECTOR_NAMES, wakesDetector, wakesForm } from '../../src/secrets/tokens/catalog.ts'
import { DETECTORS } from '../../src/secrets/tokens/index.ts'
import { GITHUB_TOKEN } from '../helpers/secrets.ts'

/** Whether a file would be said to hold a token. */
function holdsToken(text: string): boolean {
  const file = new Examination('a.conf', text.length)
  file.push(Buffer.from(text), true)
  return file.finish()?.tokens.some(({ detector }) => detector !== 'generic-assignment') ?? false
}

const PLAIN = 'FROM scratch\nCOPY src /\n'

describe('the catalog', () => {
  test.each(DETECTORS.map(detector => [detector.id, detector] as const))(
    'knows what wakes %s, and what it is called',
    (id, { keywords, rank, reports = {} }) => {
      for (const keyword of keywords) {
        const shouted = keyword.toUpperCase()
        expect(wakesDetector(`x ${keyword}y`) && wakesDetector(shouted)).toBe(true)
        if (rank === 'token') expect(wakesForm(`x ${keyword}y`) && wakesForm(shouted)).toBe(true)
      }
      for (const known of [id, ...Object.keys(reports)]) expect(DETECTOR_NAMES.get(known)).toMatch(/^\w+ \w/)
    },
  )

  test('leaves detectors asleep where nothing is for them', () => {
    expect(wakesDetector(PLAIN)).toBe(false)
    expect(wakesDetector('https://example.com/')).toBe(true)
    expect(wakesForm('https://example.com/')).toBe(false)
  })

  test('takes no risk with a text that is long', () => {
    expect(wakesDetector('-'.repeat(100_000))).toBe(true)
  })
})

describe('texts that are searched on demand', () => {
  test('give the same whether the detectors are loaded or not', async () => {
    const asleep = await detectionFor([PLAIN, 'A=b'])
    const loaded = await detectionFor([PLAIN, 'A=b', GITHUB_TOKEN])
    expect(asleep.secretsInText).not.toBe(loaded.secretsInText)
    for (const text of [PLAIN, 'A=b']) {
      expect(asleep.secretsInText(text)).toEqual(loaded.secretsInText(text))
      expect(asleep.spansOfSecrets(text)).toEqual(loaded.spansOfSecrets(text))
      expect(asleep.withoutTokens(text)).toBe(loaded.withoutTokens(text))
      expect(asleep.tokensInName(text)).toEqual(loaded.tokensInName(text))
    }
    expect(loaded.secretsInText(GITHUB_TOKEN)).toHaveLength(1)
  })

  test('hold every secret that a file of them would', async () => {
    const texts = DETECTORS.flatMap(({ examples }) => examples.finds).map(text => text.replaceAll('¦', ''))
    const speaking = texts.filter(holdsToken)
    expect(speaking.length).toBeGreaterThan(DETECTORS.length / 2)
    for (const text of speaking) {
      const { secretsInText } = await detectionFor([text])
      expect(secretsInText(text), text).not.toEqual([])
    }
  })

  test('are refused where nobody said that they would come', async () => {
    const { withoutTokens } = await tokenDetectionFor(['a name'])
    expect(withoutTokens('another name')).toBe('another name')
    expect(() => withoutTokens(`/x/${GITHUB_TOKEN}`)).toThrow('not announced')
  })
})
