import { describe, expect, it } from 'vitest'
import { applyAllowances } from '../../src/findings/allowances.ts'
import { parseAllowComments } from '../../src/findings/comments.ts'
import { groupCovered } from '../../src/findings/cover.ts'
import type { Finding } from '../../src/model/finding.ts'
import type { Allowance } from '../../src/model/policy.ts'
import { finding, RULE_IDS } from './finding.ts'

const AT = { file: 'ctxguard.yaml', line: 12, column: 5 }

function allow(rule: string, details: Partial<Allowance> = {}): Allowance {
  return { rule, reason: 'made up', at: AT, ...details }
}

async function apply(
  findings: Finding[],
  allowances: Allowance[],
  { comments = '', notRun = [] as string[], today = '2027-06-30' } = {},
) {
  const { groups, allowed, problems } = await applyAllowances(groupCovered(findings), {
    allow: allowances,
    comments: parseAllowComments(comments, 'src/a.js'),
    today,
    known: [...RULE_IDS, 'dotenv'],
    notRun: new Set(notRun),
  })
  return { left: groups.map(group => group.finding), groups, allowed, problems }
}

describe('an allowance of the configuration', () => {
  const here = finding('secret-file', 'test/keys/a.pem')
  const there = finding('secret-file', 'src/a.pem')

  it('takes away what it covers and counts it', async () => {
    expect(await apply([here, there], [allow('secret-file', { path: 'test/**' })])).toMatchObject({
      left: [there],
      allowed: 1,
      problems: [],
    })
  })

  it('covers every path, and findings without one, where it names none', async () => {
    const whole = finding('secret-file')
    expect(await apply([here, there, whole], [allow('secret-file')])).toMatchObject({ left: [], allowed: 3 })
  })

  it('covers nothing without a path where it names one', async () => {
    const whole = finding('secret-file')
    expect((await apply([whole, here], [allow('secret-file', { path: '*' })])).left).toEqual([whole])
  })

  it('may name a detector', async () => {
    const dotenv = finding('secret-file', '.env', { data: { detector: 'dotenv' } })
    expect((await apply([dotenv, here], [allow('dotenv')])).left).toEqual([here])
  })

  it.each<[string, string, boolean]>([
    ['*.pem', 'test/keys/a.pem', true],
    ['/a.pem', 'test/keys/a.pem', false],
    ['/test', 'test/keys/a.pem', true],
    ['test/keys/', 'test/keys/a.pem', true],
    ['keys', 'test/keys/a.pem', true],
    ['test/*.pem', 'test/keys/a.pem', false],
    ['TEST/', 'test/keys/a.pem', false],
    ['test/keys/', 'test/keys', true],
    ['test/keys/**', 'test/keys', false],
    ['a\\*b', 'a*b', true],
    ['..x', '..x', true],
    ['a\nb', 'b', false],
    ['!a.pem', 'a.pem', false],
    ['#a', '#a', false],
  ])('reads its path as gitignore does: %j for %s: %s', async (path, of, covered) => {
    expect((await apply([finding('secret-file', of)], [allow('secret-file', { path })])).allowed).toBe(
      covered ? 1 : 0,
    )
  })

  it('covers a finding about several files only where it covers all of them', async () => {
    const several = finding('junk-directory', 'a/.DS_Store', {
      data: { paths: ['a/.DS_Store', 'b/.DS_Store'] },
    })
    expect((await apply([several], [allow('junk-directory', { path: 'a/' })])).left).toEqual([several])
    expect((await apply([several], [allow('junk-directory', { path: '.DS_Store' })])).left).toEqual([])
  })

  it('holds on its last day and no longer', async () => {
    const until = (expires: string) => apply([here], [allow('secret-file', { expires })])
    expect(await until('2027-06-30')).toMatchObject({ left: [], allowed: 1, problems: [] })
    expect(await until('2027-06-29')).toMatchObject({
      left: [here],
      allowed: 0,
      problems: [
        {
          rule: 'allow-stale',
          severity: 'info',
          location: AT,
          message:
            'the allowance for secret-file expired after 2027-06-29, so what it covered is reported again',
        },
      ],
    })
  })
})

describe('an allowance and findings that are reported together', () => {
  const secret = finding('secret-file', '.env', { severity: 'info' })
  const ignored = finding('gitignored-sent', '.env', { severity: 'error' })

  it('allows all of them where it is for the one that is shown', async () => {
    expect(await apply([secret, ignored], [allow('secret-file')])).toMatchObject({
      left: [],
      allowed: 1,
      problems: [],
    })
  })

  it('leaves the one that is shown where it is for another, and is not called stale', async () => {
    const { groups, allowed, problems } = await apply([secret, ignored], [allow('gitignored-sent')])
    expect(groups).toEqual([{ finding: secret, covered: [] }])
    expect([allowed, problems]).toEqual([0, []])
  })

  it('never allows a secret by allowing the directory that it is in', async () => {
    const junk = finding('junk-directory', 'node_modules')
    const hidden = finding('secret-file', 'node_modules/x/.env')
    expect((await apply([junk, hidden], [allow('junk-directory')])).left).toEqual([hidden])
  })
})

describe('an allowance that allows nothing', () => {
  const here = finding('secret-file', 'a.pem')

  it.each([
    [
      allow('secret-file', { reason: '' }),
      'the allowance for secret-file has no reason, so it allows nothing',
    ],
    [
      allow('secret-file', { reason: ' ' }),
      'the allowance for secret-file has no reason, so it allows nothing',
    ],
    [
      allow('secret-fil'),
      'the allowance for secret-fil is for no known rule or detector (did you mean secret-file?), so it allows nothing',
    ],
    [
      allow('budget-of-time', { reason: '' }),
      'the allowance for budget-of-time is for no known rule or detector and has no reason, so it allows nothing',
    ],
    [
      allow('allow-stale'),
      'the allowance for allow-stale is for a rule that can only be switched off, so it allows nothing',
    ],
  ])('leaves the finding and becomes one itself', async (allowance, message) => {
    const { left, allowed, problems } = await apply([here], [allowance])
    expect([left, allowed]).toEqual([[here], 0])
    expect(problems).toMatchObject([{ rule: 'allow-invalid', severity: 'warning', location: AT, message }])
  })

  it('is stale where nothing is left to cover', async () => {
    const { problems } = await apply([here], [allow('large-file'), allow('secret-file')])
    expect(problems).toMatchObject([
      {
        rule: 'allow-stale',
        severity: 'info',
        location: AT,
        message: 'the allowance for large-file covers nothing any more',
      },
    ])
  })

  it('is not called stale where nobody looked', async () => {
    expect(
      (await apply([], [allow('secret-file'), allow('dotenv')], { notRun: ['secret-file', 'dotenv'] }))
        .problems,
    ).toEqual([])
  })

  it('is not called stale where another one covers the same', async () => {
    expect(
      (await apply([here], [allow('secret-file'), allow('secret-file', { path: '*.pem' })])).problems,
    ).toEqual([])
  })
})

describe('an allowance in a comment', () => {
  const at = (line: number, file = 'src/a.js') => finding('secret-file', file, { location: { file, line } })

  it('covers what is found on the line below it, in its own file', async () => {
    const { left } = await apply(
      [at(1), at(2), at(3), at(2, 'src/b.js'), finding('secret-file', 'src/a.js')],
      [],
      {
        comments: '# ctxguard:allow secret-file a sample\nkey',
      },
    )
    expect(left).toEqual([at(3), at(2, 'src/b.js'), finding('secret-file', 'src/a.js')])
  })

  it('covers no other rule', async () => {
    const other = finding('large-file', 'src/a.js', { location: { file: 'src/a.js', line: 1 } })
    expect((await apply([other], [], { comments: 'x # ctxguard:allow secret-file a sample' })).left).toEqual([
      other,
    ])
  })

  it('without a reason leaves the finding and becomes one, at its place', async () => {
    const { left, problems } = await apply([at(1)], [], { comments: 'key # ctxguard:allow secret-file' })
    expect(left).toEqual([at(1)])
    expect(problems).toMatchObject([
      { rule: 'allow-invalid', location: { file: 'src/a.js', line: 1, column: 5 } },
    ])
  })

  it('that says nothing at all is one too', async () => {
    const { problems } = await apply([at(1)], [], { comments: 'key # ctxguard:allow' })
    expect(problems).toMatchObject([
      { message: 'the allowance names no rule and has no reason, so it allows nothing' },
    ])
  })

  it('that covers nothing is stale', async () => {
    const { problems } = await apply([at(9)], [], { comments: '# ctxguard:allow secret-file old\nkey' })
    expect(problems).toMatchObject([
      { rule: 'allow-stale', location: { file: 'src/a.js', line: 1, column: 1 } },
    ])
  })
})
