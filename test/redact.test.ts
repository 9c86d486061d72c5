import { expect, test } from 'vitest'
import { readDockerfile } from '../src/dockerfile/read.ts'
import type { BuildRequest } from '../src/model/request.ts'
import { redactor } from '../src/redact.ts'
import { writtenSecrets } from '../src/written.ts'
import { GITHUB_TOKEN } from './helpers/secrets.ts'

async function redact<T>(buildArgs: Record<string, string>, reported: T): Promise<T> {
  const request = { buildArgs } as unknown as BuildRequest
  const text = readDockerfile('FROM scratch\n')
  return redactor(request, text, await writtenSecrets(request, text))(reported)
}

test.each([
  [
    'the longer of two that begin alike',
    { PASSWORD: 'zq7vr2wkx', DB_PASSWORD: 'zq7vr2wkx9lpt4mmq' },
    'zq7vr2wkx9lpt4mmq',
    '9lpt',
  ],
  ['one with a dollar sign', { DB_PASSWORD: 'zq7v$r2wkx9lpt4mmq' }, 'b/zq7v$r2wkx9lpt4mmq', 'r2wk'],
  ['one that was cleaned as a path', { DB_PASSWORD: '../zq7v//r2wkx9lpt' }, 'zq7v/r2wkx9lpt', 'r2wk'],
  ['one that was quoted', { DB_PASSWORD: 'zq7v\\r2wk"x9lpt' }, String.raw`"zq7v\\r2wk\"x9lpt"`, 'r2wk'],
  ['a short one', { DB_PASSWORD: 'zq7vr' }, 'reg/zq7vr', 'q7vr'],
])('the value of a build argument is masked: %s', async (_, buildArgs, text, hidden) => {
  expect(await redact(buildArgs as Record<string, string>, text)).not.toContain(hidden)
})

test('whatever has the form of a token is masked, wherever it comes from', async () => {
  expect(await redact({}, `the link leads to /x/${GITHUB_TOKEN}/y`)).toBe('the link leads to /x/ghp_… (40)/y')
})

test('words that stand everywhere stay', async () => {
  expect(await redact({ PASSWORD: 'secret' }, 'secret-file')).toBe('secret-file')
  expect(await redact({ APP_KEY: 'main' }, 'src/domain/main.ts')).toBe('src/domain/main.ts')
})

test('thousands of values are masked in thousands of lines', async () => {
  const buildArgs = Object.fromEntries(
    Array.from({ length: 5000 }, (_, i) => [`A${i}_PASSWORD`, `zq7vr2wkx9lpt4mmq${i}x`]),
  )
  const text = Array.from({ length: 2000 }, (_, i) => `a zq7vr2wkx9lpt4mmq${i}x b`)
  expect((await redact(buildArgs, text)).join('')).not.toContain('r2wk')
})
