import { expect, it, test } from 'vitest'
import { maskBlock, maskUrl, maskValue } from '../../src/secrets/mask.ts'

test.each([
  ['a token shows its first four characters and its length', 'kx9f'.repeat(8), 'kx9f… (32)'],
  ['sixteen characters are the fewest that show four', 'abcdefghijklmnop', 'abcd… (16)'],
  ['a shorter one shows a quarter', 'abcdefghijkl', 'abc… (12)'],
  ['three characters show none', 'abc', '… (3)'],
  ['control characters are not passed on', '\u001b[2Jabcdefghijklmnop', '?[2J… (20)'],
])('%s', (_, value, masked) => expect(maskValue(value)).toBe(masked))

it('never shows more than a quarter of a value', () => {
  for (let length = 0; length <= 80; length++) {
    const shown = maskValue('x'.repeat(length)).split('…')[0]!
    expect(shown.length).toBeLessThanOrEqual(Math.min(4, length / 4))
  }
})

it('shows scheme, user and host of a URL', () => {
  expect(maskUrl({ scheme: 'https', user: 'ci', host: 'git.corp.internal' })).toBe(
    'https://ci:***@git.corp.internal',
  )
  expect(maskUrl({ scheme: 'https', user: undefined, host: 'git.corp.internal' })).toBe(
    'https://***@git.corp.internal',
  )
})

it('shows the label and the size of a key', () => {
  expect(maskBlock('RSA PRIVATE KEY', 1191)).toBe('RSA PRIVATE KEY, 1.2 KiB')
})
