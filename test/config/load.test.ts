import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { loadConfig } from '../../src/config/load.ts'
import { ConfigError } from '../../src/errors.ts'
import { makeTree, type TreeNode } from '../helpers/tree.ts'

const RULES = ['secret-file', 'gitignored-sent', 'context-too-large', 'untracked-sent']

function load(node: TreeNode, name = 'ctxguard.yaml') {
  return loadConfig(join(makeTree({ [name]: node }), name), { rules: RULES }, name)
}

function problemsOf(node: TreeNode, name?: string): string[] {
  try {
    load(node, name)
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError)
    expect(error).toMatchObject({ exitCode: 2 })
    return (error as ConfigError).message.split('\n')
  }
  return []
}

describe('a configuration that is right', () => {
  it('is read with sizes as bytes and allowances with their position', () => {
    const text = `
rules:   { context-too-large: off, untracked-sent: error }
limits:  { file: 25MiB, context: 10MB, files: 20000 }
failOn:  warning
allow:
  - { rule: secret-file, path: "test/fixtures/**", reason: "made-up keys", expires: 2027-06-30 }
  - rule: gitignored-sent
    reason: generated on purpose
`
    expect(load(text)).toEqual({
      rules: { 'context-too-large': 'off', 'untracked-sent': 'error' },
      limits: { fileBytes: 26_214_400, contextBytes: 10_000_000, contextFiles: 20_000 },
      failOn: 'warning',
      allow: [
        {
          rule: 'secret-file',
          path: 'test/fixtures/**',
          reason: 'made-up keys',
          expires: '2027-06-30',
          at: { file: 'ctxguard.yaml', line: 6, column: 5 },
        },
        {
          rule: 'gitignored-sent',
          reason: 'generated on purpose',
          at: { file: 'ctxguard.yaml', line: 7, column: 5 },
        },
      ],
    })
  })

  it('may be JSON, indented by tabs', () => {
    const text = '{\n\t"limits": {\n\t\t"context": 5000\n\t},\n\t"failOn": "never"\n}\n'
    expect(load(text, 'ctxguard.json')).toMatchObject({ limits: { contextBytes: 5000 }, failOn: 'never' })
  })

  it('may be a key of package.json, whatever else is in there', () => {
    const text = `{
  "name": "app", "name": "twice",
  "ctxguard": { "allow": [{ "rule": "secret-file", "reason": "sample" }] }
}`
    expect(load(text, 'package.json').allow).toEqual([
      { rule: 'secret-file', reason: 'sample', at: { file: 'package.json', line: 3, column: 27 } },
    ])
  })

  it('is the last one of package.json where that has two, as for every reader of JSON', () => {
    const text = '{ "ctxguard": { "failOn": "info" }, "ctxguard": { "failOn": "never" } }'
    expect(load(text, 'package.json').failOn).toBe('never')
  })

  it.each([
    ['is empty', ''],
    ['holds comments only', '# later\n'],
    ['begins with a byte order mark', '\ufeffrules: {}\n'],
    ['has keys that are still empty', 'rules:\nlimits:\nallow:\n'],
  ])('sets nothing where it %s', (_, text) => {
    expect(load(text)).toEqual({ rules: {}, limits: {}, failOn: undefined, allow: [] })
  })

  it('takes off for off, even where YAML 1.1 would take it for false', () => {
    expect(load('%YAML 1.1\n---\nrules: { secret-file: off }').rules).toEqual({ 'secret-file': 'off' })
  })

  it('leaves an allowance without a reason, or for an unknown rule, to the findings', () => {
    expect(load('allow:\n  - rule: secret-fil\n  - { rule: secret-file, reason: }').allow).toMatchObject([
      { rule: 'secret-fil', reason: '' },
      { rule: 'secret-file', reason: '' },
    ])
  })

  it('may be a link to a file', () => {
    const dir = makeTree({ 'shared.yaml': 'failOn: info', 'ctxguard.yaml': { link: 'shared.yaml' } })
    expect(loadConfig(join(dir, 'ctxguard.yaml'), { rules: [] }).failOn).toBe('info')
  })
})

describe('a configuration that is wrong', () => {
  it('is refused with all its problems, by position, each with what was probably meant', () => {
    const text = `rules:
  secret-fil: off
  context-too-large: warn
limit: {}
fail_on: error
limits:
  file: 10M
  context: -1
  files: many
  fle: 3
allow:
  - reason: x
    expires: 2027-02-30
  - 5
  - rule: secret-file
    path: ""
    paht: x
    reason: [a]
`
    expect(problemsOf(text)).toEqual([
      'ctxguard.yaml:2:3: unknown rule "secret-fil": did you mean "secret-file"?',
      'ctxguard.yaml:3:22: unknown severity "warn": did you mean "warning"?',
      'ctxguard.yaml:4:1: unknown key "limit": did you mean "limits"?',
      'ctxguard.yaml:5:1: unknown key "fail_on": did you mean "failOn"?',
      expect.stringMatching(/^ctxguard.yaml:7:9: "10M" is not a size: .*25MiB$/),
      expect.stringMatching(/^ctxguard.yaml:8:12: "-1" is not a size: /),
      'ctxguard.yaml:9:10: "many" is not a whole number',
      'ctxguard.yaml:10:3: unknown key "fle": did you mean "file"?',
      'ctxguard.yaml:12:5: an allowance needs the key "rule"',
      'ctxguard.yaml:13:14: "2027-02-30" is not a day: write YYYY-MM-DD',
      'ctxguard.yaml:14:5: an allowance must be a mapping of keys to values',
      'ctxguard.yaml:16:11: path must not be empty',
      'ctxguard.yaml:17:5: unknown key "paht": did you mean "path"?',
      'ctxguard.yaml:18:13: reason must be text',
    ])
  })

  it.each([
    ['an unclosed list', 'a: [1', 'ctxguard.yaml:1:6: '],
    [
      'tabs that indent',
      'rules:\n\tsecret-file: off',
      'ctxguard.yaml:2:1: tabs are not allowed as indentation',
    ],
    [
      'a list at the top',
      '- rules',
      'ctxguard.yaml:1:1: a configuration must be a mapping of keys to values',
    ],
    ['text at the top', 'rules', 'ctxguard.yaml:1:1: a configuration must be a mapping of keys to values'],
    ['a key twice', 'failOn: info\nfailOn: never', 'ctxguard.yaml:2:1: "failOn" is given twice'],
    [
      'a rule twice',
      'rules:\n  secret-file: off\n  "secret-file": info',
      'ctxguard.yaml:3:3: "secret-file" is given twice',
    ],
    [
      'an alias',
      'limits: &l { file: 1 }\nrules: *l',
      'ctxguard.yaml:2:8: alias "l": write out what it stands for',
    ],
    ['an alias to nothing', 'rules: *l', 'ctxguard.yaml:1:8: alias "l": write out what it stands for'],
    [
      'a tag',
      'failOn: !!str info',
      'ctxguard.yaml:1:15: tag "tag:yaml.org,2002:str": only plain values are read',
    ],
    ['a tag of its own', 'failOn: !js/function x', 'ctxguard.yaml:1:9: unresolved tag: !js/function'],
    [
      'two documents',
      'failOn: info\n---\nrules: {}',
      'ctxguard.yaml:2:1: a second document begins; a configuration is one',
    ],
    [
      'a list of rules',
      'rules: [secret-file]',
      'ctxguard.yaml:1:8: rules must be a mapping of keys to values',
    ],
    ['one allowance without a list', 'allow: { rule: x }', 'ctxguard.yaml:1:8: allow must be a list'],
    [
      'failOn off',
      'failOn: off',
      'ctxguard.yaml:1:9: unknown severity to fail on "off": write error, warning, info or never',
    ],
    ['a fraction of a file', 'limits: { files: 1.5 }', 'ctxguard.yaml:1:18: "1.5" is not a whole number'],
    [
      'a date that is a time',
      'allow: [{ rule: x, expires: "2027-06-30T12:00" }]',
      'ctxguard.yaml:1:29: "2027-06-30T12:00" is not a day: write YYYY-MM-DD',
    ],
    [
      'a month',
      'allow: [{ rule: x, expires: "2027-06" }]',
      'ctxguard.yaml:1:29: "2027-06" is not a day: write YYYY-MM-DD',
    ],
    [
      'a date out of order',
      'allow: [{ rule: x, expires: 30.06.2027 }]',
      'ctxguard.yaml:1:29: "30.06.2027" is not a day: write YYYY-MM-DD',
    ],
    [
      'a path without a value, which would widen the allowance',
      'allow: [{ rule: x, reason: y, path: }]',
      'ctxguard.yaml:1:37: path must be text',
    ],
  ])('says where: %s', (_, text, problem) => {
    const [first, ...others] = problemsOf(text)
    expect(first!.slice(0, problem.length)).toBe(problem)
    expect(others).toEqual([])
  })

  it('keeps a wrong value on one line, and short', () => {
    expect(problemsOf(`failOn: "${'a\\n\\e[31m'.repeat(50)}"`)).toHaveLength(1)
    expect(problemsOf(`failOn: "${'a\\n\\e[31m'.repeat(50)}"`)[0]).not.toContain('\u001b')
    expect(problemsOf(`failOn: ${'x'.repeat(10_000)}`)[0]!.length).toBeLessThan(200)
  })

  it('points into package.json as a whole', () => {
    const text = '{\n  "name": "app",\n  "ctxguard": { "failon": "info" }\n}'
    expect(problemsOf(text, 'package.json')).toEqual([
      'package.json:3:17: unknown key "failon": did you mean "failOn"?',
    ])
    expect(problemsOf('{ "name": "app" }', 'package.json')).toEqual(['package.json:1:1: no key "ctxguard"'])
  })

  it('says what to do', () => {
    expect(() => load('x: 1')).toThrow(
      expect.objectContaining({ hint: expect.stringContaining('--no-config') }),
    )
  })

  it('shows the first twenty problems of very many', () => {
    const problems = problemsOf(Array.from({ length: 30_000 }, (_, i) => `k${i}: 1`).join('\n'))
    expect(problems).toHaveLength(21)
    expect(problems.at(-1)).toBe('and 29980 more')
  })
})

describe('a file that is no configuration', () => {
  it.each<[string, TreeNode, string]>([
    ['a directory', { dir: true }, 'not a regular file'],
    ['a FIFO', { special: 'fifo' }, 'not a regular file'],
    ['a socket', { special: 'socket' }, "can't be read (ENXIO)"],
    ['a link that leads nowhere', { link: 'gone' }, "can't be read (no such file)"],
    ['a link to itself', { link: 'ctxguard.yaml' }, "can't be read (ELOOP)"],
    ['an endless file', { link: '/dev/zero' }, 'not a regular file'],
    ['a huge file', { bytes: 2 ** 30 }, 'over 1 MiB, which no configuration needs'],
    ['bytes that are not UTF-8', Buffer.from('failOn: inf\xf6', 'latin1'), 'not UTF-8 text'],
  ])('is refused at once: %s', (_, node, reason) => {
    expect(problemsOf(node)).toEqual([`ctxguard.yaml: ${reason}`])
  })

  it('is refused where it is missing', () => {
    expect(() => loadConfig('/nonexistent/c.yaml', { rules: [] })).toThrow(
      "/nonexistent/c.yaml: can't be read (no such file)",
    )
  })

  it.each([
    ['flow lists', '['.repeat(500_000)],
    ['flow mappings', '{a: '.repeat(200_000)],
    ['block lists', '- '.repeat(300_000)],
    ['explicit keys', '? '.repeat(300_000)],
  ])('does not exhaust the stack: %s without end', (_, text) => {
    expect(problemsOf(text)).toEqual([
      expect.stringMatching(/^ctxguard.yaml:1:\d+: nested more than 50 levels deep$/),
    ])
  })

  it('does not expand a bomb of aliases', () => {
    const bomb = ['a0: &a0 [x, x, x, x, x, x, x, x, x]']
    for (let i = 1; i < 30; i++)
      bomb.push(
        `a${i}: &a${i} [${Array(9)
          .fill(`*a${i - 1}`)
          .join(', ')}]`,
      )
    expect(problemsOf(bomb.join('\n'))[0]).toBe(
      'ctxguard.yaml:2:10: alias "a0": write out what it stands for',
    )
  })
})
