import { describe, expect, it } from 'vitest'
import { parseAllowComments } from '../../src/findings/comments.ts'

function parse(text: string, file = 'src/a.js') {
  return parseAllowComments(text, file).map(({ rule, reason, at, lastLine }) => ({
    rule,
    reason,
    lines: at.line === lastLine ? [at.line] : [at.line, lastLine],
  }))
}

describe('parseAllowComments', () => {
  it.each([
    ['# ctxguard:allow secret-file a sample'],
    ['#ctxguard:allow secret-file a sample'],
    ['  // ctxguard:allow secret-file a sample'],
    ['-- ctxguard:allow secret-file a sample'],
    ['; ctxguard:allow secret-file a sample'],
    ['/* ctxguard:allow secret-file a sample */'],
    ['/** ctxguard:allow secret-file a sample */'],
    ['<!-- ctxguard:allow secret-file a sample -->'],
    ['<!--ctxguard:allow   secret-file   a sample--> and more'],
    ['# ctxguard:allow secret-file a sample\r'],
  ])('reads %j and holds for the line below', line => {
    expect(parse(`\n${line}\nx`)).toEqual([{ rule: 'secret-file', reason: 'a sample', lines: [2, 3] }])
  })

  it('holds for its own line alone where it stands behind something', () => {
    expect(parse('key = 1 // ctxguard:allow aws-access-key made up\nkey = 2')).toEqual([
      { rule: 'aws-access-key', reason: 'made up', lines: [1] },
    ])
  })

  it('reaches over further comments of the kind, so that one line may have several', () => {
    expect(parse('# ctxguard:allow a one\n# ctxguard:allow b two\nx\n# ctxguard:allow c three')).toEqual([
      { rule: 'a', reason: 'one', lines: [1, 3] },
      { rule: 'b', reason: 'two', lines: [2, 3] },
      { rule: 'c', reason: 'three', lines: [4, 5] },
    ])
  })

  it('knows where it is written', () => {
    expect(parseAllowComments('a\n  x # ctxguard:allow a b', 'f')[0]!.at).toEqual({
      file: 'f',
      line: 2,
      column: 5,
    })
  })

  it.each([
    ['no reason', '# ctxguard:allow secret-file', 'secret-file'],
    ['no reason before the end of the comment', '/* ctxguard:allow secret-file */ key()', 'secret-file'],
    ['nothing at all', '# ctxguard:allow', ''],
    ['nothing before the end of the comment', '<!-- ctxguard:allow -->', ''],
  ])('returns one with %s, so that it can be complained of', (_, line, rule) => {
    expect(parse(line)).toEqual([{ rule, reason: '', lines: [1, 2] }])
  })

  it.each([
    ['the words without a comment', 'ctxguard:allow secret-file because'],
    ['the words inside a comment about something else', '# as in ctxguard:allow secret-file because'],
    ['another word', '# ctxguard:allowed secret-file because'],
    ['how documentation writes it', '# ctxguard:allow <rule> <reason>'],
  ])('takes no notice of %s', (_, line) => {
    expect(parse(line)).toEqual([])
  })

  it.each(['.dockerignore', 'docker/Dockerfile.dockerignore', '.containerignore'])(
    'knows that in %s a comment begins in the first column, with a #',
    file => {
      const text =
        'a # ctxguard:allow x y\n # ctxguard:allow x y\n// ctxguard:allow x y\n# ctxguard:allow x y\nb'
      expect(parse(text, file)).toEqual([{ rule: 'x', reason: 'y', lines: [4, 5] }])
    },
  )

  it('is quick with hostile text', () => {
    const started = performance.now()
    for (const text of [
      '#'.repeat(2e6),
      '# '.repeat(1e6),
      `#${' '.repeat(2e6)}`,
      '#ctxguard:allow\n'.repeat(2e5),
    ]) {
      parseAllowComments(`${text}\n# ctxguard:allow a b`, 'f')
    }
    parseAllowComments(`# ctxguard:allow ${'a*/ '.repeat(5e5)}`, 'f')
    expect(performance.now() - started).toBeLessThan(3000)
  })
})
