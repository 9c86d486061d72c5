import { describe, expect, it } from 'vitest'
import { found, OTHER, PASSWORD, RULE, said, TOKEN } from './audit-dockerfile-secrets.ts'

describe('tokens by their form', () => {
  it('finds them in every instruction, with their place', async () => {
    const dockerfile = [
      'FROM scratch',
      `LABEL maintainer="me" token="${TOKEN}"`,
      `CMD ["curl", "-H", "Authorization: token ${OTHER}"]`,
    ]
    expect(await said(dockerfile)).toEqual([
      '2:30 error final LABEL token holds a GitHub personal access token (ghp_… (40)): whoever has the image reads it',
      '3:42 error final CMD holds a GitHub personal access token (ghp_… (40)): whoever has the image reads it',
    ])
  })

  it.each([
    ['ENV', `ENV A=b GH=${TOKEN}`, 'ENV GH holds'],
    ['ENV of two words', `ENV GH ${TOKEN}`, 'ENV GH holds'],
    ['ARG', `ARG GH="${TOKEN}"`, 'ARG GH holds'],
    ['HEALTHCHECK', `HEALTHCHECK CMD curl -u me:${TOKEN} localhost`, 'HEALTHCHECK holds'],
    ['RUN', `RUN git clone https://${TOKEN}@github.com/a/b`, 'RUN holds'],
    ['RUN, set', `RUN export GH=${TOKEN} && make`, 'RUN sets GH to'],
    ['ONBUILD', `ONBUILD ENV GH=${TOKEN}`, 'ONBUILD ENV GH holds'],
  ])('names the instruction: %s', async (_, line, begins) => {
    const [finding, ...others] = await found(['FROM alpine', line])
    expect(others).toEqual([])
    expect(finding!.message).toMatch(
      new RegExp(`^${begins} a GitHub personal access token \\(ghp_… \\(40\\)\\): `),
    )
    expect(finding).toMatchObject({
      severity: 'error',
      location: {
        file: 'Dockerfile',
        line: 2,
        column: line.indexOf('gh') + line.slice(line.indexOf('gh')).indexOf('ghp_') + 1,
      },
      exposure: 'final',
      carrier: { file: 'Dockerfile', line: 2 },
      data: { detector: 'github-pat', where: 'dockerfile', lines: [2] },
    })
  })

  it('finds them in heredocs, and after a byte-order mark, and behind characters of several bytes', async () => {
    const heredoc = ['FROM scratch', 'COPY <<EOF /app/.npmrc', 'registry=x', `token ${TOKEN}`, 'EOF']
    expect(await said(heredoc)).toEqual([
      '4:7 error final COPY holds a GitHub personal access token (ghp_… (40)): whoever has the image reads it',
    ])
    expect(await found([`\ufeffARG A=${TOKEN}`, 'FROM scratch'])).toMatchObject([
      { location: { line: 1, column: 7 } },
    ])
    expect(await found(['FROM scratch', `LABEL a="é😀" b=${TOKEN}`])).toMatchObject([
      { location: { line: 2, column: 17 } },
    ])
  })

  it('finds one that a continuation cuts, where its name stands', async () => {
    const cut = ['FROM scratch', `ENV GH=${TOKEN.slice(0, 9)}\\`, TOKEN.slice(9)]
    expect(await said(cut)).toEqual([
      '2:5 error final ENV GH holds a GitHub personal access token (ghp_… (40)): whoever has the image reads it',
    ])
  })

  it('says a value once, with all its lines', async () => {
    const dockerfile = [`ARG GH=${TOKEN}`, 'FROM scratch', 'ARG GH', `ENV GH=${TOKEN}`, `LABEL a=${OTHER}`]
    expect(await found(dockerfile)).toMatchObject([
      {
        location: { line: 1 },
        message:
          'ARG GH holds a GitHub personal access token (ghp_… (40)), on 2 lines: whoever has the image reads it in its history',
        data: { key: 'GH', lines: [1, 4] },
      },
      { location: { line: 5 }, data: { lines: [5] } },
    ])
  })
})

describe('values that a name tells', () => {
  it.each([
    ['an option with a blank', `RUN ./gen --password ${PASSWORD}`],
    ['an option in the JSON form', `CMD ["serve", "--api-token", "${PASSWORD}"]`],
    ['an option with a sign', `ENTRYPOINT ["serve", "--api-key=${PASSWORD}"]`],
    ['a label', `LABEL api_token=${PASSWORD}`],
  ])('finds them as %s', async (_, line) => {
    const [finding, ...others] = await found(['FROM alpine', line])
    expect(others).toEqual([])
    expect(finding).toMatchObject({ severity: 'error', exposure: 'final', location: { line: 2 } })
  })

  it('says of a build argument that an ENV hands it on', async () => {
    const [finding, ...others] = await found(
      ['FROM alpine', 'ARG DB_PASSWORD', 'ENV PGPASSWORD=$DB_PASSWORD'],
      { request: { buildArgs: { DB_PASSWORD: PASSWORD } } },
    )
    expect(others).toEqual([])
    expect(finding!.message).toContain('ENV on line 3 gives it to every container')
    expect(finding!.data.lines).toEqual([2, 3])
  })

  it.each([
    [`ENV DB_PASSWORD=${PASSWORD}`, 5],
    [`ENV A=b DB_PASSWORD='${PASSWORD}'`, 9],
    [`ENV DB_PASSWORD ${PASSWORD}`, 5],
    [`ARG DB_PASSWORD="${PASSWORD}"`, 5],
    [`RUN export DB_PASSWORD=${PASSWORD}`, 12],
    [`RUN DB_PASSWORD="${PASSWORD}" ./migrate`, 5],
    [`RUN ["sh", "-c", "DB_PASSWORD=${PASSWORD} ./migrate"]`, 19],
    [`RUN ./migrate --password=${PASSWORD}`, 17],
    [`RUN curl "https://a.example/x?token=${PASSWORD}&b=1"`, 31],
  ])('finds %s', async (line, column) => {
    expect(await found(['FROM alpine', line])).toMatchObject([
      {
        severity: 'error',
        location: { line: 2, column },
        message: expect.stringMatching(
          / what looks like a secret \(Kq7… \(15\)\): whoever has the image reads it/,
        ),
        data: { detector: 'generic-assignment', where: 'dockerfile', lines: [2] },
      },
    ])
  })

  it('finds them in heredocs', async () => {
    const run = ['FROM alpine', 'RUN <<EOF', '# a comment', `export DB_PASSWORD=${PASSWORD}`, 'EOF']
    expect(await said(run)).toEqual([
      '4:8 error final RUN sets DB_PASSWORD to what looks like a secret (Kq7… (15)): whoever has the image reads it',
    ])
    const copy = ['FROM alpine', 'COPY <<EOF /app/.env', `DB_PASSWORD=${PASSWORD}`, 'EOF']
    expect(await said(copy)).toEqual([
      '3:1 error final COPY sets DB_PASSWORD to what looks like a secret (Kq7… (15)): whoever has the image reads it',
    ])
  })

  it('says one value once, whatever it is called', async () => {
    const dockerfile = ['FROM alpine', `ENV DB_PASSWORD=${PASSWORD}`, `RUN PGPASSWORD=${PASSWORD} psql`]
    expect(await found(dockerfile)).toMatchObject([{ data: { key: 'DB_PASSWORD', lines: [2, 3] } }])
  })

  it.each([
    'ARG DB_PASSWORD',
    'ENV DB_PASSWORD=',
    'ENV DB_PASSWORD=changeme',
    'ENV DB_PASSWORD=$OTHER',
    `ENV DB_PASSWORD=\${OTHER:-x}`,
    `ENV DB_PASSWORD="pre-$OTHER-Kq7vT2xW9"`,
    'ENV DB_PASSWORD_FILE=/run/secrets/db',
    'ENV TOKEN_URL=https://auth.example.com/token',
    'ENV GPG_KEY=E3FF2839C048B25C084DEBE9B26995E310250568',
    'ENV SECRET_KEY_BASE=not-needed-for-build',
    'ENV API_KEY=<your-key>',
    'RUN --mount=type=secret,id=api_token,env=API_TOKEN make',
    'RUN --mount=type=secret,id=t TOKEN=$(cat /run/secrets/t) make',
    'RUN --mount=type=secret,id=t TOKEN="$(cat /run/secrets/t)" make',
    'RUN --mount=type=secret,id=t export TOKEN=`cat /run/secrets/t` && make',
    'RUN SECRET_KEY_BASE=$(openssl rand -hex 32) rake assets:precompile',
    "RUN sed -i 's/^API_KEY=.*/API_KEY=from-env-file/' .env",
    'RUN [ "$TOKEN" == "Kq7vT2xW9nB4" ]',
    `LABEL password.hint=Kq7vT2xW9nB4`,
  ])('leaves %s', async line => {
    expect(await said(['FROM alpine', line])).toEqual([])
  })

  it('leaves what a comment sets', async () => {
    expect(await said(['FROM alpine', `# ENV DB_PASSWORD=${PASSWORD}`])).toEqual([])
    expect(await said(['FROM alpine', 'RUN a \\', `# DB_PASSWORD=${PASSWORD} \\`, 'b'])).toEqual([])
  })
})

it('leaves words alone that somebody made a password of', async () => {
  const dockerfile = ['FROM alpine', `ENV DB_PASSWORD=${PASSWORD}`, 'ENV ADMIN_PASSWORD=secret']
  expect(await found(dockerfile)).toMatchObject([
    { rule: RULE, message: expect.stringContaining('secret (Kq7') },
  ])
})
