// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables of Dockerfiles
import { describe, expect, test } from 'vitest'
import { planBuild } from '../../src/dockerfile/plan/index.ts'
import { readDockerfile } from '../../src/dockerfile/read.ts'
import { BUILDERS } from '../../src/model/request.ts'
import { planned, refusal } from './planned.ts'

const MANY = 10_000

function lines(count: number, line: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => line(index)).join('\n')
}

/** Of this thread, so that a busy machine makes no difference. */
function cpuMs(work: () => unknown): number {
  const before = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000
}

describe('ten thousand of a kind are planned in a moment', () => {
  test.each([
    ['instructions', `FROM scratch\n${lines(MANY, i => `COPY f${i} $V /d/`)}`],
    ['mounts', `FROM scratch\n${lines(MANY, i => `RUN --mount=source=f${i},target=/t ls`)}`],
    ['images to copy from', `FROM scratch\n${lines(MANY, i => `COPY --from=img${i} f /d/`)}`],
    [
      'stages, each on the one before',
      lines(MANY, i => `FROM ${i ? `s${i - 1}` : 'scratch'} AS s${i}\nENV V${i}=$V0`),
    ],
    [
      'stages, each copied from',
      `${lines(MANY, i => `FROM scratch AS s${i}\nCOPY --from=s${Math.max(i - 1, 0)} / /`)}`,
    ],
    ['stages in a circle', lines(MANY, i => `FROM scratch AS s${i}\nCOPY --from=s${(i + 1) % MANY} / /`)],
    [
      'undeclared variables',
      `${lines(3000, i => `ARG G${i}=1`)}\nFROM scratch\n${lines(MANY, i => `COPY $G${i} /`)}`,
    ],
  ])('%s', (_, text) => {
    const read = readDockerfile(text)
    for (const builder of BUILDERS) expect(cpuMs(() => planBuild(read, { builder }))).toBeLessThan(5000)
  })
})

describe('what would grow without end is refused, with its line', () => {
  test('variables that double', () => {
    const twice = Array.from({ length: 60 }, () => 'ARG A=$A$A')
    expect(refusal(['FROM scratch', 'ARG A=xxxxxxxxxx', ...twice])).toMatch(
      /^2\d: too much to expand: variables/,
    )
    expect(refusal(['ARG A=xxxxxxxxxx', ...twice, 'FROM $A'])).toMatch(/^2\d: too much to expand: variables/)
  })

  test('patterns that could backtrack for ever', () => {
    const slow = `\${A##${'*a'.repeat(9000)}b}`
    const reason = /^3: too much to expand: a pattern takes too much work/
    expect(refusal(['FROM scratch', `ARG A=${'a'.repeat(20_000)}`, `COPY ${slow} /`])).toMatch(reason)
  })

  test('one pattern of many stars is worked out', () => {
    const text = 'a'.repeat(2000)
    const { context } = planned(['FROM scratch', `ARG A=${text}`, `COPY \${A%%${'*a'.repeat(200)}b} /`])
    expect(context.paths).toEqual([text])
  })

  test('substitutions nested deeper than anybody writes', () => {
    const nested = (depth: number) => `COPY ${'${A:-'.repeat(depth)}x${'}'.repeat(depth)} /`
    expect(planned(['FROM scratch', nested(300)]).context.paths).toEqual(['x'])
    expect(refusal(['FROM scratch', nested(10_000)])).toMatch(/^2: too much to expand: variables are nested/)
  })

  test('ONBUILD in thousands of children', () => {
    const triggers = Array.from({ length: 3000 }, (_, i) => `ONBUILD COPY f${i} /`)
    const children = Array.from({ length: 3000 }, (_, i) => `FROM base AS c${i}`)
    const copies = Array.from({ length: 3000 }, (_, i) => `COPY --from=c${i} / /`)
    const text = ['FROM scratch AS base', ...triggers, ...children, 'FROM scratch', ...copies]
    expect(refusal(text)).toMatch(/too much to expand: ONBUILD makes too many commands$/)
  })

  test('a working directory that grows', () => {
    const text = ['FROM scratch', ...Array.from({ length: MANY }, () => 'WORKDIR abcdefghij')]
    expect(refusal(text)).toMatch(/too much to expand: working directories grow too long$/)
  })
})
