import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { groupCovered } from '../../src/findings/cover.ts'
import { mergeGroup } from '../../src/findings/merge.ts'
import type { Finding } from '../../src/model/finding.ts'
import { finding, findingLists } from './finding.ts'

function merge(...findings: Finding[]): Finding[] {
  return groupCovered(findings).map(mergeGroup)
}

const error = { severity: 'error' } as const

describe('one file, one reason', () => {
  it('lets the secret speak for a file that git ignores, and say so', () => {
    expect(merge(finding('gitignored-sent', '.env', error), finding('secret-file', '.env', error))).toEqual([
      finding('secret-file', '.env', {
        severity: 'error',
        message: 'secret-file: .env; git ignores it',
        data: { also: ['gitignored-sent'] },
      }),
    ])
  })

  it('takes the higher severity: a harmless-looking secret file that git ignores stays an error', () => {
    const [merged] = merge(
      finding('secret-file', '.env', { severity: 'info' }),
      finding('gitignored-sent', '.env', error),
    )
    expect(merged).toMatchObject({ rule: 'secret-file', severity: 'error' })
  })

  it('says everything of a dump that is large and that git does not know', () => {
    const merged = merge(
      finding('large-file', 'db.sql'),
      finding('stray-artifact', 'db.sql'),
      finding('untracked-sent', 'db.sql'),
    )
    expect(merged).toHaveLength(1)
    expect(merged[0]!.message).toBe(
      'stray-artifact: db.sql; it is over the limit for one file; git does not know it',
    )
  })

  it('goes through several steps', () => {
    const merged = merge(
      finding('stray-artifact', 'x', { severity: 'info' }),
      finding('gitignored-sent', 'x', error),
      finding('secret-file', 'x'),
      finding('git-credentials', 'x'),
    )
    expect(merged).toMatchObject([{ rule: 'git-credentials', severity: 'error' }])
    expect(merged[0]!.data.also).toEqual(['stray-artifact', 'gitignored-sent', 'secret-file'])
  })

  it('keeps findings of the same file that are there for another reason', () => {
    const findings = [
      finding('secret-file', 'x'),
      finding('symlink-escapes', 'x'),
      finding('modified-sent', 'x'),
      finding('lfs-pointer', 'x'),
      finding('secret-content', 'x'),
    ]
    expect(merge(...findings)).toEqual(findings)
  })

  it('does not take some logs of a directory for all that is in it', () => {
    const findings = [
      finding('stray-artifact', 'logs', { files: 3 }),
      finding('gitignored-sent', 'logs', { ...error, files: 9 }),
    ]
    expect(merge(...findings)).toEqual(findings)
  })
})

describe('directories, once', () => {
  it('reports junk as junk, however many of its files git ignores', () => {
    const junk = finding('junk-directory', 'web/node_modules', { files: 9 })
    expect(
      merge(
        finding('gitignored-sent', 'web/node_modules', { ...error, files: 9 }),
        junk,
        finding('large-file', 'web/node_modules/esbuild/bin'),
        finding('large-directory', 'web/node_modules/esbuild'),
      ),
    ).toEqual([
      {
        ...junk,
        message:
          'junk-directory: web/node_modules; git ignores it; some of it is over the limit for one file',
        data: { also: ['gitignored-sent', 'large-file', 'large-directory'] },
      },
    ])
  })

  it('takes what a file in it covers along', () => {
    const merged = merge(
      finding('large-file', 'target/app.log'),
      finding('stray-artifact', 'target/app.log'),
      finding('junk-directory', 'target'),
    )
    expect(merged).toMatchObject([
      { rule: 'junk-directory', data: { also: ['large-file', 'stray-artifact'] } },
    ])
  })

  it('makes a worktree that git ignores as severe as any file that git ignores', () => {
    const merged = merge(
      finding('agent-worktree', '.worktrees'),
      finding('gitignored-sent', '.worktrees', error),
    )
    expect(merged).toMatchObject([{ rule: 'agent-worktree', severity: 'error' }])
    const partly = merge(
      finding('agent-worktree', '.worktrees'),
      finding('gitignored-sent', '.worktrees/a/x', error),
    )
    expect(partly).toMatchObject([
      { severity: 'error', message: 'agent-worktree: .worktrees; git ignores some of it (gitignored-sent)' },
    ])
  })

  it('does not make a directory worse for what is merely large in it', () => {
    const merged = merge(
      finding('vcs-directory', '.git', { severity: 'info' }),
      finding('large-file', '.git/objects/pack/p.pack'),
    )
    expect(merged).toMatchObject([{ rule: 'vcs-directory', severity: 'info' }])
  })

  it('keeps a finding about a directory of which another covers only a part', () => {
    const findings = [
      finding('gitignored-sent', 'cache', { ...error, files: 9 }),
      finding('junk-directory', 'cache/node_modules', { files: 3 }),
    ]
    expect(merge(...findings)).toEqual(findings)
  })

  it('is not misled by a directory whose name begins like another', () => {
    const findings = [finding('junk-directory', 'build'), finding('gitignored-sent', 'build-keys', error)]
    expect(merge(...findings)).toEqual(findings)
  })

  it.each(['junk-directory', 'vcs-directory', 'agent-worktree', 'nested-repository'])(
    'never hides a secret in a %s',
    rule => {
      const findings = [
        finding(rule, 'dir'),
        finding('secret-file', 'dir/.env', error),
        finding('secret-content', 'dir/a.js', error),
        finding('git-credentials', 'dir/config', error),
      ]
      expect(merge(...findings)).toEqual(findings)
    },
  )

  it('reports what a nested repository itself ignores', () => {
    const findings = [finding('nested-repository', 'lib'), finding('gitignored-sent', 'lib/.env', error)]
    expect(merge(...findings)).toEqual(findings)
  })
})

describe('merging', () => {
  it('changes nothing the second time', () => {
    fc.assert(
      fc.property(findingLists, findings => {
        const once = merge(...findings)
        expect(merge(...once)).toEqual(once)
      }),
    )
  })

  it('loses no finding', () => {
    fc.assert(
      fc.property(findingLists, findings => {
        const kept = groupCovered(findings).flatMap(({ finding, covered }) => [finding, ...covered])
        expect(new Set(kept)).toEqual(new Set(findings))
        expect(kept).toHaveLength(findings.length)
      }),
    )
  })

  it('never makes a secret, or what git ignores outside of junk, milder or goes without it', () => {
    const severe = ['error', 'warning', 'info']
    fc.assert(
      fc.property(findingLists, findings => {
        for (const group of groupCovered(findings)) {
          if (group.finding.rule === 'junk-directory') {
            expect(group.covered.map(({ rule }) => rule)).not.toContain('secret-file')
            expect(group.covered.map(({ rule }) => rule)).not.toContain('git-credentials')
            continue
          }
          const leaks = group.covered.filter(({ rule }) =>
            /^(secret-file|git-credentials|gitignored-sent)$/.test(rule),
          )
          const severity = severe.indexOf(mergeGroup(group).severity)
          for (const leak of leaks) expect(severity).toBeLessThanOrEqual(severe.indexOf(leak.severity))
        }
      }),
    )
  })

  it('stays quick with very many findings', () => {
    const many = Array.from({ length: 50_000 }, (_, i) => finding('untracked-sent', `a/b/c/${i}`))
    const started = performance.now()
    expect(merge(finding('junk-directory', 'a'), ...many)).toHaveLength(1)
    expect(performance.now() - started).toBeLessThan(2000)
  })
})
