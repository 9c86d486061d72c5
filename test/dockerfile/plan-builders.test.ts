// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables of Dockerfiles
import { describe, expect, test } from 'vitest'
import type { PlanOptions } from '../../src/model/build-plan.ts'
import { planned, refusal } from './planned.ts'

/** What was tried with Docker 26 (DOCKER_BUILDKIT=0), where it says so. */
describe('the classic builder', () => {
  const classic = { builder: 'classic' } as const

  function sources(lines: readonly string[], options: PlanOptions = {}) {
    const { stages } = planned(lines, { ...options, ...classic })
    return stages.flatMap(({ transfers }) =>
      transfers.flatMap(transfer => transfer.sources.map(({ path }) => path)),
    )
  }

  test('has the whole context sent, and carries out every stage up to the target', () => {
    const lines = ['FROM scratch AS unused', 'COPY a /', 'FROM scratch AS prod', 'COPY b /', 'FROM scratch']
    const plan = planned(lines, { ...classic, target: 'PROD' })
    expect(plan.context).toEqual({ used: true, whole: true, paths: [] })
    expect(
      plan.stages.map(({ reachable, final, transfers }) => [reachable, final, transfers.length]),
    ).toEqual([
      [true, false, 1],
      [true, true, 1],
      [false, false, 0],
    ])
  })

  test.each(['parents', 'exclude=x'])('knows no --%s', flag => {
    const name = flag.split('=')[0]!
    expect(refusal(['FROM scratch', `COPY --${flag} a /`], classic)).toBe(`2: unknown flag: ${name}`)
  })

  test.each<[string, string[], PlanOptions]>([
    ['at the end', ['FROM scratch AS a', 'COPY a /', 'FROM scratch'], {}],
    ['as the target', ['FROM scratch AS a', 'FROM scratch', 'COPY a /'], { target: 'a' }],
    ['on another such stage', ['FROM scratch AS a', 'FROM a'], {}],
  ])('makes no image of a stage without instructions: %s', (_, lines, options) => {
    expect(refusal(lines, { ...options, ...classic })).toContain('No image was generated')
    expect(planned(lines, options).stages).toHaveLength(2)
  })

  test.each([
    ['an instruction', ['FROM scratch', 'ARG A']],
    ['a base that has one', ['FROM scratch AS a', 'ENV A=b', 'FROM a']],
    ['a trigger of its base', ['FROM scratch AS a', 'ONBUILD ENV A=b', 'FROM a']],
    ['an image', ['FROM alpine']],
    ['nothing but what another stage takes', ['FROM scratch AS a', 'FROM scratch', 'COPY --from=a / /b']],
  ])('makes one of %s', (_, lines) => {
    expect(planned(lines, classic).stages).toHaveLength(lines.filter(line => line.startsWith('FROM')).length)
  })

  // each answer as Docker 26 gives it
  test.each([
    ['ENV goes before ARG', ['FROM scratch', 'ENV A=e', 'ARG A=x', 'COPY $A /'], {}, ['e']],
    ['ARG stays in its stage', ['FROM scratch AS a', 'ARG A=x', 'FROM a', 'COPY ${A:-e} /'], {}, ['e']],
    ['ENV is inherited', ['FROM scratch AS a', 'ENV A=x', 'FROM a', 'COPY ${A:-e} /'], {}, ['x']],
    ['proxies need no ARG', ['FROM scratch', 'COPY ${http_proxy:-e} /'], { http_proxy: 'x' }, ['x']],
    ['other arguments do', ['FROM scratch', 'COPY ${FOO:-e} /'], { FOO: 'x' }, ['e']],
    ['ARG sees what was before', ['FROM scratch', 'ARG A=e B=$A', 'COPY $B/f /'], {}, ['f']],
    ['so it does before FROM', ['ARG A=e B=$A', 'FROM scratch', 'ARG B', 'COPY $B/f /'], {}, ['f']],
    ['keys are words', ['FROM scratch', 'ENV K=A', 'ARG $K=e', 'COPY $A /'], {}, ['e']],
    ['platforms are unknown', ['FROM scratch', 'ARG TARGETARCH', 'COPY ${TARGETARCH:-e} /'], {}, ['e']],
    ['bases in any case', ['FROM scratch AS q', 'ONBUILD COPY x /', 'FROM Q', 'COPY k /'], {}, ['x', 'k']],
    ['heredocs are not heard', ['FROM scratch', 'COPY <<EOF e /x/', 'hi', 'EOF'], {}, ['e']],
    ['nor is # check', ['# check=error=true', 'from scratch', 'COPY $N/e /'], {}, ['e']],
    ['a repository is a path', ['FROM scratch', 'ADD git@x.org:a/b.git /'], {}, ['git@x.org:a/b.git']],
  ] as const)('%s', (_, lines, buildArgs, expected) => {
    expect(sources(lines, { buildArgs })).toEqual(expected)
  })

  const needs = 'option requires BuildKit. Refer to https://docs.docker.com/go/buildkit/'
  test.each([
    [['FROM scratch', 'RUN --mount=type=bind,target=/x ls'], `2: the --mount ${needs}`],
    [['FROM scratch', 'COPY --chmod=755 e /'], `2: the --chmod ${needs}`],
    [['FROM scratch', 'COPY <<EOF /x', 'EOF'], '2: COPY failed: no source files were specified'],
    [['FROM scratch', 'COPY http://e.com/x /'], "2: COPY failed: source can't be a URL for COPY"],
    [['FROM scratch', 'COPY e x /d'], '2: When using COPY with more than one source file, the destination'],
    [['FROM scratch', 'COPY --from=0 e /'], '2: invalid from flag value 0: refers to current build stage'],
    [['FROM scratch', 'COPY --from=7 e /'], '2: invalid from flag value 7: index out of bounds'],
    [['FROM scratch', 'COPY --from=$X e /'], '2: invalid from flag value $X: invalid reference format'],
    [['FROM scratch AS q', 'FROM scratch AS q'], '2: q stage name already used'],
    [
      ['FROM --platform=$BUILDPLATFORM scratch'],
      '1: failed to parse platform : "" is an invalid OS component',
    ],
    [['FROM scratch', 'WORKDIR $NOPE'], '2: cannot normalize nothing'],
    [['FROM scratch', 'ARG A=${X:?no}'], '2: failed to process "${X:?no}": X: no'],
    [['FROM $X'], '1: base name ($X) should not be blank'],
    [['FROM BAD//x'], '1: invalid reference format'],
  ])('%j is refused', (lines, expected) => {
    expect(refusal(lines, { ...classic, buildArgs: { A: 'given' } })).toContain(expected)
  })

  test('what stands above is refused first', () => {
    const lines = ['FROM scratch', 'STOPSIGNAL nope', 'COPY --from=9 e /', 'FROM $X']
    expect(refusal(lines, classic)).toBe('2: invalid signal: nope')
  })
})

describe('podman', () => {
  const podman = { builder: 'podman' } as const

  test('skips stages that the target does not need, and reads what the others take', () => {
    const lines = [
      'FROM scratch AS a',
      'COPY in-a /',
      'FROM scratch AS b',
      'COPY in-b /',
      'FROM a',
      'COPY in-c /',
    ]
    const plan = planned(lines, podman)
    expect(plan.context).toEqual({ used: true, whole: false, paths: ['in-a', 'in-c'] })
    expect(plan.stages.map(({ reachable }) => reachable)).toEqual([true, false, true])
  })

  test('takes a number for a target, and names as they are written', () => {
    const lines = [
      'FROM scratch AS First',
      'COPY a /',
      'FROM scratch',
      'COPY --from=First / /',
      'COPY --from=first / /',
    ]
    expect(planned(lines, { ...podman, target: '0' }).target).toBe(0)
    expect(planned(lines, podman).stages[1]!.transfers.map(({ origin }) => origin)).toEqual([
      { kind: 'stage', index: 0 },
      { kind: 'image', ref: 'first' },
    ])
    expect(refusal(lines, { ...podman, target: 'first' })).toBe(
      '0: the target "first" was not found in the provided Dockerfile',
    )
  })

  test('knows variables in --from, and mount options that BuildKit refuses', () => {
    const lines = [
      'ARG S=base',
      'FROM scratch AS base',
      'COPY a /',
      'FROM scratch',
      'COPY --from=$S / /',
      'RUN --mount=type=bind,source=b,target=/b,Z ls',
    ]
    expect(planned(lines, podman).context.paths).toEqual(['a', 'b'])
  })

  test('a named context goes before a stage of its name', () => {
    const lines = ['FROM scratch AS src', 'COPY a /', 'FROM scratch', 'COPY --from=src b /']
    const plan = planned(lines, { ...podman, namedContexts: { src: '/srv/src' } })
    expect(plan.named).toEqual({ src: { used: true, whole: false, paths: ['b'] } })
    expect(plan.context.used).toBe(false)
  })
})
