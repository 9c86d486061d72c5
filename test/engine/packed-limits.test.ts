import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { Tree } from '../helpers/tree.ts'
import { engineAnswers } from './docker.ts'
import { layOut, type PackableBuild } from './laid-out-build.ts'
import { packedDifferences } from './packed-differences.ts'
import { buildAllWays, type Outcome, WAYS } from './packed-ways.ts'
import type { Placement } from './random-packable.ts'

const since = Math.floor(Date.now() / 1000)
const ALL = 'FROM scratch\nCOPY . /all/\n'

function build(tree: Tree, placement: Placement = 'default', dockerfile = ALL): PackableBuild {
  const own: Tree =
    placement === 'default'
      ? { Dockerfile: dockerfile }
      : placement === 'inside'
        ? { 'build/app.Dockerfile': dockerfile }
        : {}
  // BuildKit must not take two of them for the same
  return { tree: { a: randomUUID(), 'd/b': randomUUID(), ...tree, ...own }, dockerfile, placement }
}

interface Limit {
  build: PackableBuild
  /** what only the tar brings into the image */
  more?: string[]
  /** what a directory can't hold */
  less?: string[]
}

const SAME: Record<string, Limit> = {
  'an excluded Dockerfile that nothing copies': {
    build: build({ '.dockerignore': 'Dockerfile' }, 'default', 'FROM scratch\nCOPY d /d\n'),
  },
  'a Dockerfile from elsewhere that nothing copies': {
    build: build({}, 'outside', 'FROM scratch\nCOPY d /d\n'),
  },
  'a Dockerfile on standard input, and an ignore file': {
    build: build({ '.dockerignore': 'x', x: '' }, 'stdin', 'FROM scratch\nCOPY d /d\n'),
  },
}

const BUILDKIT: Record<string, Limit> = {
  ...SAME,
  'an excluded Dockerfile': {
    build: build({ '.dockerignore': 'Dockerfile\n.dockerignore' }),
    more: ['all/Dockerfile'],
  },
  'an excluded Dockerfile in a directory': {
    build: build({ '.dockerignore': 'build' }, 'inside'),
    more: ['all/build', 'all/build/app.Dockerfile'],
  },
  'a Dockerfile from elsewhere': { build: build({}, 'outside'), more: ['all/.ctxguard.Dockerfile'] },
  'a Dockerfile on standard input': {
    build: build({ '.dockerignore': 'x', x: '' }, 'stdin'),
    more: ['all/.ctxguard.Dockerfile'],
  },
  'a FIFO and a socket': {
    build: build({ 'd/pipe': { special: 'fifo' }, 'd/socket': { special: 'socket' } }),
    less: ['all/d/pipe', 'all/d/socket'],
  },
}

const CLASSIC: Record<string, Limit> = {
  ...SAME,
  'an excluded Dockerfile': { build: build({ '.dockerignore': 'Dockerfile\n.dockerignore' }) },
  'an excluded Dockerfile in a directory': { build: build({ '.dockerignore': 'build' }, 'inside') },
  'a Dockerfile from elsewhere': { build: build({}, 'outside') },
  'a Dockerfile from elsewhere, and an ignore file': {
    build: build({ '.dockerignore': 'x', x: '' }, 'outside'),
  },
  'a Dockerfile on standard input': { build: build({}, 'stdin') },
  'a FIFO': { build: build({ 'd/pipe': { special: 'fifo' } }), less: ['all/d/pipe'] },
}

describe.skipIf(!engineAnswers())('what can not be the same is said, and nothing else differs', () => {
  const cases = { buildkit: BUILDKIT, classic: CLASSIC }

  describe.concurrent.each(['buildkit', 'classic'] as const)('%s', builder => {
    test.for(Object.entries(cases[builder]))(
      '%s',
      { timeout: 90_000 },
      async ([, { build, more = [], less = [] }], { expect }) => {
        // what is built here is clean: the audit must say so too
        const outcomes = await buildAllWays({ ...layOut(build, builder, ''), checked: true })
        const judged = { dockerfile: Buffer.from(build.dockerfile), since }
        expect(WAYS.flatMap(way => packedDifferences(way, outcomes, judged))).toEqual([])
        const { directory, tar, stage, minimal } = outcomes
        expect(paths(tar).filter(path => !paths(directory).includes(path))).toEqual(more)
        for (const staged of [stage, minimal])
          expect(paths(directory).filter(path => !paths(staged).includes(path))).toEqual(less)
      },
    )
  })
})

function paths({ files, docker, said }: Outcome): string[] {
  expect(files, `${said}${docker}`).not.toBeNull()
  return [...files!.keys()].sort()
}
