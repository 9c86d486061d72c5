import { describe, expect, it } from 'vitest'
import type { Tree } from '../helpers/tree.ts'
import { auditBuild, saidOfBuild } from './audit-build.ts'
import { lines } from './audit-tree.ts'

const BUILDERS = ['buildkit', 'classic', 'podman'] as const

describe('a link that a COPY names', () => {
  const tree: Tree = {
    '.dockerignore': lines('generated'),
    'data/notes': { link: '../../notes' },
    'data/shared': { link: '/srv/shared' },
    'etc/hosts': 'ours',
    hosts: { link: '/etc/hosts' },
    latest: { link: 'releases/2' },
    loop: { link: 'loop' },
    current: { link: '{ROOT}/releases/1' },
    'releases/1/app': '',
    'schema.json': { link: 'generated/schema.json' },
    'generated/schema.json': '',
    fine: { link: 'releases/1' },
  }
  const said = (...copies: string[]) =>
    saidOfBuild(tree, ['FROM scratch', ...copies]).then(all => all.filter(([line]) => line > 0))

  it('out of the context fails, since builders stay inside', async () => {
    expect(await said('COPY data/notes /', 'ADD data/shared/x /')).toEqual([
      [
        2,
        'symlink-escapes',
        'error',
        'COPY takes data/notes, a link to ../../notes, outside of the context: BuildKit looks for notes in the context, where it is not, and the build fails',
      ],
      [
        3,
        'symlink-escapes',
        'error',
        'ADD takes data/shared/x by way of data/shared, a link to /srv/shared, outside of the context: BuildKit looks for srv/shared/x in the context, where it is not, and the build fails',
      ],
    ])
  })

  it('takes what the context has at that path, and that is a warning', async () => {
    expect(await said('COPY hosts /etc/')).toEqual([
      [
        2,
        'symlink-escapes',
        'warning',
        'COPY takes hosts, a link to /etc/hosts, outside of the context: what is copied in its place is etc/hosts of the context',
      ],
    ])
  })

  it('fails where it is absolute, leads nowhere or round, or to what is excluded', async () => {
    const dockerfile = [
      'COPY current/app /',
      'COPY latest /',
      'COPY loop /',
      'COPY schema.json /',
      'COPY fine /f',
      'COPY fine/app /',
    ]
    const findings = (await auditBuild(tree, ['FROM scratch', ...dockerfile])).filter(
      one => one.location !== undefined,
    )
    const [absolute, dangling, loop, ignored] = findings.sort((a, b) => a.location!.line - b.location!.line)
    expect(findings).toHaveLength(4)
    expect(absolute).toMatchObject({
      rule: 'symlink-absolute',
      severity: 'error',
      path: 'current',
      message: expect.stringMatching(
        /^COPY takes current\/app by way of current, a link to releases\/1 as \/.*, a path of this machine: BuildKit looks for .*\/releases\/1\/app in the context, where it is not, and the build fails$/,
      ),
      fix: { why: 'make it relative: ln -sfn releases/1 current' },
    })
    expect(dangling).toMatchObject({
      rule: 'symlink-broken',
      severity: 'error',
      message: 'COPY takes latest, a link to releases/2, which does not exist: the build fails',
    })
    expect(loop).toMatchObject({
      rule: 'symlink-broken',
      severity: 'error',
      message: 'COPY takes loop, a link that leads in a circle by way of loop: the build fails',
    })
    expect(ignored).toMatchObject({
      rule: 'symlink-target-ignored',
      severity: 'error',
      message:
        'COPY takes schema.json, a link to generated/schema.json, but line 1 of .dockerignore (`generated`) excludes generated: the build fails',
      fix: { pattern: '!generated/schema.json' },
    })
  })

  it.each(BUILDERS)(
    'is reported once, by the Dockerfile that names it or as it lies there (%s)',
    async builder => {
      const copied = await auditBuild(tree, ['FROM scratch', 'COPY . /'], { builder })
      const named = await auditBuild(tree, ['FROM scratch', 'COPY latest /', 'COPY . /'], { builder })
      const of = (findings: typeof named) =>
        findings.filter(({ path }) => path === 'latest').map(({ rule, severity }) => `${severity} ${rule}`)
      expect(of(copied)).toEqual(['info symlink-broken'])
      expect(of(named)).toEqual(['error symlink-broken'])
      expect(named).toHaveLength(copied.length)
    },
  )

  it('is met behind another link, and by a wildcard', async () => {
    const more: Tree = {
      a: { link: 'b' },
      'b/out': { link: '../../x' },
      'w/l1': { link: 'nowhere' },
      'w/file': '',
    }
    expect(await saidOfBuild(more, ['FROM scratch', 'COPY a/out /', 'COPY w/* /'])).toMatchObject([
      [2, 'symlink-escapes', 'error', expect.stringContaining('by way of b/out, a link to ../../x')],
      [3, 'symlink-broken', 'error', expect.stringContaining('by way of w/l1, a link to nowhere')],
    ])
  })
})

describe('symlink-shared-source', () => {
  const tree: Tree = { current: { link: 'releases/1' }, 'releases/1/app.js': '', 'releases/1/lib.js': '' }
  const dockerfile = ['FROM scratch', 'COPY current/app.js /', 'COPY current/lib.js /']

  it('is an error of BuildKit’s own', async () => {
    expect(await auditBuild(tree, dockerfile)).toMatchObject([
      {
        rule: 'symlink-shared-source',
        severity: 'error',
        location: { line: 3 },
        message:
          'COPY takes current/lib.js by way of the link current, and so is current/app.js taken: of several sources behind one link BuildKit transfers only the first, and the build fails',
        fix: { why: 'name releases/1/lib.js in place of the link' },
      },
    ])
    for (const builder of ['classic', 'podman'] as const)
      expect(await saidOfBuild(tree, dockerfile, { builder })).toEqual([])
  })

  it('is none where the whole context is taken', async () => {
    expect(await saidOfBuild(tree, [...dockerfile, 'COPY . /all'])).toEqual([])
  })
})

describe('a link that a COPY takes without what it leads to', () => {
  const tree: Tree = {
    'packages/app/LICENSE': { link: '../../LICENSE' },
    'packages/app/main.js': '',
    LICENSE: 'MIT',
  }

  it('leads in the image to where no COPY puts anything', async () => {
    expect(await saidOfBuild(tree, ['FROM scratch', 'COPY packages/app /app'])).toEqual([
      [
        2,
        'symlink-broken',
        'warning',
        'packages/app/LICENSE leads to LICENSE, which this COPY does not take along: in the image the link leads to /LICENSE, where no COPY puts anything',
      ],
    ])
  })

  it.each([
    ['the same COPY takes both', ['COPY . /src']],
    ['another one puts it there', ['COPY packages/app /app', 'COPY LICENSE /']],
    [
      'the stage that it is built on has it there',
      ['COPY LICENSE /', 'FROM first AS next', 'COPY packages/app /app'],
    ],
    ['something of unknown content is put there', ['COPY --from=busybox /usr / ', 'COPY packages/app /app']],
    ['a heredoc may be it', ['COPY packages/app /app', 'COPY <<EOF /LICENSE', 'text', 'EOF']],
    ['it is the link itself that is named', ['COPY packages/app/LICENSE /app/']],
    ['nobody knows where it comes to lie', ['COPY packages/app app']],
    ['it is only mounted', ['RUN --mount=source=packages/app,target=/app ls']],
  ])('is none where %s', async (_, instructions) => {
    const dockerfile = ['FROM alpine AS first', ...instructions]
    expect(await saidOfBuild(tree, dockerfile)).toEqual([])
  })
})
