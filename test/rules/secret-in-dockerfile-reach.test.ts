import { describe, expect, it } from 'vitest'
import { makeTree } from '../helpers/tree.ts'
import { found, OTHER, PASSWORD, RULE, reportOn, reportsOn, said, TOKEN } from './audit-dockerfile-secrets.ts'
import { lines } from './audit-tree.ts'

describe('how far it gets', () => {
  const TWO = ['FROM alpine AS build', `RUN curl -u me:${TOKEN} x`, `ENV DB_PASSWORD=${PASSWORD}`]

  it('into a stage that the image takes files from', async () => {
    expect(await found([...TWO, 'FROM alpine', 'COPY --from=build /a /a'])).toMatchObject([
      {
        severity: 'error',
        exposure: 'stage:build',
        carrier: { line: 2, instruction: 'RUN' },
        message:
          'RUN holds a GitHub personal access token (ghp_… (40)): whoever has the build cache of stage build reads it',
      },
      { severity: 'warning', exposure: 'stage:build', location: { line: 3 } },
    ])
  })

  it('into the stage that the image is built on', async () => {
    expect(await found([...TWO, 'FROM build'])).toMatchObject([
      { severity: 'error', exposure: 'final' },
      { severity: 'error', exposure: 'final' },
    ])
  })

  it('nowhere, where the build does not need the stage', async () => {
    const findings = await found([...TWO, 'FROM alpine'])
    expect(findings).toMatchObject([
      {
        severity: 'warning',
        message:
          'RUN holds a GitHub personal access token (ghp_… (40)): this build does not need stage build, but whoever gets the Dockerfile reads it',
      },
      { severity: 'warning' },
    ])
    for (const finding of findings) {
      expect(finding).not.toHaveProperty('exposure')
      expect(finding).not.toHaveProperty('carrier')
    }
    expect(await found([...TWO, 'FROM alpine'], { request: { target: 'build' } })).toMatchObject([
      { severity: 'error', exposure: 'final' },
      { severity: 'error', exposure: 'final' },
    ])
  })

  it('takes the furthest of several places', async () => {
    const dockerfile = ['FROM alpine AS old', `ENV A=${TOKEN}`, 'FROM alpine', `ENV B=${TOKEN}`]
    expect(await found(dockerfile)).toMatchObject([
      { severity: 'error', exposure: 'final', location: { line: 4 }, data: { key: 'B', lines: [2, 4] } },
    ])
  })

  it('of an ARG before the first FROM, where it is used', async () => {
    const arg = `ARG GH=${TOKEN}`
    expect(await said([arg, 'FROM alpine', 'ARG GH'])).toEqual([
      '1:8 error final ARG GH holds a GitHub personal access token (ghp_… (40)): whoever has the image reads it in its history',
    ])
    expect(await found([arg, `FROM r.example/a:\${GH}`])).toMatchObject([{ exposure: 'final' }])
    expect(await found([arg, 'ARG URL=https://$GH@a.example', 'FROM alpine', 'ARG URL'])).toMatchObject([
      { exposure: 'final', severity: 'error' },
    ])
    expect(await said([arg, 'FROM alpine', 'ARG GH=other'])).toEqual([
      '1:8 warning - ARG GH holds a GitHub personal access token (ghp_… (40)): this build makes nothing of it, but whoever gets the Dockerfile reads it',
    ])
  })

  it('of a comment, unless the Dockerfile itself is copied', async () => {
    const comment = ['FROM scratch', `# it was ${TOKEN}`]
    expect(await said(comment)).toEqual([
      '2:10 warning - a comment holds a GitHub personal access token (ghp_… (40)): whoever gets the Dockerfile reads it',
    ])
    expect(await found([...comment, 'COPY . .'])).toMatchObject([
      {
        severity: 'error',
        exposure: 'final',
        carrier: { file: 'Dockerfile', line: 3, instruction: 'COPY . .' },
        message:
          'a comment holds a GitHub personal access token (ghp_… (40)): COPY on line 3 puts the Dockerfile into the image',
      },
    ])
    expect(
      await found([...comment, 'COPY . .'], { tree: { '.dockerignore': 'Dockerfile\n' } }),
    ).toMatchObject([{ severity: 'warning' }])
  })

  it('is not known where another frontend reads the file', async () => {
    expect(await said(['# syntax=example.com/other', 'FROM alpine', `SECRET ${TOKEN}`])).toEqual([
      '3:8 error - the Dockerfile holds a GitHub personal access token (ghp_… (40)): whoever gets the Dockerfile reads it',
    ])
  })

  it('says how a secret comes to a build step', async () => {
    const why = async (line: string) => (await found(['FROM alpine', line]))[0]!.fix!.why
    expect(await why(`RUN NPM_TOKEN=${TOKEN} npm ci`)).toBe(
      'RUN --mount=type=secret,id=npm_token hands it to one command and leaves no trace; revoke it if this was built or pushed before',
    )
    expect(await why(`RUN curl -u ${TOKEN} x`)).toContain('RUN --mount=type=secret,id=github-pat ')
  })
})

describe('other findings', () => {
  it('show none of it either', async () => {
    const base = await reportOn([`ARG GH=${TOKEN}`, `FROM alpine:\${GH}`])
    expect(base.findings.map(({ rule }) => rule)).toContain('base-image-mutable')
    const carrier = [
      'FROM alpine',
      `RUN --mount=type=bind,target=/c DB_PASSWORD=${PASSWORD} curl -u me:${TOKEN} x`,
    ]
    await reportOn(carrier, { tree: { '.env': `DB_PASSWORD=${PASSWORD}\nA_TOKEN=${OTHER}\n` } })
    const argument = { buildArgs: { TAG: OTHER } }
    await reportOn(['ARG TAG', `FROM alpine:\${TAG}`], { request: argument })
  })
})

describe('build arguments', () => {
  const request = { buildArgs: { NPM_TOKEN: TOKEN } }

  it('are kept by the image', async () => {
    expect(await found(['FROM alpine', 'ARG NPM_TOKEN'], { request })).toMatchObject([
      {
        severity: 'error',
        location: { file: 'Dockerfile', line: 2, column: 5 },
        exposure: 'final',
        carrier: { file: 'Dockerfile', line: 2, instruction: 'ARG' },
        message:
          'the build argument NPM_TOKEN holds a GitHub personal access token (ghp_… (40)): docker history and the provenance of the image show it',
        data: { detector: 'github-pat', key: 'NPM_TOKEN', lines: [2], where: 'build-arg' },
        fix: { why: expect.stringContaining('--secret id=npm_token,env=NPM_TOKEN') },
      },
    ])
  })

  it('are a warning where the Dockerfile does not declare them', async () => {
    expect(await said(['FROM alpine'], { request })).toEqual([
      '- warning - the build argument NPM_TOKEN holds a GitHub personal access token (ghp_… (40)): the Dockerfile does not declare it, and yet the provenance lists it',
    ])
    const elsewhere = ['FROM alpine AS old', 'ARG NPM_TOKEN', 'FROM alpine']
    expect(await said(elsewhere, { request })).toEqual([
      '2:5 warning - the build argument NPM_TOKEN holds a GitHub personal access token (ghp_… (40)): no stage of this build takes it, and yet the provenance lists it',
    ])
  })

  it('are in no provenance with other builders', async () => {
    const message = async (dockerfile: string[]) =>
      (await found(dockerfile, { request: { ...request, builder: 'podman' } }))[0]!.message
    expect(await message(['FROM alpine', 'ARG NPM_TOKEN'])).toMatch(/: the history of the image shows it$/)
    expect(await message(['FROM alpine'])).toMatch(/: the Dockerfile does not declare it, so that it is/)
  })

  it('count by their names too', async () => {
    const named = {
      buildArgs: { DB_PASSWORD: PASSWORD, HTTP_PROXY: 'http://proxy:3128', API_KEY: 'changeme' },
    }
    expect(await said(['FROM alpine', 'ARG DB_PASSWORD'], { request: named })).toEqual([
      '2:5 error final the build argument DB_PASSWORD holds what looks like a secret (Kq7… (15)): docker history and the provenance of the image show it',
    ])
    const stage = ['FROM alpine AS build', 'ARG DB_PASSWORD', 'FROM alpine', 'COPY --from=build /a /']
    expect(await said(stage, { request: named })).toEqual([
      '2:5 warning stage:build the build argument DB_PASSWORD holds what looks like a secret (Kq7… (15)): the build cache of stage build and the provenance keep it',
    ])
    expect(
      await found([`ARG DB_PASSWORD`, 'FROM alpine', 'ARG DB_PASSWORD'], { request: named }),
    ).toMatchObject([{ severity: 'error', data: { lines: [1, 3] } }])
  })
})

describe('build arguments of a command', () => {
  const command = { name: 'docker buildx build', cacheTo: [], foreign: [] }
  const origin = { kind: 'command', label: 'docker buildx build' } as const
  const given = (buildArgs: Record<string, string>) => ({ request: { command, origin, buildArgs } })

  it('are called as the command has them', async () => {
    const dockerfile = ['FROM alpine', 'ARG NPM_TOKEN']
    expect(await said(dockerfile, given({ NPM_TOKEN: TOKEN }))).toEqual([
      '2:5 error final --build-arg NPM_TOKEN of docker buildx build holds a GitHub personal access token (ghp_… (40)): docker history and the provenance of the image show it',
    ])
    expect(await found(['FROM alpine'], given({ DB_PASSWORD: PASSWORD }))).toMatchObject([
      {
        severity: 'warning',
        message: expect.stringMatching(
          /^--build-arg DB_PASSWORD of docker buildx build holds what looks like a secret/,
        ),
        data: { where: 'build-arg', key: 'DB_PASSWORD', lines: [] },
        fix: { why: expect.stringContaining('--secret id=db_password,env=DB_PASSWORD') },
      },
    ])
  })

  it('stay those of the file where a command builds what a file declares', async () => {
    const declared = { kind: 'compose', label: 'compose.yaml, service api' } as const
    const [finding] = await found(['FROM alpine', 'ARG GH'], {
      request: { command, origin: declared, buildArgs: { GH: TOKEN } },
    })
    expect(finding!.message).toMatch(/^the build argument GH of compose.yaml, service api holds /)
  })

  it('are masked in what the report calls the build and its secrets', async () => {
    const request = {
      command,
      buildArgs: { DB_PASSWORD: PASSWORD, GH: TOKEN },
      origin: { kind: 'command', label: `docker build --build-arg DB_PASSWORD=${PASSWORD} .` } as const,
      secrets: [`id-${TOKEN}`],
    }
    const report = await reportOn(['FROM alpine', 'ARG DB_PASSWORD'], { request })
    expect(report.request.origin.label).toBe('docker build --build-arg DB_PASSWORD=Kq7… (15) .')
    const unmounted = report.findings.find(({ rule }) => rule === 'secret-not-mounted')
    expect(unmounted!.message).toContain('the secret id-ghp_… (40) is passed by docker buildx build')
  })
})

describe('where it is said', () => {
  it('once for a build, not for its named contexts', async () => {
    const request = { namedContexts: { other: makeTree({ f: '' }) } }
    const dockerfile = ['FROM alpine', `ENV GH=${TOKEN}`, 'COPY --from=other f /']
    const both = await reportsOn(dockerfile, { request })
    expect(both.map(({ findings }) => findings.filter(({ rule }) => rule === RULE).length)).toEqual([1, 0])
  })

  it('by the lines of the file that an inline Dockerfile stands in', async () => {
    const text = `FROM alpine\nRUN <<EOF\nDB_PASSWORD=${PASSWORD} x\nEOF\nENV GH=${TOKEN}\n# ${OTHER}\n`
    const dockerfile = { kind: 'inline', text, label: 'compose.yaml', line: 6 } as const
    const findings = await found(['FROM alpine'], { request: { dockerfile } })
    expect(findings.map(({ location }) => location)).toEqual([
      { file: 'compose.yaml', line: 8, column: 1 },
      { file: 'compose.yaml', line: 10, column: 8 },
      { file: 'compose.yaml', line: 11, column: 3 },
    ])
  })

  it('not where a comment allows it', async () => {
    const allowed = (line: string) => [
      'FROM alpine',
      '# ctxguard:allow secret-in-dockerfile a sandbox that is reset each night',
      line,
    ]
    for (const line of [`ENV GH=${TOKEN}`, `ENV DB_PASSWORD=${PASSWORD}`]) {
      const report = await reportOn(allowed(line))
      expect(report.allowed).toBe(1)
      expect(report.findings.map(({ rule }) => rule)).not.toContain(RULE)
      expect(report.findings.map(({ rule }) => rule)).not.toContain('allow-stale')
    }
    const byDetector = ['FROM alpine', '# ctxguard:allow github-pat a sandbox', `ENV GH=${TOKEN}`]
    expect(await said(byDetector)).toEqual([])
    const given = ['FROM alpine', '# ctxguard:allow secret-in-dockerfile a sandbox', 'ARG GH']
    expect(await said(given, { request: { buildArgs: { GH: TOKEN } } })).toEqual([])
    // every line of a value needs its own
    expect(await said([...allowed(`ENV GH=${TOKEN}`), `LABEL a=${TOKEN}`])).toHaveLength(1)
  })

  it('nor where one in an inline Dockerfile does', async () => {
    const text = `FROM alpine\n# ctxguard:allow secret-in-dockerfile made up\nENV GH=${TOKEN}\n`
    const dockerfile = { kind: 'inline', text, label: 'compose.yaml', line: 6 } as const
    expect(await said(['FROM alpine'], { request: { dockerfile } })).toEqual([])
  })

  it('nor where one in a Dockerfile outside of the context does', async () => {
    const text = lines('FROM alpine', '# ctxguard:allow secret-in-dockerfile made up', `ENV GH=${TOKEN}`)
    const outside = makeTree({ Dockerfile: text })
    const file = `${outside}/Dockerfile`
    const report = await reportOn([], { tree: { f: '' }, request: { dockerfile: { kind: 'file', file } } })
    expect(report.allowed).toBe(1)
    expect(report.findings.filter(({ rule }) => rule === RULE)).toEqual([])
  })
})
