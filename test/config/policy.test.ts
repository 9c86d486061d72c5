import { createRequire } from 'node:module'
import { join, relative } from 'node:path'
import { describe, expect, it } from 'vitest'
import { loadPolicy, resolvePolicy } from '../../src/config/policy.ts'
import type { Environment, PolicyOptions } from '../../src/config/settings.ts'
import { UsageError } from '../../src/errors.ts'
import { DEFAULT_POLICY } from '../../src/model/policy.ts'
import { makeTree } from '../helpers/tree.ts'

const knownRules = ['secret-file', 'gitignored-sent', 'context-too-large']

function load(contextDir: string, options: PolicyOptions = {}, environment: Environment = {}) {
  return loadPolicy({ contextDir, options, environment, knownRules })
}

function resolve(options: PolicyOptions = {}, environment: Environment = {}, config = {}) {
  return resolvePolicy({ options, environment, config, knownRules })
}

describe('loading', () => {
  // first in the file: it looks at what has been loaded so far
  it('loads no YAML reader for a context without a configuration', async () => {
    const loaded = () =>
      Object.keys(createRequire(import.meta.url).cache).some(file => /[\\/]yaml[\\/]/.test(file))
    const none = makeTree({ 'package.json': '{ "name": "app" }' })
    expect(await load(none)).toEqual({ policy: DEFAULT_POLICY, configFile: undefined })
    expect(loaded()).toBe(false)
    await load(makeTree({ 'ctxguard.yaml': '' }))
    expect(loaded()).toBe(true)
  })

  it('finds the configuration and says which it was', async () => {
    const dir = makeTree({ 'ctxguard.yaml': 'failOn: info' })
    expect(await load(dir)).toEqual({
      policy: { ...DEFAULT_POLICY, failOn: 'info' },
      configFile: join(dir, 'ctxguard.yaml'),
    })
  })

  it('calls a configuration of the context by its name, and one above it by its full path', async () => {
    const dir = makeTree({ '.git/HEAD': '', 'ctxguard.yaml': 'failOn: x', 'app/main.js': '' })
    await expect(load(dir)).rejects.toThrow('ctxguard.yaml:1:9: unknown severity to fail on "x"')
    await expect(load(dir)).rejects.not.toThrow(dir)
    await expect(load(join(dir, 'app'))).rejects.toThrow(`${dir}/ctxguard.yaml:1:9: `)
  })

  it('takes the file that --config names, relative to the working directory, in place of the found one', async () => {
    const dir = makeTree({ 'ctxguard.yaml': 'failOn: info', 'other/ci.yaml': 'failOn: never' })
    const config = relative(process.cwd(), join(dir, 'other/ci.yaml'))
    const { policy, configFile } = await load(dir, { config })
    expect([policy.failOn, configFile]).toEqual(['never', join(dir, 'other/ci.yaml')])
  })

  it('fails where the named file is missing, rather than run without a policy', async () => {
    await expect(load(makeTree({}), { config: 'gone.yaml' })).rejects.toThrow(
      "gone.yaml: can't be read (no such file)",
    )
  })

  it('takes CTXGUARD_CONFIG where there is no option', async () => {
    const dir = makeTree({
      'ctxguard.yaml': 'failOn: info',
      'a.yaml': 'failOn: never',
      'b.yaml': 'failOn: error',
    })
    const environment = { CTXGUARD_CONFIG: join(dir, 'a.yaml') }
    expect((await load(dir, {}, environment)).policy.failOn).toBe('never')
    expect((await load(dir, { config: join(dir, 'b.yaml') }, environment)).policy.failOn).toBe('error')
  })

  it.each<[string, PolicyOptions, Environment]>([
    ['--no-config', { config: false }, { CTXGUARD_CONFIG: 'gone.yaml' }],
    ['CTXGUARD_NO_CONFIG=1', {}, { CTXGUARD_NO_CONFIG: '1' }],
  ])('reads none with %s, not even a broken one', async (_, options, environment) => {
    const dir = makeTree({ 'ctxguard.yaml': 'failOn: [' })
    expect(await load(dir, options, environment)).toEqual({ policy: DEFAULT_POLICY, configFile: undefined })
  })
})

describe('precedence', () => {
  it('is the default where nobody says anything', () => {
    expect(resolve()).toEqual(DEFAULT_POLICY)
  })

  it('is option, environment, configuration, default, setting by setting', () => {
    const config = {
      failOn: 'info',
      limits: { fileBytes: 1, contextBytes: 2, contextFiles: undefined, secretBytes: 7 },
      rules: { 'secret-file': 'off', 'context-too-large': 'info' },
    }
    const environment = { CTXGUARD_FAIL_ON: 'warning', CTXGUARD_MAX_FILE_SIZE: '10KB' }
    const options = { failOn: 'never', rule: ['secret-file=warning'] }
    expect(resolve(options, environment, config)).toEqual({
      rules: { 'secret-file': 'warning', 'context-too-large': 'info' },
      limits: {
        fileBytes: 10_000,
        contextBytes: 2,
        contextFiles: 10_000,
        secretBytes: 7,
        budget: true,
      },
      failOn: 'never',
      allow: [],
      secrets: true,
    })
    expect(resolve({}, environment, config).failOn).toBe('warning')
  })

  it('leaves the defaults as they are', () => {
    resolve({ rule: ['secret-file=off'], maxFiles: '1' })
    expect(resolve()).toEqual(DEFAULT_POLICY)
    expect(DEFAULT_POLICY.rules).toEqual({})
  })

  it.each<[string, PolicyOptions, Environment, object]>([
    ['--max-context-size', { maxContextSize: '1GiB' }, {}, {}],
    ['--max-files', { maxFiles: '5' }, {}, {}],
    ['CTXGUARD_MAX_CONTEXT_SIZE', {}, { CTXGUARD_MAX_CONTEXT_SIZE: '0' }, {}],
    ['CTXGUARD_MAX_FILES', {}, { CTXGUARD_MAX_FILES: '5' }, {}],
    ['limits.context', {}, {}, { limits: { contextBytes: 1 } }],
  ])('makes the limit of the context a budget where %s sets it', (_, options, environment, config) => {
    expect(resolve(options, environment, config).limits.budget).toBe(true)
  })

  it('remembers clean files in the cache of the user, unless it is told not to', () => {
    expect(resolve({}, { HOME: '/home/me' }).cacheDir).toBe('/home/me/.cache/ctxguard')
    expect(resolve({}, { HOME: '/home/me', XDG_CACHE_HOME: '/var/cache/me' }).cacheDir).toBe(
      '/var/cache/me/ctxguard',
    )
    expect(resolve({ cache: false }, { HOME: '/home/me' }).cacheDir).toBeUndefined()
    expect(resolve({}, { HOME: '/home/me', CTXGUARD_NO_CACHE: '1' }).cacheDir).toBeUndefined()
    // the specification says that a relative one counts as none
    expect(resolve({}, { XDG_CACHE_HOME: 'cache' }).cacheDir).toBeUndefined()
  })

  it('makes no budget of a limit for one file', () => {
    expect(resolve({ maxFileSize: '1GiB' }).limits).toEqual({ ...DEFAULT_POLICY.limits, fileBytes: 2 ** 30 })
  })

  it('leaves out secrets with --no-secrets or CTXGUARD_NO_SECRETS', () => {
    expect(resolve({ secrets: false }).secrets).toBe(false)
    expect(resolve({}, { CTXGUARD_NO_SECRETS: 'true' }).secrets).toBe(false)
    expect(resolve({}, { CTXGUARD_NO_SECRETS: '0' }).secrets).toBe(true)
    // the parser of the command line says true where nobody said anything
    expect(resolve({ secrets: true }, { CTXGUARD_NO_SECRETS: '1' }).secrets).toBe(false)
  })

  it('takes an empty variable for one that is not set', () => {
    expect(resolve({}, { CTXGUARD_FAIL_ON: '', CTXGUARD_MAX_FILES: '', CTXGUARD_NO_SECRETS: '' })).toEqual(
      DEFAULT_POLICY,
    )
  })

  it('lets the later of two --rule for one rule hold', () => {
    expect(resolve({ rule: ['secret-file=off', 'secret-file=info'] }).rules).toEqual({
      'secret-file': 'info',
    })
  })
})

describe('a value that is wrong', () => {
  it.each<[PolicyOptions, Environment, string]>([
    [{ failOn: 'warn' }, {}, '--fail-on: unknown severity to fail on "warn": did you mean "warning"?'],
    [{ failOn: '' }, {}, '--fail-on: unknown severity to fail on "": write error, warning, info or never'],
    [{ maxFileSize: '10M' }, {}, '--max-file-size: "10M" is not a size'],
    [{ maxContextSize: '' }, {}, '--max-context-size: "" is not a size'],
    [{ maxFiles: '1e3' }, {}, '--max-files: "1e3" is not a whole number'],
    [{ rule: ['secret-fil=off'] }, {}, '--rule: unknown rule "secret-fil": did you mean "secret-file"?'],
    [{ rule: ['secret-file=of'] }, {}, '--rule: unknown severity "of": did you mean "off"?'],
    [{ rule: ['secret-file'] }, {}, '--rule: "secret-file" sets nothing'],
    [{}, { CTXGUARD_FAIL_ON: 'always' }, 'CTXGUARD_FAIL_ON: unknown severity to fail on "always"'],
    [{}, { CTXGUARD_MAX_FILE_SIZE: 'x' }, 'CTXGUARD_MAX_FILE_SIZE: "x" is not a size'],
    [{}, { CTXGUARD_NO_SECRETS: 'constructor' }, 'CTXGUARD_NO_SECRETS: "constructor" is not a yes or no'],
  ])('is a usage error that names where it was given: %j %j', (options, environment, message) => {
    expect(() => resolve(options, environment)).toThrow(UsageError)
    expect(() => resolve(options, environment)).toThrow(message)
  })

  it('is found even where something of higher precedence is right', () => {
    expect(() => resolve({ failOn: 'info' }, { CTXGUARD_FAIL_ON: 'x' })).toThrow('CTXGUARD_FAIL_ON')
  })
})
