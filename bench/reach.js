// What the Dockerfile adds to the walk: 200 instructions over the tree, and the exposure of every entry.
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Stages that copy the whole context, packages, wildcards and each other. */
export function largeDockerfile(contextDir) {
  const packages = readdirSync(join(contextDir, 'packages')).map(name => `packages/${name}`)
  const lines = ['FROM scratch AS s0']
  for (let i = 1; lines.length < 200; i++) {
    const dir = packages[i % packages.length]
    if (i % 20 === 0) lines.push(`FROM scratch AS s${i / 20}`, `COPY --from=s${i / 20 - 1} /p${i - 4} /prev`)
    lines.push(
      [
        `COPY . /all${i}`,
        `COPY ${dir} /p${i}`,
        `COPY ${dir}/src/*.ts /x${i}/`,
        `COPY package*.json tsconfig.json /y${i}/`,
        `ADD */package.json /z${i}/`,
      ][i % 5],
    )
  }
  return `${lines.join('\n')}\n`
}

/** Milliseconds of one walk, and of all that the Dockerfile adds to it. */
export async function reachRound(contextDir, ignoreFile, text) {
  const [{ takeSnapshot }, { planBuild }, { readDockerfile }, { reachOf }, { resolveRequest }] =
    await Promise.all([
      import('../dist/context/snapshot.js'),
      import('../dist/dockerfile/plan/index.js'),
      import('../dist/dockerfile/read.js'),
      import('../dist/reach/index.js'),
      import('../dist/request/resolve.js'),
    ])
  const request = resolveRequest({ contextDir, ignoreFile })
  const started = performance.now()
  const snapshot = await takeSnapshot(request)
  const walked = performance.now()
  const { plan, problem } = planBuild(readDockerfile(text))
  if (problem) throw new Error(`${problem.line}: ${problem.reason}`)
  const reach = reachOf(snapshot, plan, 'Dockerfile')
  for (let index = 0; index < snapshot.entries.length; index++) reach.exposureOf(index)
  return { walk: walked - started, reach: performance.now() - walked }
}

/** Writes a Dockerfile for each of sixty services of the tree; returns their paths. */
export function sixtyDockerfiles(contextDir, dir) {
  mkdirSync(dir, { recursive: true })
  const packages = readdirSync(join(contextDir, 'packages')).map(name => `packages/${name}`)
  return Array.from({ length: 60 }, (_, i) => {
    const path = packages[i % packages.length]
    const file = join(dir, `service${i}.Dockerfile`)
    writeFileSync(
      file,
      `FROM node:22 AS build
WORKDIR /app
COPY package*.json ./
COPY ${path}/package.json ${path}/
RUN npm ci
COPY ${path} ${path}
${i % 4 === 0 ? 'COPY . .' : ''}
RUN make
FROM scratch
COPY --from=build /app/dist /srv
`,
    )
    return file
  })
}
