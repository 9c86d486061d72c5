import { describe, expect, it } from 'vitest'
import { auditDockerfile } from './audit-dockerfile.ts'
import { byLine, lines } from './audit-tree.ts'

const RULE = 'copy-broad'
const IGNORE = lines('.dockerignore', 'Dockerfile')
const CLEAN = { '.dockerignore': IGNORE, 'src/a.js': '12345' }
const SECRET = 'API_KEY=Kq7vT2mX9pLw4Rz8Nb3Yc6Hd1Fg5Js0Q\n'

describe('copy-broad', () => {
  it('says how much is taken and where it goes, and is a note where nothing is wrong with it', async () => {
    const findings = await auditDockerfile(RULE, ['FROM scratch', 'COPY . /app'], { tree: CLEAN })
    expect(findings).toMatchObject([
      {
        severity: 'info',
        location: { file: 'Dockerfile', line: 2, column: 6 },
        message:
          'COPY takes the whole of the context into the final image: 1 file, 5 B; whatever is added to it later goes along',
        exposure: 'final',
        files: 1,
        bytes: 5,
        data: { carries: [] },
      },
    ])
  })

  it('names the worst that other rules have found in it, and warns then', async () => {
    const tree = { ...CLEAN, '.env': SECRET, 'web/node_modules/a/b': '1', 'core.log': '1', 'old.sql.gz': '1' }
    const dockerfile = [
      'FROM scratch AS build',
      'COPY . /app',
      'FROM scratch',
      'COPY --from=build /app/src /',
    ]
    const [finding] = await auditDockerfile(RULE, dockerfile, { tree })
    expect(finding).toMatchObject({
      severity: 'warning',
      exposure: 'stage:build',
      message:
        'COPY takes the whole of the context into stage build: 5 files, 49 B; along with it go .env (secret-file), web/node_modules (junk-directory), core.log (stray-artifact) and 1 more',
    })
    expect(finding!.data.carries).toEqual([
      { rule: 'secret-file', path: '.env' },
      { rule: 'junk-directory', path: 'web/node_modules' },
      { rule: 'stray-artifact', path: 'core.log' },
      { rule: 'stray-artifact', path: 'old.sql.gz' },
    ])
  })

  it('leaves out of company what --exclude leaves out, and what is allowed', async () => {
    const tree = { ...CLEAN, '.env': SECRET, 'core.log': '1' }
    const excluding = ['# syntax=docker/dockerfile:1.20', 'FROM scratch', 'COPY --exclude=.env . /app']
    const [finding] = await auditDockerfile(RULE, excluding, { tree })
    expect(finding!.message).toBe(
      'COPY takes the whole of the context, but for what --exclude names, into the final image: 2 files, 6 B; along with it goes core.log (stray-artifact)',
    )
    const at = { file: 'ctxguard.yaml', line: 1, column: 1 }
    const allow = ['secret-file', 'stray-artifact'].map(rule => ({ rule, reason: 'known', at }))
    expect(
      await auditDockerfile(RULE, ['FROM scratch', 'COPY . /app'], { tree, policy: { allow } }),
    ).toMatchObject([{ severity: 'info' }])
  })

  it('keeps the severity that the policy sets', async () => {
    const tree = { ...CLEAN, '.env': SECRET }
    const policy = { rules: { [RULE]: 'error' as const } }
    expect(await auditDockerfile(RULE, ['FROM scratch', 'COPY . /'], { tree, policy })).toMatchObject([
      { severity: 'error', message: expect.stringContaining('.env (secret-file)') },
    ])
  })

  it('takes every way to write the context for one, and a path for none', async () => {
    const broad = ['COPY . /1', 'COPY / /2', 'ADD ./ /3', 'COPY .. /4', 'COPY [".", "/5"]', 'COPY src/.. /6']
    const narrow = ['COPY src /7', 'COPY src/ ./', 'ADD https://example.org/a /8', 'COPY * /9']
    const findings = await auditDockerfile(RULE, ['FROM scratch', ...broad, ...narrow], { tree: CLEAN })
    expect(findings.map(({ location }) => location!.line).sort()).toEqual([2, 3, 4, 5, 6, 7])
  })

  it('says that a variable is empty', async () => {
    const dockerfile = ['FROM scratch', 'ARG DIR=', 'COPY $DIR /app']
    const [finding] = await auditDockerfile(RULE, dockerfile, { tree: CLEAN })
    expect(finding!.message).toMatch(/into the final image, as \$DIR is empty: 1 file/)
  })

  it('says of a bind mount that the image gets only what the command copies', async () => {
    const dockerfile = [
      'FROM alpine:3.22',
      'RUN --mount=type=bind,target=/src make',
      'RUN --mount=type=bind,source=src,target=/src make',
      'RUN --mount=type=bind,from=alpine:3.22,target=/src make',
      'RUN --mount=type=cache,target=/cache --mount=type=secret,id=a make',
    ]
    expect(byLine(await auditDockerfile(RULE, dockerfile, { tree: CLEAN }))).toEqual([
      [
        2,
        'info',
        'RUN --mount shows its command the whole of the context, which is transferred for it: 1 file, 5 B; the image gets what the command copies out of it; whatever is added to it later goes along',
      ],
    ])
  })

  it('says that a tmpfs makes BuildKit transfer everything, where the context is used and else in part', async () => {
    const tmpfs = 'RUN --mount=type=tmpfs,target=/tmp make'
    const [finding, ...others] = await auditDockerfile(RULE, ['FROM alpine:3.22', 'COPY src /', tmpfs], {
      tree: CLEAN,
    })
    expect(others).toEqual([])
    expect(finding).toMatchObject({ severity: 'warning', location: { line: 3 }, exposure: 'requested' })
    expect(finding!.message).toContain('makes BuildKit transfer all of it: 1 file, 5 B')
    expect(finding!.fix).toEqual({ why: 'with from=scratch the mount leaves the context alone' })

    const silent = [
      ['FROM alpine:3.22', tmpfs],
      ['FROM alpine:3.22', 'COPY src /', tmpfs.replace('tmpfs,', 'tmpfs,from=scratch,')],
    ]
    for (const dockerfile of silent)
      expect(await auditDockerfile(RULE, dockerfile, { tree: CLEAN })).toEqual([])
    const request = { builder: 'podman' as const }
    const dockerfile = ['FROM alpine:3.22', 'COPY src /', tmpfs]
    expect(await auditDockerfile(RULE, dockerfile, { tree: CLEAN, request })).toEqual([])
  })

  it('says that podman shows a mount what the ignore file excludes', async () => {
    const dockerfile = ['FROM alpine:3.22', 'RUN --mount=type=bind,target=/src make']
    const request = { builder: 'podman' as const }
    const [finding] = await auditDockerfile(RULE, dockerfile, { tree: CLEAN, request })
    expect(finding!.message).toContain('podman does not apply the ignore file to that')
  })

  it('keeps still where the ignore file names what is sent, and about stages that are not built', async () => {
    const allowList = { ...CLEAN, '.dockerignore': lines('*', '!src'), 'src/.env': SECRET }
    expect(await auditDockerfile(RULE, ['FROM scratch', 'COPY . /'], { tree: allowList })).toEqual([])
    const dockerfile = ['FROM scratch AS other', 'COPY . /', 'FROM scratch', 'COPY src /']
    expect(await auditDockerfile(RULE, dockerfile, { tree: CLEAN })).toEqual([])
  })
})
