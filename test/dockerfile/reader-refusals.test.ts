import { describe, expect, test } from 'vitest'
import { readDockerfile } from '../../src/dockerfile/read.ts'

describe('what is refused', () => {
  test('is told with the place of the instruction', () => {
    const text = 'FROM a\n\n  COPY \\\n   x\n'
    expect(readDockerfile(text).problem).toEqual({
      line: 3,
      column: 3,
      reason:
        'COPY requires at least two arguments, but only one was provided. Destination could not be determined',
    })
  })

  test('leaves what came before it to be seen', () => {
    const { commands, stages, problem } = readDockerfile('FROM a\nCOPY b c\nCPOY d e\nCOPY f g\n')
    expect(problem).toMatchObject({ line: 3, reason: 'unknown instruction: CPOY (did you mean COPY?)' })
    expect(commands.map(({ name }) => name)).toEqual(['FROM', 'COPY'])
    expect(stages[0]!.commands).toHaveLength(1)
  })

  test('by the form of a line comes before what is refused by its meaning', () => {
    expect(readDockerfile('FROM a\nCPOY d e\nENV x\n').problem).toMatchObject({
      line: 3,
      reason: 'ENV must have two arguments',
    })
  })
})

describe('a physical line', () => {
  const refusal = 'dockerfile line greater than max allowed size of 65535'
  const problem = (line: string) => readDockerfile(`FROM a\n${line}`).problem
  const filler = (bytes: number) => `RUN ${'x'.repeat(bytes - 4)}`

  test('may have 65,535 bytes and its end', () => {
    expect(problem(`${filler(65_535)}\n`)).toBeNull()
    expect(problem(filler(65_535))).toBeNull()
  })

  test('of more is refused, at its place, in a comment too', () => {
    const at = { line: 2, column: 1, reason: refusal }
    expect(problem(`${filler(65_536)}\n`)).toEqual(at)
    expect(problem(filler(65_536))).toEqual(at)
    expect(problem(`#${'x'.repeat(65_535)}\nRUN y\n`)).toEqual(at)
  })

  test('is measured in bytes', () => {
    expect(problem(`RUN ${'é'.repeat(32_765)}x\n`)).toBeNull()
    expect(problem(`RUN ${'é'.repeat(32_766)}\n`)).toMatchObject({ reason: refusal })
  })

  test('that others continue counts alone', () => {
    expect(problem(`${`${filler(60_000)}\\\n`.repeat(3)} y\n`)).toBeNull()
  })
})
