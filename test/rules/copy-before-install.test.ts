import { describe, expect, it } from 'vitest'
import { auditDockerfile } from './audit-dockerfile.ts'
import { byLine } from './audit-tree.ts'

const RULE = 'copy-before-install'
const TREE = {
  'package.json': '{}',
  'package-lock.json': '{}',
  'src/a.js': '',
  'api/requirements.txt': '',
  'api/app.py': '',
  'deps/package.json': '{}',
}

/** Lines of the sources that are reported. */
async function reported(...dockerfile: string[]): Promise<number[]> {
  const findings = await auditDockerfile(RULE, ['FROM node:22', ...dockerfile], { tree: TREE })
  return findings.map(({ location }) => location!.line)
}

describe('copy-before-install', () => {
  it('says what runs again for any change, and what to copy first', async () => {
    const dockerfile = [
      'FROM node:22',
      'COPY . .',
      'RUN npm ci && npm run build',
      'RUN apt-get install -y curl',
    ]
    const [finding, ...others] = await auditDockerfile(RULE, dockerfile, { tree: TREE })
    expect(others).toEqual([])
    expect(finding).toMatchObject({
      severity: 'warning',
      location: { file: 'Dockerfile', line: 2, column: 6 },
      message:
        'COPY takes the whole of the context before `npm ci` on line 3 (and 1 more install): any change there, of content or mode, makes the install run again',
      data: {
        installs: [
          { command: 'npm ci', line: 3 },
          { command: 'apt-get install', line: 4 },
        ],
      },
      fix: {
        why: 'copy package.json and package-lock.json first, then `npm ci`, then the rest; put `apt-get install` before it',
      },
    })
  })

  it('says nothing where the install comes first', async () => {
    expect(await reported('COPY package*.json ./', 'RUN npm ci', 'COPY . .', 'RUN npm run build')).toEqual([])
    expect(
      await reported('RUN --mount=type=bind,source=package.json,target=package.json npm ci', 'COPY . .'),
    ).toEqual([])
    // what it finds done it does not do again
    expect(
      await reported('COPY package.json .', 'RUN npm install', 'COPY . .', 'RUN npm ci --offline'),
    ).toEqual([])
    // that was another install
    expect(await reported('RUN npm install -g npm@11', 'COPY . .', 'RUN npm ci')).toEqual([3])
  })

  it.each([
    'npm ci',
    'npm install --omit=dev',
    'npm i -g pnpm',
    'yarn',
    'yarn --frozen-lockfile',
    'corepack pnpm install',
    'bun install --frozen-lockfile',
    'pip3.12 install --no-cache-dir -r requirements.txt',
    'python3 -m pip install -e .',
    'pip install gunicorn',
    '/root/.local/bin/poetry install --no-root',
    'uv sync --locked',
    'uv pip install -r requirements.txt',
    'pipenv install --system --deploy',
    'conda env create -f environment.yml',
    'go mod download',
    'cargo build --release',
    'bundle install --jobs 4',
    'composer install --no-dev',
    './mvnw -B dependency:go-offline',
    './gradlew clean build -x test',
    'dotnet restore app.csproj',
    'apk add --no-cache git',
    'set -eux; apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends git',
    'cd web && npm ci',
    'if [ -f package-lock.json ]; then npm ci; else npm install; fi',
    'bash -lc "npm ci"',
  ])('knows %s for an install', async command => {
    expect(await reported('COPY . .', `RUN ${command}`)).toEqual([2])
  })

  it.each([
    'npm run install',
    'npm run build',
    'yarn build',
    'yarn --version',
    'echo "npm ci"',
    '# npm ci',
    'go build ./...',
    'apt-get update',
    'apt-get install -y ./vendor/tool.deb',
    'pip install dist/app-1.0.whl',
    'make install',
    'cargo test',
  ])('does not take %s for one', async command => {
    expect(await reported('COPY . .', `RUN ${command}`)).toEqual([])
  })

  it('reads the JSON form and heredocs, but not what another program reads', async () => {
    expect(await reported('COPY . .', 'RUN ["npm", "ci"]')).toEqual([2])
    expect(await reported('COPY . .', 'RUN ["/bin/sh", "-c", "npm ci"]')).toEqual([2])
    expect(await reported('COPY . .', 'RUN <<EOF', 'set -e', 'npm ci', 'EOF')).toEqual([2])
    expect(await reported('COPY . .', 'RUN bash -e <<EOF', 'npm ci', 'EOF')).toEqual([2])
    expect(await reported('COPY . .', 'RUN python3 <<EOF', 'npm ci', 'EOF')).toEqual([])
    expect(await reported('COPY . .', 'RUN <<EOF', '#!/usr/bin/env python3', 'npm ci', 'EOF')).toEqual([])
  })

  it('takes a directory that holds the manifest and more for as bad, and one of manifests for good', async () => {
    expect(await reported('COPY api /app', 'RUN pip install -r requirements.txt')).toEqual([2])
    expect(await reported('COPY src /app', 'RUN npm ci')).toEqual([])
    expect(await reported('COPY deps /app', 'RUN npm ci')).toEqual([])
    expect(await reported('COPY api /app', 'RUN apt-get install -y git')).toEqual([])
  })

  it('reports a mount that shows everything to the install', async () => {
    const dockerfile = ['FROM node:22', 'RUN --mount=type=bind,target=/app npm ci']
    expect(byLine(await auditDockerfile(RULE, dockerfile, { tree: TREE }))).toEqual([
      [
        2,
        'warning',
        'RUN --mount shows the whole of the context to `npm ci`: any change there, of content or mode, makes the install run again',
      ],
    ])
  })

  it('is a note where a cache mount keeps what was downloaded', async () => {
    const dockerfile = ['FROM node:22', 'COPY . .', 'RUN --mount=type=cache,target=/root/.npm npm ci']
    expect(await auditDockerfile(RULE, dockerfile, { tree: TREE })).toMatchObject([
      { severity: 'info', message: expect.stringMatching(/; the cache mount spares it the downloads only$/) },
    ])
  })

  it('looks at what a stage is built on, and at no stage beside it', async () => {
    const built = ['COPY . .', 'FROM 0 AS build', 'RUN npm ci']
    expect(await reported(...built.map(line => line.replace('FROM 0', 'FROM all')))).toEqual([])
    const findings = await auditDockerfile(
      RULE,
      ['FROM node:22 AS all', 'COPY . .', 'FROM all', 'RUN npm ci'],
      { tree: TREE },
    )
    expect(findings.map(({ location }) => location!.line)).toEqual([2])
    const beside = ['FROM node:22 AS all', 'COPY . .', 'FROM node:22', 'RUN npm ci', 'COPY --from=all / /']
    expect(await auditDockerfile(RULE, beside, { tree: TREE })).toEqual([])
    const done = [
      'FROM node:22 AS deps',
      'COPY package.json .',
      'RUN npm ci',
      'FROM deps',
      'COPY . .',
      'RUN npm ci',
    ]
    expect(await auditDockerfile(RULE, done, { tree: TREE })).toEqual([])
  })

  it('takes time in proportion to the instructions', async () => {
    const many = Array.from({ length: 5_000 }, (_, i) => [
      `COPY src /${i}`,
      'RUN npm ci && apk add git',
    ]).flat()
    const started = performance.now()
    expect(await reported(...many, 'COPY . .', 'RUN apk add git')).toEqual([10_002])
    expect(performance.now() - started).toBeLessThan(10_000)
  })
})
