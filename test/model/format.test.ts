import { describe, expect, it } from 'vitest'
import { formatBytes, formatCount, formatNumberOf } from '../../src/model/format.ts'

describe('formatBytes', () => {
  it.each([
    [0, '0 B'],
    [1023, '1023 B'],
    [1024, '1.0 KiB'],
    [1536, '1.5 KiB'],
    [2 ** 20 - 1, '1.0 MiB'],
    [10 * 2 ** 20, '10.0 MiB'],
    [5.25 * 2 ** 30, '5.3 GiB'],
    [2048 * 2 ** 30, '2,048.0 GiB'],
  ])('says %i as %s', (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text)
  })
})

describe('formatCount', () => {
  it.each([
    [0, '0'],
    [999, '999'],
    [1204, '1,204'],
    [1234567, '1,234,567'],
  ])('says %i as %s', (count, text) => {
    expect(formatCount(count)).toBe(text)
  })
})

describe('formatNumberOf', () => {
  it('agrees with the number', () => {
    expect([0, 1, 2].map(count => formatNumberOf(count, 'file'))).toEqual(['0 files', '1 file', '2 files'])
    expect(formatNumberOf(2, 'directory', 'directories')).toBe('2 directories')
  })
})
