import { describe, expect, it } from 'vitest'
import { buildTree } from './build-tree.ts'

const TREE = { 'a/one': '1', 'a/two': '2', 'b/deep/three': '3', '.env': 'X=1', 'package.json': '{}' }

describe('how far a file gets', () => {
  it('is sent only where no instruction names it', async () => {
    const { exposures, reach } = await buildTree(TREE, 'FROM scratch\nCOPY a /a\n')
    expect(exposures).toEqual({
      'a/one': 'final',
      'a/two': 'final',
      'b/deep/three': 'sent',
      '.env': 'sent',
      'package.json': 'sent',
    })
    expect(reach.requested.totals).toEqual({ files: 2, bytes: 2 })
  })

  it('is a stage where the final image takes nothing of it', async () => {
    const { exposures } = await buildTree(
      TREE,
      'FROM scratch AS build\nCOPY . /src\nFROM scratch\nCOPY --from=build /src/a /a\n',
    )
    expect(exposures).toEqual({
      'a/one': 'final',
      'a/two': 'final',
      'b/deep/three': 'stage:build',
      '.env': 'stage:build',
      'package.json': 'stage:build',
    })
  })

  it('may be the final image where a RUN of the stage could have moved it', async () => {
    const run = 'FROM x AS build\nWORKDIR /src\nCOPY . .\nRUN make\nFROM x\nCOPY --from=build /out /out\n'
    expect((await buildTree(TREE, run)).exposures['.env']).toBe('stage:build?')
    const before = 'FROM x AS build\nRUN make\nCOPY . /src\nFROM x\nCOPY --from=build /out /out\n'
    expect((await buildTree(TREE, before)).exposures['.env']).toBe('stage:build')
  })

  it('may be the final image where a RUN mounts the stage', async () => {
    const { exposures } = await buildTree(
      TREE,
      'FROM scratch AS s\nCOPY .env /\nFROM x\nRUN --mount=from=s,target=/m cp -a /m /out\n',
    )
    expect(exposures['.env']).toBe('stage:s?')
  })

  it('is the final image through the stage that the target is built on', async () => {
    const { exposures } = await buildTree(
      TREE,
      'FROM scratch AS base\nCOPY .env /\nFROM base\nCOPY a/one /one\n',
    )
    expect(exposures).toMatchObject({ '.env': 'final', 'a/one': 'final', 'a/two': 'sent' })
  })

  it('follows a chain of stages by paths, renamed directories and files included', async () => {
    const { exposures } = await buildTree(
      TREE,
      `FROM scratch AS one
COPY b /srv/b
FROM scratch AS two
COPY --from=one /srv/b/deep /x/
COPY a/one /x/y/renamed
FROM scratch
COPY --from=two /x/three /final/
COPY --from=two /x/y/renamed /final/
`,
    )
    expect(exposures).toEqual({
      'a/one': 'final',
      'a/two': 'sent',
      'b/deep/three': 'final',
      '.env': 'sent',
      'package.json': 'sent',
    })
  })

  it('matches wildcards of a COPY --from against what the context brought', async () => {
    const { exposures } = await buildTree(
      TREE,
      'FROM scratch AS s\nCOPY . /w\nFROM scratch\nCOPY --from=s /w/*.json /w/a/t* /\n',
    )
    expect(exposures).toMatchObject({ 'package.json': 'final', 'a/two': 'final', 'a/one': 'stage:s' })
  })

  it('is no further than the stage where another file has taken its place', async () => {
    const { exposures } = await buildTree(
      TREE,
      'FROM scratch AS s\nCOPY a/one /f\nCOPY a/two /f\nFROM scratch\nCOPY --from=s /f /\n',
    )
    expect(exposures).toMatchObject({ 'a/one': 'stage:s', 'a/two': 'final' })
  })

  it('is known of files that lie side by side', async () => {
    const { exposures } = await buildTree(
      TREE,
      'FROM scratch AS s\nCOPY a/one b/deep/three /o/\nFROM scratch\nCOPY --from=s /o /p/\n',
    )
    expect(exposures).toMatchObject({ 'a/one': 'final', 'b/deep/three': 'final' })
  })

  it('of a stage that the target does not need is not known to any', async () => {
    const { exposures } = await buildTree(
      TREE,
      'FROM scratch AS build\nCOPY .env /e\nFROM build AS dev\nFROM scratch\nCOPY --from=build /nothing /\n',
    )
    expect(exposures['.env']).toBe('stage:build')
  })

  it('of an unreachable stage is sent, and of a bind mount requested', async () => {
    const { exposures } = await buildTree(
      TREE,
      `FROM scratch AS never
COPY .env /
FROM x
RUN --mount=type=bind,source=package.json,target=/p.json cat /p.json
`,
    )
    expect(exposures).toMatchObject({ '.env': 'sent', 'package.json': 'requested?', 'a/one': 'sent' })
  })

  it('is of the target that is built', async () => {
    const file = 'FROM scratch AS one\nCOPY a /a\nFROM scratch AS two\nCOPY .env /\n'
    expect((await buildTree(TREE, file, { target: 'one' })).exposures).toMatchObject({
      'a/one': 'final',
      '.env': 'sent',
    })
  })

  it('names the instruction that takes it furthest', async () => {
    const { reach } = await buildTree(
      TREE,
      'FROM scratch AS build\nCOPY . /src\nFROM scratch\nCOPY --from=build /src/.env /e\n',
    )
    // .env is the first entry
    expect(reach.exposureOf(0).carrier).toEqual({ line: 4, instruction: 'COPY --from=build /src/.env /e' })
    expect(reach.takenBy(0).map(({ transfer }) => transfer.line)).toEqual([2])
  })

  it('knows the classic builder to send and copy what unreachable stages name too', async () => {
    const file = 'FROM scratch AS never\nCOPY .env /e\nFROM scratch\nCOPY a /a\n'
    expect((await buildTree(TREE, file, { builder: 'classic' })).exposures).toMatchObject({
      '.env': 'stage:never',
      'package.json': 'requested',
    })
  })

  it('takes stages that double what they copy for what they are, and ends', async () => {
    const stages = Array.from({ length: 40 }, (_, i) =>
      i === 0
        ? 'FROM scratch AS s0\nCOPY . /w'
        : `FROM scratch AS s${i}\nCOPY --from=s${i - 1} / /x\nCOPY --from=s${i - 1} / /y`,
    )
    const { exposures } = await buildTree(TREE, `${stages.join('\n')}\n`)
    expect(exposures['.env']).toBe('final')
  })
})
