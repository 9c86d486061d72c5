import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { copyAll, stageListing } from '../helpers/reach.ts'
import { makeTree, type Tree } from '../helpers/tree.ts'
import { builtEntries, engineAnswers } from './docker.ts'

const NODES: Tree = {
  '.dockerignore': 'Dockerfile\n.dockerignore\nignored\n',
  'd/in': 'in',
  'd/sub/x': 'x',
  // not a dangling one: up to Docker 26, a wildcard that takes the directory follows it (SEMANTICS.md 10.1, #315)
  'd/out': { link: 'in' },
  'e/.hidden': '',
  'f.txt': 'f',
  'g.txt': 'gg',
  ignored: '',
  link: { link: 'd' },
  lfile: { link: '/f.txt' },
  up: { link: '../../d' },
  'q[x]': '',
  'text.gz': gzipSync('hello'),
}

const BOTH = [
  'COPY link /x',
  'COPY link/sub /x/',
  'COPY lfile /x/',
  'COPY up/in /x',
  'COPY lfile/none /x',
  'COPY d/in/none /x',
  'COPY link/* /x/',
  'COPY */* /x/',
  'COPY ? /x/',
  'COPY [^x]* /x/',
  'COPY zz* f.txt /x/',
  'COPY zz*/none f.txt /x/',
  'COPY none/* f.txt /x/',
  'COPY f.txt/* g.txt /x/',
  'COPY i* /x/',
  'COPY ignored /x',
  'COPY l* /x/',
  'COPY u* /x/',
  'COPY ../f.txt /x',
  'COPY d/../f.txt /x',
  'COPY /f.txt x/../g.txt /x/',
  'COPY ./d/ /x',
  'COPY d/. /x',
  'COPY ["q[x]", "/x"]',
  'COPY ["q[[]x]", "/x"]',
  'COPY d e /x/',
  'COPY *.txt /x/y/',
  'COPY f.txt /',
  'COPY $NONE /x',
  'ADD text.gz /x/',
  'ADD d f.txt /x/',
]

const BUILDKIT = [
  'COPY f.txt g.txt /x',
  'COPY *.txt /x',
  'COPY d f.txt /x',
  'COPY d /x\nCOPY f.txt /x',
  'COPY d /x\nCOPY f.txt /x/sub',
  'COPY d /x\nCOPY f.txt /x/in',
  'WORKDIR /x\nCOPY f.txt .\nCOPY g.txt /x',
  'COPY link/in /x/\nCOPY link/sub /y/',
  'COPY link/i* /x/\nCOPY link/s* /y/',
  'COPY d/in /x/\nCOPY link/in /y/',
]

const single = BOTH.flatMap(line => [
  { line, builder: 'buildkit' as const },
  { line, builder: 'classic' as const },
])
const several = BUILDKIT.map(line => ({ line, builder: 'buildkit' as const }))

describe.skipIf(!engineAnswers())('a live engine copies what is foretold', () => {
  test.each([...single, ...several])('$builder: $line', async ({ line, builder }) => {
    const dockerfile = `FROM scratch\n${line}\n`
    const contextDir = makeTree({ ...NODES, Dockerfile: dockerfile })
    const built = builtEntries(contextDir, builder)
    const copied = await copyAll(contextDir, dockerfile, builder)
    const fails = copied.outcomes.some(({ failure }) => failure?.fails)
    expect(fails).toBe(built === null)
    if (built !== null) expect(comparable(stageListing(copied))).toEqual(comparable(built))
  })
})

/** Without what is no matter of paths: modes, and destinations that are made whether or not anything lies in them. */
function comparable(lines: readonly string[]): string[] {
  return lines
    .map(line => line.replace(/^(\S) (?:\d+ \d+ )?/, '$1 '))
    .filter(line => !/^d (x|x\/y|y)$/.test(line))
    .sort()
}
