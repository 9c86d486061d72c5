import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { takeSnapshot } from '../../src/context/snapshot.ts'
import { settleFindings } from '../../src/findings/index.ts'
import type { Finding } from '../../src/model/finding.ts'
import { DEFAULT_POLICY, type Policy } from '../../src/model/policy.ts'
import { resolveRequest } from '../../src/request/resolve.ts'
import { makeTree, type Tree } from '../helpers/tree.ts'
import { finding, RULE_IDS } from './finding.ts'

interface More {
  notRun?: string[]
}

async function settleIn(
  contextDir: string,
  findings: Finding[],
  policy: Partial<Policy> = {},
  more: More = {},
) {
  const snapshot = await takeSnapshot(resolveRequest({ contextDir }))
  return settleFindings(findings, {
    snapshot,
    policy: { ...DEFAULT_POLICY, ...policy },
    ruleIds: RULE_IDS,
    ...more,
  })
}

function settle(findings: Finding[], policy: Partial<Policy> = {}, tree: Tree = {}, more: More = {}) {
  return settleIn(makeTree(tree), findings, policy, more)
}

const AT = { file: 'ctxguard.yaml', line: 3, column: 5 }

describe('settleFindings', () => {
  it('weighs, merges, allows, orders and identifies', async () => {
    const { findings, allowed } = await settle(
      [
        finding('large-file', 'z'),
        finding('untracked-sent', 'b'),
        finding('gitignored-sent', '.env', { severity: 'error' }),
        finding('secret-file', '.env', { severity: 'error' }),
        finding('untracked-sent', 'a'),
        finding('large-directory', 'x'),
      ],
      {
        rules: { 'untracked-sent': 'error', 'large-directory': 'off' },
        allow: [{ rule: 'large-file', reason: 'needed', at: AT }],
      },
    )
    expect(allowed).toBe(1)
    expect(findings.map(({ rule, path, severity }) => [severity, rule, path])).toEqual([
      ['error', 'secret-file', '.env'],
      ['error', 'untracked-sent', 'a'],
      ['error', 'untracked-sent', 'b'],
    ])
    for (const { fingerprint } of findings) expect(fingerprint).toMatch(/^[0-9a-f]{16}$/)
  })

  it('merges with the severities of the policy, not with the defaults', async () => {
    const { findings } = await settle(
      [
        finding('secret-file', '.env', { severity: 'error' }),
        finding('gitignored-sent', '.env', { severity: 'error' }),
      ],
      { rules: { 'secret-file': 'info', 'gitignored-sent': 'off' } },
    )
    expect(findings).toMatchObject([{ rule: 'secret-file', severity: 'info', message: 'secret-file: .env' }])
  })

  it('reads the comments of the files that findings point into', async () => {
    const at = (file: string, line: number) => finding('secret-file', file, { location: { file, line } })
    const tree = {
      'a.sh': '# ctxguard:allow secret-file sample\nKEY=1\nKEY=2\n',
      'latin1:b\xe9.sh': 'KEY=1 # ctxguard:allow secret-file sample\n',
      'real.sh': 'KEY=1 # ctxguard:allow secret-file sample\n',
      'link.sh': { link: 'real.sh' },
    }
    const { findings, allowed } = await settle(
      [at('a.sh', 2), at('a.sh', 3), at('b\\xe9.sh', 1), at('link.sh', 1), at('gone.sh', 1)],
      {},
      tree,
    )
    expect(findings.map(({ path }) => path)).toEqual(['a.sh', 'gone.sh', 'link.sh'])
    expect(allowed).toBe(2)
  })

  it('reads those of the ignore file, which is not sent itself', async () => {
    const text =
      '.dockerignore\n# ctxguard:allow large-file why not\nfoo\nbar # ctxguard:allow large-file why not\n'
    const at = (line: number) =>
      finding('large-file', undefined, { location: { file: '.dockerignore', line } })
    const { findings } = await settle([at(3), at(4)], {}, { '.dockerignore': text, x: '' })
    expect(findings.map(({ location }) => location?.line)).toEqual([4])
  })

  it('reads nothing outside of the context', async () => {
    const text = 'x # ctxguard:allow large-file sample\n'
    const dir = makeTree({ 'outside.sh': text, 'context/inside.sh': text })
    const at = (file: string) => finding('large-file', undefined, { location: { file, line: 1 } })
    const outside = [join(dir, 'outside.sh'), '../outside.sh', 'a/../../outside.sh']
    const { findings } = await settleIn(join(dir, 'context'), [at('inside.sh'), ...outside.map(at)])
    expect(findings.map(({ location }) => location?.file).sort()).toEqual(outside.sort())
  })

  it('reports allowances that are wrong or not needed, unless that is switched off', async () => {
    const allow = [
      { rule: 'large-file', reason: '', at: AT },
      { rule: 'large-file', reason: 'big', at: { ...AT, line: 4 } },
    ]
    const { findings } = await settle([], { allow })
    expect(findings.map(({ rule, severity, location }) => [rule, severity, location])).toEqual([
      ['allow-invalid', 'warning', AT],
      ['allow-stale', 'info', { ...AT, line: 4 }],
    ])
    const changed = await settle([], { allow, rules: { 'allow-invalid': 'error', 'allow-stale': 'off' } })
    expect(changed.findings).toMatchObject([{ rule: 'allow-invalid', severity: 'error' }])
  })

  it('says nothing against allowances for rules that are off or did not run', async () => {
    const allow = ['large-file', 'gitignored-sent'].map(rule => ({ rule, reason: 'big', at: AT }))
    const { findings } = await settle(
      [],
      { allow, rules: { 'large-file': 'off' } },
      {},
      { notRun: ['gitignored-sent'] },
    )
    expect(findings).toEqual([])
  })

  it('gives a wrong allowance the same fingerprint when it moves, and another when it changes', async () => {
    const settled = async (line: number, path: string) => {
      const allow = [
        { rule: 'large-file', path, reason: '', at: { file: `/home/${line}/ctxguard.yaml`, line } },
      ]
      return (await settle([], { allow })).findings[0]!.fingerprint
    }
    expect(await settled(3, 'a')).toBe(await settled(9, 'a'))
    expect(await settled(3, 'a')).not.toBe(await settled(3, 'b'))
  })
})
