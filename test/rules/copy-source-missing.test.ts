import { describe, expect, it } from 'vitest'
import type { Builder } from '../../src/model/request.ts'
import { makeTree } from '../helpers/tree.ts'
import { auditBuild, saidOfBuild } from './audit-build.ts'

const rule = 'copy-source-missing'

describe('a source that is not in the context', () => {
  it('is an error at its place in the Dockerfile', async () => {
    const findings = await auditBuild({ 'a.js': '' }, [
      'FROM scratch',
      'COPY a.js \\',
      '  nowhere/at-all.js /',
    ])
    expect(findings).toMatchObject([
      {
        rule,
        severity: 'error',
        path: 'nowhere/at-all.js',
        location: { file: 'Dockerfile', line: 3, column: 3 },
        message: 'nowhere/at-all.js is not in the context, and the build fails',
        data: { reason: '"/nowhere/at-all.js": not found', stages: ['0'] },
      },
    ])
  })

  it.each([
    [
      'Src/App.js',
      { 'src/app.js': '' },
      'src/app.js is there, and builders tell capitals from small letters',
      'case',
    ],
    [
      'caf\u00e9.txt',
      { 'cafe\u0301.txt': '' },
      'cafe\u0301.txt is there, which looks the same and is composed of other characters (Unicode normalisation)',
      'form',
    ],
    ['src/indx.js', { 'src/index.js': '' }, 'src/index.js is there', 'spelling'],
    [
      'server.crt',
      { 'deploy/tls/server.crt': '' },
      'deploy/tls/server.crt is the only one of that name',
      'elsewhere',
    ],
  ])('is told from %s, which is near', async (source, tree, hint, nearKind) => {
    const findings = await auditBuild(tree, ['FROM scratch', `COPY ${source} /`])
    expect(findings).toMatchObject([
      { rule, message: `${source} is not in the context, and the build fails: ${hint}`, data: { nearKind } },
    ])
  })

  it('is sought beside the Dockerfile, and in the context that somebody thought to be above', async () => {
    const dir = makeTree({
      'services/api/Dockerfile': 'FROM scratch\nCOPY main.go /\n',
      'services/api/main.go': '',
      'services/web/main.go': '',
      'services/web/Dockerfile': 'FROM scratch\nCOPY services/web/main.go /\n',
    })
    const file = `${dir}/services/api/Dockerfile`
    const below = await auditBuild({}, [], {
      context: { kind: 'directory', dir },
      dockerfile: { kind: 'file', file },
    })
    expect(below.map(({ message }) => message)).toEqual([
      'main.go is not in the context, and the build fails: services/api/main.go is there; a source is relative to the context, not to the Dockerfile',
    ])
    const above = await auditBuild({}, [], { context: { kind: 'directory', dir: `${dir}/services/web` } })
    expect(above.map(({ message }) => message)).toEqual([
      'services/web/main.go is not in the context, and the build fails: main.go is there; a source is relative to the context, not to a directory above it',
    ])
  })

  it('does not propose what the same instruction names already, or what is not sent', async () => {
    const tree = { '.dockerignore': 'go.sun\n', 'go.mod': '', 'go.sun': '' }
    const findings = await auditBuild(tree, ['FROM scratch', 'COPY go.mod go.sum /'])
    expect(findings.map(({ message }) => message)).toEqual([
      'go.sum is not in the context, and the build fails',
    ])
  })

  it('is told of bind mounts too', async () => {
    expect(
      await saidOfBuild({}, [
        'FROM scratch',
        'RUN --mount=type=bind,source=requirements.txt,target=/r.txt pip',
      ]),
    ).toEqual([[2, rule, 'error', 'requirements.txt is not in the context, and the build fails']])
  })

  it('is no fault of a stage that is not built', async () => {
    const dockerfile = ['FROM scratch AS unused', 'COPY nowhere /', 'FROM scratch', 'COPY a /']
    expect(await saidOfBuild({ a: '' }, dockerfile)).toEqual([])
    expect(await saidOfBuild({ a: '' }, dockerfile, { target: 'unused' })).toHaveLength(1)
  })

  it('is one finding however many stages an ONBUILD brings it into', async () => {
    const dockerfile = [
      'FROM scratch AS base',
      'ONBUILD COPY nowhere /',
      'FROM base AS one',
      'FROM base AS two',
      'COPY --from=one / /',
    ]
    expect(await auditBuild({}, dockerfile)).toMatchObject([
      { rule, location: { line: 2 }, data: { stages: ['one', 'two'] } },
    ])
  })

  it('is spoken of as part of the named context that lacks it', async () => {
    const shared = makeTree({ 'lib/a.js': '' })
    const dir = makeTree({ Dockerfile: 'FROM scratch\nCOPY --from=shared lib/b.js /\n' })
    const { auditBuilds } = await import('../../src/audit.ts')
    const reports = await auditBuilds([{ context: { kind: 'directory', dir }, namedContexts: { shared } }])
    expect(reports.flatMap(({ findings }) => findings).filter(one => one.rule === rule)).toMatchObject([
      { message: 'lib/b.js is not in the named context shared, and the build fails: lib/a.js is there' },
    ])
  })
})

describe('a source above the context', () => {
  const said = (builder: Builder, tree: Record<string, string>) =>
    saidOfBuild(tree, ['FROM scratch', 'COPY ../shared/x /'], { builder })

  it('is clamped by BuildKit: what is there in its place is taken', async () => {
    expect(await said('buildkit', { 'shared/x': '' })).toEqual([
      [
        2,
        rule,
        'warning',
        '../shared/x lies outside of the context, which no `..` leaves: COPY takes shared/x of it in place of that',
      ],
    ])
    expect(await said('buildkit', {})).toEqual([
      [
        2,
        rule,
        'error',
        '../shared/x lies outside of the context, which no `..` leaves: COPY looks for shared/x in it, where it is not, and the build fails',
      ],
    ])
  })

  it("is refused by Docker's classic builder, whatever is there", async () => {
    expect(await said('classic', { 'shared/x': '' })).toEqual([
      [
        2,
        rule,
        'error',
        "../shared/x lies outside of the context, which no `..` leaves: Docker's classic builder refuses it, and the build fails",
      ],
    ])
  })

  it('is not seen in a path that only goes up and down inside', async () => {
    expect(await saidOfBuild({ 'a/x': '' }, ['FROM scratch', 'COPY a/../a/x /'])).toEqual([])
  })
})

describe('a wildcard that matches nothing', () => {
  it('passes with BuildKit and fails with the others (D11)', async () => {
    const said = (builder: Builder) => saidOfBuild({}, ['FROM scratch', 'COPY *.whl /'], { builder })
    expect(await said('buildkit')).toEqual([
      [2, rule, 'warning', '*.whl matches nothing in the context: BuildKit copies nothing and goes on'],
    ])
    for (const builder of ['classic', 'podman'] as const)
      expect(await said(builder)).toEqual([
        [2, rule, 'error', '*.whl matches nothing in the context: the build fails'],
      ])
  })

  it('fails with BuildKit too where its directory is not sent, for nothing of it is', async () => {
    const tree = { 'dist/README': '' }
    expect(await saidOfBuild(tree, ['FROM scratch', 'COPY dist/*.whl /'])).toEqual([
      [2, rule, 'error', 'dist/*.whl matches nothing in the context: the build fails'],
    ])
    expect(await saidOfBuild(tree, ['FROM scratch', 'COPY dist/*.whl dist/README* /'])).toMatchObject([
      [2, rule, 'warning', expect.any(String)],
    ])
  })

  it('is left alone where it stands for one name that may be missing', async () => {
    const tree = { 'package.json': '' }
    const copy = (...sources: string[]) => saidOfBuild(tree, ['FROM scratch', `COPY ${sources.join(' ')} ./`])
    expect(await copy('package.json', 'yarn.lock*', '.npmr[c]', '.env?')).toEqual([])
    expect(await copy('yarn.lock*')).toHaveLength(1)
    expect(await copy('package.json', '*.tgz')).toHaveLength(1)
  })

  it('says what ** stands for', async () => {
    const [finding] = await auditBuild({ 'src/a/b/main.go': '' }, ['FROM scratch', 'COPY src/**/*.go /'])
    expect(finding).toMatchObject({
      severity: 'warning',
      fix: { why: expect.stringContaining('** stands for one name') },
    })
  })
})
