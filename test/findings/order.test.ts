import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { order } from '../../src/findings/order.ts'
import type { Finding } from '../../src/model/finding.ts'
import { finding, findingLists, RULE_IDS } from './finding.ts'

describe('order', () => {
  it('puts the worst first, then follows the rules, then the paths', () => {
    const expected = [
      finding('secret-file', 'z', { severity: 'error' }),
      finding('large-file', 'a', { severity: 'error' }),
      finding('secret-file', undefined),
      finding('secret-file', 'a'),
      finding('secret-file', 'a-b'),
      finding('secret-file', 'a/b'),
      finding('large-file', 'a'),
      finding('made-elsewhere', 'a'),
      finding('git-credentials', 'a', { severity: 'info' }),
    ]
    expect(order(expected.toReversed(), RULE_IDS)).toEqual(expected)
  })

  it('orders paths by their bytes, not by UTF-16 units or a language', () => {
    const paths = ['Z', 'a', 'é', '\uff5e', '\u{1f600}']
    const findings = paths.map(path => finding('large-file', path))
    expect(order(findings.toReversed(), RULE_IDS).map(({ path }) => path)).toEqual(paths)
  })

  it('orders findings in one file by where they are', () => {
    const at = (line: number, column: number) => finding('x', 'f', { location: { file: 'f', line, column } })
    expect(order([at(10, 1), at(2, 9), at(2, 1)], RULE_IDS)).toEqual([at(2, 1), at(2, 9), at(10, 1)])
  })

  it('gives the same list whatever order the findings come in, and leaves that list alone', () => {
    const visible = ({ severity, rule, path, location }: Finding) => [severity, rule, path, location]
    fc.assert(
      fc.property(findingLists, findings => {
        const before = [...findings]
        const ordered = order(findings, RULE_IDS)
        expect(order(findings.toReversed(), RULE_IDS).map(visible)).toEqual(ordered.map(visible))
        expect(order(ordered, RULE_IDS)).toEqual(ordered)
        expect(findings).toEqual(before)
      }),
    )
  })
})
