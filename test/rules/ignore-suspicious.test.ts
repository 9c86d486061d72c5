import { describe, expect, it } from 'vitest'
import { auditTree, byLine, lines } from './audit-tree.ts'

const rule = 'ignore-suspicious-line'

describe('ignore-suspicious-line', () => {
  it.each([
    [
      'docs # drafts',
      'inline-comment',
      'is one pattern, # and all: a comment needs a line of its own',
      'docs',
    ],
    [
      ' # drafts',
      'indented-comment',
      'is a pattern: a comment has to begin with # in the first column',
      '# drafts',
    ],
    ['a\\d', 'escape', 'does not mean the letter: to its regular expression `\\d` is a digit', undefined],
    [
      'src\\data',
      'backslash',
      'holds no directory: a backslash separates nothing, and to its regular expression `\\d` is a digit',
      'src/data',
    ],
    ['[!a]*.c', 'class', 'negates nothing: in a class ! is one more character of it', '[^a]*.c'],
    [
      '../shared',
      'outside',
      'never matches: patterns begin at the root of the context, and nothing above it is sent',
      undefined,
    ],
    ['*.{js,ts}', 'braces', 'is not expanded: no builder knows braces as a shell does', undefined],
    [
      '*.log|*.tmp',
      'alternatives',
      'is not two patterns: | splits a regular expression, and each side matches more than it seems to',
      undefined,
    ],
  ])('reports %s', async (line, kind, means, instead) => {
    const findings = await auditTree(rule, { '.dockerignore': lines('x', line), 'main.h': '' })
    expect(byLine(findings)).toEqual([[2, 'warning', `\`${line.trim()}\` ${means}`]])
    expect(findings[0]!.data).toEqual({ pattern: line, kind, ...(instead && { instead }) })
  })

  it('spells out what braces were meant for', async () => {
    const [finding] = await auditTree(rule, { '.dockerignore': lines('!src/*.{js, ts}') })
    expect(finding!.fix!.why).toBe('write a line for each: `!src/*.js`, `!src/*.ts`')
  })

  it('keeps still about comments, escaped characters and classes that are right', async () => {
    const ignore = lines(
      '# drafts',
      'issue#12',
      '\\#notes',
      'a\\*b',
      'a\\.b',
      '[^a]*',
      '[a-z!]',
      'a{2}',
      '{a}',
      'C++',
    )
    expect(await auditTree(rule, { '.dockerignore': ignore })).toEqual([])
  })

  it('keeps still about a file that is really called that', async () => {
    const tree = {
      '.dockerignore': lines('issue # 12', 'a{b,c}', 'd|e'),
      'issue # 12': '',
      'a{b,c}': '',
      'd|e': '',
    }
    expect(await auditTree(rule, tree)).toEqual([])
  })

  it('takes no time over lines that are made to take long', async () => {
    const ignore = lines(
      `a${' '.repeat(60_000)}b`,
      `{${','.repeat(60_000)}`,
      '\\'.repeat(60_000),
      '/'.repeat(60_000),
    )
    const started = performance.now()
    await auditTree(rule, { '.dockerignore': ignore, 'main.h': '' })
    // what backtracks would take hours
    expect(performance.now() - started).toBeLessThan(20_000)
  }, 30_000)

  it('leaves what the builder refuses to ignore-invalid', async () => {
    const tree = { '.dockerignore': lines('src\\generated', 'notes\\ '), 'src/generated': '' }
    expect(await auditTree(rule, tree)).toEqual([])
    const findings = await auditTree('ignore-invalid', tree)
    expect(byLine(findings)).toEqual([
      [1, 'error', 'BuildKit refuses `src\\generated` and does not build: syntax error in pattern'],
      [2, 'error', 'BuildKit refuses `notes\\` and does not build: syntax error in pattern'],
    ])
    const remedies = Object.fromEntries(findings.map(({ location, fix }) => [location!.line, fix!.why]))
    expect(remedies).toEqual({
      1: 'write / between directories: a backslash separates nothing',
      2: 'no escape keeps a blank at the end: write ? for it',
    })
  })

  it('knows how podman reads an exception', async () => {
    const tree = { '.dockerignore': lines('*', '! src', '!a/../main.c', '!docs'), 'main.c': '' }
    expect(await auditTree(rule, tree)).toEqual([])
    expect(byLine(await auditTree(rule, tree, { builder: 'podman' }))).toEqual([
      [2, 'warning', '`! src` lets nothing in: podman keeps the blank after ! as part of the name'],
      [
        3,
        'warning',
        '`!a/../main.c` excludes `main.c` with podman, which resolves .. before it looks for the !',
      ],
    ])
  })
})
