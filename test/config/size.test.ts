import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseSize, readCount, readSize } from '../../src/config/size.ts'
import { UsageError } from '../../src/errors.ts'

describe('parseSize', () => {
  it.each([
    ['0', 0],
    ['10485760', 10_485_760],
    ['512B', 512],
    ['500KiB', 512_000],
    ['25MiB', 26_214_400],
    ['10MB', 10_000_000],
    ['1.5GiB', 1_610_612_736],
    ['2TB', 2_000_000_000_000],
    ['25 MiB', 26_214_400],
    [' 25mib ', 26_214_400],
    ['0.3KB', 300],
  ])('reads %j as %d bytes', (text, bytes) => {
    expect(parseSize(text)).toBe(bytes)
  })

  it.each([
    '',
    'MiB',
    '-1',
    '10M',
    '10m',
    '1e3',
    '1.5',
    '0x10',
    '10 000',
    '1,5MiB',
    '.5MiB',
    '5.MiB',
    '10iB',
    '9PB',
    '9007199254740992',
    '99999999TiB',
    'constructor',
  ])('refuses %j, with a hint that shows a size', text => {
    expect(() => parseSize(text)).toThrowError(
      expect.objectContaining({
        name: 'UsageError',
        message: `${JSON.stringify(text)} is not a size`,
        hint: expect.stringContaining('25MiB'),
      }),
    )
  })

  it('throws what the command line takes for a usage error', () => {
    expect(() => parseSize('x')).toThrow(UsageError)
  })

  it('reads every whole number of every unit exactly', () => {
    const units = { B: 1, KB: 1e3, MB: 1e6, GB: 1e9, KiB: 2 ** 10, MiB: 2 ** 20, GiB: 2 ** 30 }
    fc.assert(
      fc.property(
        fc.nat({ max: 8_000_000 }),
        fc.constantFrom(...Object.entries(units)),
        fc.constantFrom('', ' '),
        (amount, [unit, bytes], space) => {
          expect(parseSize(`${amount}${space}${unit}`)).toBe(amount * bytes)
          expect(parseSize(`${amount}${space}${unit.toLowerCase()}`)).toBe(amount * bytes)
        },
      ),
    )
  })

  it('answers any text with a whole number of bytes or with none', () => {
    const near = fc.stringMatching(/^[0-9.]{0,20} ?[KMGTk]?i?[Bb]?$/)
    fc.assert(
      fc.property(fc.oneof(fc.string(), near), text => {
        const bytes = readSize(text)
        expect(bytes === undefined || (Number.isSafeInteger(bytes) && bytes >= 0)).toBe(true)
      }),
    )
  })

  it('reads plain bytes as what they are', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), bytes => {
        expect([readSize(bytes), readSize(String(bytes)), readCount(String(bytes))]).toEqual([
          bytes,
          bytes,
          bytes,
        ])
      }),
    )
  })
})
