import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { findConfig } from '../../src/config/find.ts'
import { ConfigError } from '../../src/errors.ts'
import { makeTree } from '../helpers/tree.ts'

describe('findConfig', () => {
  it.each(['ctxguard.yaml', 'ctxguard.yml', 'ctxguard.json'])('finds %s in the context', name => {
    const dir = makeTree({ [name]: '{}' })
    expect(findConfig(dir)).toBe(join(dir, name))
  })

  it('takes a package.json that has the key ctxguard', () => {
    const dir = makeTree({ 'package.json': '\ufeff{ "name": "app", "ctxguard": {} }' })
    expect(findConfig(dir)).toBe(join(dir, 'package.json'))
  })

  it.each([
    ['only depends on the package', '{ "devDependencies": { "ctxguard": "^1.0.0" } }'],
    ['says nothing of it', '{ "name": "app" }'],
    ['is broken without naming it', '{ "name": '],
    ['is no object', '["ctxguard"]'],
    ['is null', 'null'],
  ])('passes over a package.json that %s', (_, text) => {
    expect(findConfig(makeTree({ 'package.json': text }))).toBeUndefined()
  })

  it('takes a broken package.json that names the key, so that it is complained of', () => {
    const dir = makeTree({ 'package.json': '{ "ctxguard": { "failOn": "info", } }' })
    expect(findConfig(dir)).toBe(join(dir, 'package.json'))
  })

  it('climbs from the context to the nearest configuration', () => {
    const dir = makeTree({
      '.git/HEAD': '',
      'ctxguard.yaml': '',
      'services/ctxguard.json': '{}',
      'services/api/src/main.js': '',
      'jobs/main.js': '',
    })
    expect(findConfig(join(dir, 'services/api/src'))).toBe(join(dir, 'services/ctxguard.json'))
    expect(findConfig(join(dir, 'jobs'))).toBe(join(dir, 'ctxguard.yaml'))
  })

  it('does not leave the repository', () => {
    const dir = makeTree({ 'ctxguard.yaml': '', 'repo/.git/HEAD': '', 'repo/app/main.js': '' })
    expect(findConfig(join(dir, 'repo/app'))).toBeUndefined()
  })

  it('takes the .git file of a linked worktree for the root of the repository', () => {
    const dir = makeTree({ 'ctxguard.yaml': '', 'tree/.git': 'gitdir: /elsewhere', 'tree/app/main.js': '' })
    expect(findConfig(join(dir, 'tree/app'))).toBeUndefined()
  })

  it('looks nowhere but into the context where there is no repository', () => {
    const dir = makeTree({ 'ctxguard.yaml': '', 'app/main.js': '' })
    expect(findConfig(join(dir, 'app'))).toBeUndefined()
    expect(findConfig(dir)).toBe(join(dir, 'ctxguard.yaml'))
  })

  it.each([
    ['ctxguard.json', '{}'],
    ['package.json', '{ "ctxguard": {} }'],
  ])('refuses ctxguard.yaml with %s beside it, and names both', (name, text) => {
    const dir = makeTree({ 'ctxguard.yaml': '', [name]: text })
    expect(() => findConfig(dir)).toThrow(ConfigError)
    expect(() => findConfig(dir)).toThrow(`two configurations in ${dir}: ctxguard.yaml and ${name}`)
  })

  it('follows no link, wherever it leads, and does not pass over it in silence', () => {
    for (const link of ['gone.yaml', '/etc/passwd', 'other.yaml']) {
      const dir = makeTree({ 'ctxguard.yaml': { link }, 'other.yaml': 'failOn: never' })
      expect(() => findConfig(dir)).toThrow('ctxguard.yaml is a link, and none is followed')
    }
  })

  it('does not wait for a FIFO that is called package.json', () => {
    expect(findConfig(makeTree({ 'package.json': { special: 'fifo' } }))).toBeUndefined()
  })

  it('finds nothing for a directory that is not there', () => {
    expect(findConfig(join(makeTree({}), 'gone'))).toBeUndefined()
  })
})
