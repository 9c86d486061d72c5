import { describe, expect, test } from 'vitest'
import { type Auditors, guardPush } from '../../../src/guard/hooks/guard.ts'
import type { Report, ReportedFinding } from '../../../src/model/report.ts'
import type { Incomplete } from '../../../src/model/snapshot.ts'
import { finding } from '../../findings/finding.ts'

/** What a commit has, by path: a finding's severity; after `dockerfile:` one of another Dockerfile. */
type Findings = Record<string, 'error' | 'warning'>

function reportOf(dockerfile: string, found: Findings, incomplete: Incomplete[] = []): Report {
  return {
    request: {
      context: { kind: 'directory', dir: '/repository', given: '.' },
      dockerfile: { kind: 'file', file: `/repository/${dockerfile}` },
      builder: 'buildkit',
      origin: { kind: 'discovered', label: dockerfile },
    },
    ignoreFile: null,
    totals: { sent: { files: 1, bytes: 1 }, requested: null, excluded: { files: 0, bytes: 0 } },
    findings: Object.entries(found).map(
      ([path, severity]): ReportedFinding => ({
        ...finding('secret-file', path, { severity }),
        fingerprint: path,
      }),
    ),
    allowed: 0,
    incomplete,
  }
}

function auditors(commits: Record<string, Report[]>): { auditors: Auditors; audited: string[] } {
  const audited: string[] = []
  return {
    audited,
    auditors: {
      commit: async commit => {
        audited.push(commit)
        return { reports: commits[commit]!, unfound: [] }
      },
      worktree: async () => ({ reports: [], unfound: [], walksOf: () => [] }),
    },
  }
}

const TERMS = { failOn: 'error', all: false } as const
const tip = (commit: string, ...known: (string | null)[]) => ({ commit, refs: ['refs/heads/main'], known })
const paths = (guarded: Awaited<ReturnType<typeof guardPush>>) =>
  guarded.parts.flatMap(part => part.findings.map(one => one.finding.path))

describe('commits that are audited', () => {
  test('are the tips alone where there is nothing to forgive, each once', async () => {
    const { auditors: who, audited } = auditors({ a: [reportOf('Dockerfile', { x: 'warning' })] })
    const guarded = await guardPush(Promise.resolve([tip('a', 'b'), tip('a', 'c')]), who, TERMS)
    expect(audited).toEqual(['a'])
    expect(paths(guarded)).toEqual([])
  })

  test('are none where the remote has the very commit, but with --all', async () => {
    const { auditors: who, audited } = auditors({ a: [reportOf('Dockerfile', { x: 'error' })] })
    expect(paths(await guardPush(Promise.resolve([tip('a', 'a')]), who, TERMS))).toEqual([])
    expect(audited).toEqual([])
    expect(paths(await guardPush(Promise.resolve([tip('a', 'a')]), who, { ...TERMS, all: true }))).toEqual([
      'x',
    ])
  })
})

describe('a finding counts', () => {
  test('where one of the refs does not have it yet', async () => {
    const reports = {
      new: [reportOf('Dockerfile', { x: 'error', y: 'error' })],
      b: [reportOf('Dockerfile', { x: 'error', y: 'error' })],
      c: [reportOf('Dockerfile', { x: 'error' })],
    }
    const guarded = await guardPush(
      Promise.resolve([tip('new', 'b', 'c')]),
      auditors(reports).auditors,
      TERMS,
    )
    expect(paths(guarded)).toEqual(['y'])
    expect(guarded.forgiven).toBe(1)
    const first = await guardPush(Promise.resolve([tip('new', 'b', null)]), auditors(reports).auditors, TERMS)
    expect(paths(first)).toEqual(['x', 'y'])
  })

  test('where it was milder before, and not where another Dockerfile had it', async () => {
    const reports = {
      new: [reportOf('Dockerfile', { x: 'error', y: 'error' }), reportOf('other.Dockerfile', { x: 'error' })],
      old: [reportOf('Dockerfile', { x: 'error', y: 'warning' })],
    }
    const guarded = await guardPush(Promise.resolve([tip('new', 'old')]), auditors(reports).auditors, TERMS)
    expect(paths(guarded)).toEqual(['y'])
  })

  test('once for all Dockerfiles of its context, as the worst of them has it', async () => {
    const reports = {
      new: [
        reportOf('Dockerfile', { x: 'warning' }),
        reportOf('b.Dockerfile', { x: 'error' }),
        reportOf('c.Dockerfile', { x: 'error' }),
      ],
    }
    const { parts } = await guardPush(Promise.resolve([tip('new', null)]), auditors(reports).auditors, TERMS)
    expect(parts[0]!.findings.map(one => one.builds.map(build => build.origin.label))).toEqual([
      ['b.Dockerfile', 'c.Dockerfile'],
    ])
  })
})

test('what could not be learnt is told, but for what could not be learnt of the remote either', async () => {
  const trouble = (path: string): Incomplete => ({
    what: 'refused',
    path,
    reason: 'r',
    hint: null,
    fatal: true,
  })
  const reports = {
    new: [reportOf('Dockerfile', {}, [trouble('a'), trouble('b'), { ...trouble('c'), fatal: false }])],
    old: [reportOf('Dockerfile', {}, [trouble('a')])],
  }
  const guarded = await guardPush(Promise.resolve([tip('new', 'old')]), auditors(reports).auditors, TERMS)
  expect(guarded.incomplete.map(one => one.path)).toEqual(['b'])
})
