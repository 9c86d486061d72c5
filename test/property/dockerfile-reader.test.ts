import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readDockerfile } from '../../src/dockerfile/read.ts'
import type { Command, DockerfileText, Position, Word } from '../../src/model/dockerfile.ts'
import { rawFromBytes } from '../../src/model/path.ts'

const fixtures = new URL('../../fixtures/', import.meta.url)
const real = readdirSync(new URL('dockerfiles/', fixtures)).map(name =>
  readFileSync(new URL(`dockerfiles/${name}`, fixtures), 'utf8'),
)
const { cases } = JSON.parse(readFileSync(new URL('conformance/dockerfiles.json', fixtures), 'utf8')) as {
  cases: { dockerfile: string }[]
}
const seeds = [...real, ...cases.map(({ dockerfile }) => dockerfile).filter(text => text.length < 4000)]

/** For a machine that does much else: milliseconds. */
const PATIENCE = 90_000

const snippet = fc.constantFrom(
  ...[
    ' ',
    '  \n',
    '\r\n',
    '\\\n',
    '`\n',
    '\t',
    '\\',
    '"',
    "'",
    '$',
    '}',
    `\${x:-`,
    '# ',
    '# escape=`\n',
    '[',
    ']',
    ',',
    '=',
  ],
  ...[
    '<<',
    '<<-',
    '<<EOF',
    '<<"EOF"',
    'EOF\n',
    '["a","b"]',
    '--',
    '--from=',
    '--link',
    '--mount=type=bind,target=/x',
  ],
  ...['COPY ', 'RUN ', 'FROM ', 'ENV ', 'ONBUILD ', 'ARG ', 'HEALTHCHECK '],
  ...['é', '日本', '😀', '\u00a0', '\u0085', '\ufeff', '\0'],
)

/** Text with a few places cut out or filled in. */
const mutated = fc
  .tuple(fc.constantFrom(...seeds), fc.array(fc.tuple(fc.nat(), fc.nat(6), snippet), { maxLength: 5 }))
  .map(([seed, changes]) =>
    changes.reduce((text, [at, cut, put]) => {
      const start = at % (text.length + 1)
      return text.slice(0, start) + put + text.slice(start + cut)
    }, seed),
  )

test(
  'reading never throws on bytes at random',
  () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), bytes => {
        expectSound(rawFromBytes(bytes))
      }),
      { numRuns: 1500 },
    )
  },
  PATIENCE,
)

test(
  'reading never throws on real Dockerfiles with faults, and every token stands where it is said to',
  () => {
    fc.assert(
      fc.property(mutated, text => {
        for (const command of expectSound(text).commands) expectPlaces(command, linesOf(text))
      }),
      { numRuns: 2000 },
    )
  },
  PATIENCE,
)

test('a Dockerfile reads the same with CRLF, but for what heredocs hold', () => {
  for (const seed of seeds) {
    const text = seed.replaceAll('\r', '')
    const withCrlf = text.replaceAll('\n', '\r\n')
    expect([text, outline(readDockerfile(withCrlf))]).toEqual([text, outline(readDockerfile(text))])
  }
})

/** What holds of any file. */
function expectSound(text: string): DockerfileText {
  const read = readDockerfile(text)
  const { commands, stages, globalArgs, problem } = read
  const last = linesOf(text).length
  for (const { line, endLine } of commands) expect(1 <= line && line <= endLine && endLine <= last).toBe(true)
  for (const [index, { line }] of commands.slice(1).entries())
    expect(line).toBeGreaterThan(commands[index]!.endLine)
  const inStages = stages.flatMap(({ from, commands }) => [from, ...commands])
  expect([...globalArgs, ...inStages]).toEqual(commands)
  if (problem === null) expect(stages.length).toBeGreaterThan(0)
  else {
    expect(problem.reason).not.toBe('')
    expect(1 <= problem.line && problem.line <= Math.max(last, 1) && problem.column >= 1).toBe(true)
  }
  return read
}

function linesOf(text: string): string[] {
  return text.replace(/^\ufeff/, '').split('\n')
}

/** A word goes on in the next line only where its own ends. */
function expectPlaces(command: Command, lines: readonly string[]) {
  for (const flag of command.flags) expect(textAt(lines, flag)).toMatch(/^--/)
  if (!command.json) for (const word of command.words) expectWord(lines, word)
  else expect(textAt(lines, command.words.at(-1) ?? command)).not.toBe('')
  if (command.kind === 'copy' || command.kind === 'add')
    for (const heredoc of command.heredocs)
      if (!command.json) expect(textAt(lines, heredoc)).toMatch(/^[0-9]*</)
  if (command.kind === 'onbuild' && 'kind' in command.trigger) expectPlaces(command.trigger, lines)
}

function expectWord(lines: readonly string[], word: Word) {
  // bytes of a character that a flag broke in two, and what is no character at all, stand as something else
  if (/[\udc80-\udcff\ufffd]/.test(word.text.replace(/[\ud800-\udbff][\udc00-\udfff]/g, ''))) return
  const rest = textAt(lines, word).replace(/[\\`]?[ \t\r]*$/, '')
  const length = Math.min(rest.length, word.text.length)
  expect(rest.slice(0, length)).toBe(word.text.slice(0, length))
}

function textAt(lines: readonly string[], { line, column }: Position): string {
  return lines[line - 1]!.slice(column - 1)
}

function outline({ commands, problem, directives }: DockerfileText) {
  return {
    problem,
    directives,
    commands: commands.map(({ name, line, column, endLine, flags, words }) => ({
      name,
      line,
      column,
      endLine,
      flags,
      words,
    })),
  }
}

describe('time grows with the text and no faster: a square of any of these would not end', () => {
  const BYTES = 1_000_000
  const MANY = 25_000
  const repeated = (text: string) => text.repeat(Math.floor(BYTES / text.length))
  const shapes: Record<string, string> = {
    'empty lines': repeated('\n'),
    instructions: `FROM a\n${repeated('COPY --from=b --chown=c:d e f /g/\n')}`,
    'one continued line': `FROM a\nRUN \\\n${repeated('a \\\n')}`,
    'a continued word': `FROM a\nCOPY a\\\n${repeated('bb\\\n')}`,
    'a misspelt instruction': `FROM a\n\\\n${repeated('xx\\\n')}`,
    variables: `FROM a\nENV \\\n${repeated('a=b \\\n')}`,
    flags: `FROM a\nRUN \\\n${repeated('--mount=type=cache,target=/x \\\n')}x`,
    'one long flag': `FROM a\nRUN --mount="\\\n${repeated('=====é,\\\n')}" x`,
    'quotes within a mount': `FROM a\nRUN --mount=\\"\\\n${repeated('\\"\\"\\\n')}\\" x`,
    'a JSON list': `FROM a\nCOPY [\\\n${repeated('"a\\\\",\\\n')}"b"]`,
    'deep JSON': `FROM a\nCOPY [\\\n${repeated('[[[[\\\n')}`,
    'a heredoc': `FROM a\nRUN <<-E\n${repeated('\t\tx\n')}E\n`,
    heredocs: `FROM a\nRUN \\\n${'<<A \\\n'.repeat(MANY)}\n${'A\n'.repeat(MANY)}`,
    'sources that stand for one heredoc': `FROM a\nCOPY \\\n${'<<A \\\n'.repeat(MANY)}/b\n${'A\n'.repeat(MANY - 1)}${repeated('x\n')}A\n`,
    'heredocs that are not named as they are written': `FROM a\nRUN \\\n${'<<A\\B \\\n'.repeat(MANY)}\n${'AB\n'.repeat(MANY)}`,
    'substitutions one in another': `FROM a\nRUN <<E \\\n${repeated('"$' + '{x:-\\\n')}\nE\n`,
    'an ONBUILD of an ONBUILD': repeated('ONBUILD \\\n'),
    'triggers with heredocs': `FROM a\n${'ONBUILD RUN <<A\nA\n'.repeat(MANY)}`,
    'a long time': `FROM a\nHEALTHCHECK --interval=\\\n${repeated('1h\\\n')} CMD x`,
    'a JSON document': `{"syntax":${repeated('[')}`,
  }

  test.each(Object.keys(shapes))(
    '%s',
    shape => {
      expect(readDockerfile(shapes[shape]!).directives.escape).toBe('\\')
    },
    60_000,
  )

  test(
    'five megabytes of ten thousand instructions',
    () => {
      const instruction = `RUN ${'x'.repeat(480)} \\\n  ${'y'.repeat(20)}\n`
      const { commands, problem } = readDockerfile(`FROM a\n${instruction.repeat(10_000)}`)
      expect(problem).toBeNull()
      expect(commands).toHaveLength(10_001)
    },
    PATIENCE,
  )
})
