import { describe, expect, it } from 'vitest'
import { fingerprint, identify } from '../../src/findings/fingerprint.ts'
import { finding } from './finding.ts'

const base = finding('secret-file', 'app/.env', { data: { detector: 'dotenv', live: 1 } })

describe('fingerprint', () => {
  it('is 16 hexadecimal digits that stay the same from one version to the next', () => {
    expect(fingerprint(base)).toBe('2a628c65f2969433')
  })

  it.each([
    ['its line', { location: { file: 'app/.env', line: 7, column: 2 } }],
    ['its size', { bytes: 99, files: 3 }],
    ['its severity', { severity: 'info' as const }],
    ['its words', { message: 'another sentence' }],
    ['how far it gets', { exposure: 'final' as const }],
    ['what was measured', { data: { detector: 'dotenv', live: 2, also: ['large-file'] } }],
  ])('survives a change of %s', (_, change) => {
    expect(fingerprint({ ...base, ...change })).toBe(fingerprint(base))
  })

  it('tells apart rules, paths, detectors, keys and patterns', () => {
    const findings = [
      base,
      { ...base, rule: 'secret-content' },
      finding('secret-file', 'b/.env', { data: base.data }),
      { ...base, data: {} },
      { ...base, data: { detector: 'npmrc' } },
      { ...base, data: { key: 'dotenv' } },
      { ...base, data: { pattern: 'dotenv' } },
      finding('secret-file', undefined, { data: base.data }),
    ]
    expect(new Set(findings.map(one => fingerprint(one))).size).toBe(findings.length)
  })
})

describe('identify', () => {
  it('numbers findings that are otherwise the same, the first keeping the plain fingerprint', () => {
    const [first, second, third] = identify([base, { ...base, bytes: 5 }, base]).map(one => one.fingerprint)
    expect(first).toBe(fingerprint(base))
    expect(new Set([first, second, third]).size).toBe(3)
    expect(identify([base, base]).map(one => one.fingerprint)).toEqual([first, second])
  })
})
