import { describe, expect, test } from 'vitest'
import { analyzeDockerfile } from '../../src/dockerfile/analyze.ts'
import { DockerfileError } from '../../src/errors.ts'

const DOCKERFILE = `FROM golang AS build
COPY go.mod go.sum ./
RUN --mount=type=bind,source=vendor,target=/v go build
FROM scratch AS docs
COPY . /docs
FROM scratch
COPY --from=build /out /app
COPY --from=assets logo.svg /
ADD https://example.com/x.tar conf/ /etc/
`

describe('analyzeDockerfile', () => {
  const namedContexts = { assets: '../assets' }

  test('says what is taken, stage by stage', () => {
    expect(analyzeDockerfile(DOCKERFILE, { namedContexts })).toEqual({
      usesContext: true,
      wholeContext: false,
      paths: ['conf', 'go.mod', 'go.sum', 'vendor'],
      unknown: [
        'base images may have ONBUILD instructions that take more files',
        'line 2: where COPY puts files depends on the working directory of the base image',
      ],
      stages: [
        {
          name: 'build',
          index: 0,
          reachable: true,
          final: false,
          copies: [
            { line: 2, sources: ['go.mod', 'go.sum'], whole: false },
            { line: 3, sources: ['vendor'], whole: false },
          ],
        },
        { name: 'docs', index: 1, reachable: false, final: false, copies: [] },
        {
          name: null,
          index: 2,
          reachable: true,
          final: true,
          copies: [
            { line: 7, sources: ['out'], from: 'build', whole: false },
            { line: 8, sources: ['logo.svg'], from: 'assets', whole: false },
            { line: 9, sources: ['conf'], whole: false },
          ],
        },
      ],
      named: { assets: { wholeContext: false, paths: ['logo.svg'] } },
    })
  })

  test('another target, another answer', () => {
    const { wholeContext, paths, stages } = analyzeDockerfile(DOCKERFILE, { namedContexts, target: 'docs' })
    expect([wholeContext, paths]).toEqual([true, []])
    expect(stages[1]!.copies).toEqual([{ line: 5, sources: [''], whole: true }])
  })

  test('a build that takes nothing does not use the context', () => {
    const { usesContext, wholeContext, paths } = analyzeDockerfile('FROM alpine\nRUN ls\n')
    expect([usesContext, wholeContext, paths]).toEqual([false, false, []])
  })

  test('throws what the builder would say, with its place', () => {
    const analyze = () => analyzeDockerfile('FROM scratch\nCOPY --from=9 a /\n', { file: 'app.Dockerfile' })
    expect(analyze).toThrow(DockerfileError)
    expect(analyze).toThrow('app.Dockerfile:2: invalid stage index 9')
    expect(analyze).toThrow(
      expect.objectContaining({ line: 2, column: 1, exitCode: 3, reason: 'invalid stage index 9' }),
    )
  })
})
