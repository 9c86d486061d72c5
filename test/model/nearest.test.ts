import { describe, expect, it } from 'vitest'
import { nearest } from '../../src/model/nearest.ts'

const KEYS = ['rules', 'limits', 'failOn', 'allow', 'secret-file', 'secret-content']

describe('nearest', () => {
  it.each([
    ['limit', 'limits'],
    ['rulse', 'rules'],
    ['fail_on', 'failOn'],
    ['fail-on', 'failOn'],
    ['Secret_File', 'secret-file'],
    ['secret-conten', 'secret-content'],
    ['secretfil', 'secret-file'],
  ])('takes %s for %s', (word, meant) => {
    expect(nearest(word, KEYS)).toBe(meant)
  })

  it('completes a word that was cut short', () => {
    expect(nearest('warn', ['error', 'warning', 'info'])).toBe('warning')
  })

  it.each(['', 'x', 'zz', 'budget', 'allowance-for-everything'])('has no guess for %j', word => {
    expect(nearest(word, KEYS)).toBeUndefined()
  })

  it('does not look at words of a length that nobody types', () => {
    expect(nearest(`${'limits'.repeat(100_000)}`, KEYS)).toBeUndefined()
  })
})
