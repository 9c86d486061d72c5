import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { UsageError } from '../../src/errors.ts'
import { buildArgsOf, namedContextsOf } from '../../src/request/arguments.ts'
import { type RequestOptions, resolveRequest } from '../../src/request/resolve.ts'
import { makeTree } from '../helpers/tree.ts'

const cwd = makeTree({ 'app/Dockerfile': '', 'shared/x': '', file: '' })
const resolved = (options: Partial<RequestOptions>) => resolveRequest({ contextDir: 'app', cwd, ...options })

describe('a request', () => {
  test('says what the build is given, and nothing that nobody said', () => {
    expect(resolved({})).toEqual({
      context: { kind: 'directory', dir: join(cwd, 'app'), given: 'app' },
      dockerfile: { kind: 'file', file: join(cwd, 'app/Dockerfile') },
      builder: 'buildkit',
      origin: { kind: 'api', label: 'api' },
    })
    expect(
      resolved({ target: 'final', buildArgs: { A: '1' }, platform: 'linux/aarch64,linux/amd64' }),
    ).toMatchObject({ target: 'final', buildArgs: { A: '1' }, platform: 'linux/arm64' })
  })

  test('may have its Dockerfile as text', () => {
    const inlineDockerfile = { text: 'FROM scratch', label: 'compose.yaml', line: 4 }
    expect(resolved({ inlineDockerfile }).dockerfile).toEqual({ kind: 'inline', ...inlineDockerfile })
    expect(() => resolved({ inlineDockerfile, dockerfile: 'app/Dockerfile' })).toThrow(UsageError)
  })

  test.each(['linux/', 'a b', '', 'linux/arm64/v8/x', 'nonsense'])('%j is no platform', platform => {
    expect(() => resolved({ platform })).toThrow(UsageError)
  })
})

describe('named contexts', () => {
  const named = (namedContexts: Record<string, string>) => resolved({ namedContexts }).namedContexts

  test('are directories relative to the working directory, or references', () => {
    expect(
      named({ a: 'shared', b: './app/', c: 'docker-image://alpine', d: 'https://x/y.git', e: 'target:z' }),
    ).toEqual({
      a: join(cwd, 'shared'),
      b: join(cwd, 'app'),
      c: 'docker-image://alpine',
      d: 'https://x/y.git',
      e: 'target:z',
    })
  })

  test('are called as docker shortens the names of images', () => {
    const of = (name: string) => Object.keys(named({ [name]: 'shared' })!)[0]
    expect(of('alpine:latest')).toBe('alpine')
    expect(of('docker.io/library/alpine')).toBe('alpine')
    expect(of('index.docker.io/library/alpine:3')).toBe('alpine:3')
    expect(of('docker.io/user/app')).toBe('user/app')
    expect(of('ghcr.io/user/app:latest')).toBe('ghcr.io/user/app')
  })

  test.each([
    ['a', 'nowhere'],
    ['a', 'file'],
    ['a', ''],
    ['Upper', 'shared'],
    ['a b', 'shared'],
  ])('%j=%j is refused', (name, path) => {
    expect(() => named({ [name]: path })).toThrow(UsageError)
  })
})

describe('options of the command line', () => {
  test('--build-arg takes its value from the environment where it has none', () => {
    expect(buildArgsOf(['A=1', 'B', 'C', 'D=', 'E=x=y', 'A=2'], { B: 'b', A: 'not' })).toEqual({
      A: '2',
      B: 'b',
      D: '',
      E: 'x=y',
    })
    expect(buildArgsOf(['toString', 'constructor'], {})).toEqual({})
    expect(() => buildArgsOf(['=x'], {})).toThrow(UsageError)
  })

  test('--build-context is NAME=PATH', () => {
    expect(namedContextsOf(['a=b=c', 'd=.'])).toEqual({ a: 'b=c', d: '.' })
    expect(() => namedContextsOf(['a'])).toThrow(UsageError)
    expect(() => namedContextsOf(['=a'])).toThrow(UsageError)
  })
})
