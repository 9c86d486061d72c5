import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { composeFilesOf } from '../../src/request/compose/files.ts'
import { readCompose } from '../../src/request/compose/index.ts'
import { askCompose } from '../../src/request/compose/via-docker.ts'
import { comparableBuilds } from './comparable-builds.ts'
import { dockerHas } from './docker-plugin.ts'

const FIXTURES = resolve(import.meta.dirname, '../../fixtures/compose')
/** What the fixtures may know of this machine, and where docker finds its plugins. */
const ENVIRONMENT = {
  PATH: process.env.PATH,
  HOME: process.env.HOME,
  DOCKER_CONFIG: process.env.DOCKER_CONFIG,
  VERSION_FROM_ENV: '7',
  DEBUG: 'on',
}

const projects = readdirSync(FIXTURES).map(name => {
  const dir = join(FIXTURES, name)
  // recorded from `docker compose --profile '*' config --format json`, version 2.26.1
  const expected: unknown = JSON.parse(readFileSync(join(dir, 'expected.json'), 'utf8'))
  return { name, dir, files: composeFilesOf(dir, readdirSync(dir), ENVIRONMENT), expected }
})

test.each(projects)('$name is read as docker compose reads it', ({ dir, files, expected }) => {
  const { builds, troubles } = readCompose(files, ENVIRONMENT)
  expect(comparableBuilds(builds, dir)).toEqual(expected)
  expect(troubles.filter(({ fatal }) => fatal)).toEqual([])
})

describe.skipIf(!dockerHas('compose'))('docker compose itself', () => {
  test.each(projects)('answers the same for $name', async ({ dir, files, expected }) => {
    const { builds, troubles } = await askCompose(files, ENVIRONMENT)
    expect(comparableBuilds(builds, dir)).toEqual(expected)
    expect(troubles).toEqual([])
  })
})
