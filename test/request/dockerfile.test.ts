import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { ContextRefusedError } from '../../src/errors.ts'
import { listContext } from '../../src/list.ts'
import type { Builder } from '../../src/model/request.ts'
import { resolveRequest } from '../../src/request/resolve.ts'
import { makeTree, type Tree } from '../helpers/tree.ts'

/** The Dockerfile that would be read, relative to the tree, or why none would. */
function found(
  tree: Tree,
  builder: Builder,
  options: { dockerfile?: string; context?: string } = {},
): string {
  const root = makeTree(tree)
  const { dockerfile } = resolveRequest({
    contextDir: options.context ?? '.',
    builder,
    cwd: root,
    ...(options.dockerfile !== undefined && { dockerfile: options.dockerfile }),
  })
  if (dockerfile.kind === 'none' || dockerfile.kind === 'inline') return dockerfile.kind
  return dockerfile.kind === 'refused'
    ? `refused: ${dockerfile.reason}`
    : dockerfile.file.slice(root.length + 1)
}

describe('the default name', () => {
  test('is Dockerfile, for docker dockerfile too, and for podman Containerfile first', () => {
    expect(found({ Dockerfile: '', dockerfile: '' }, 'buildkit')).toBe('Dockerfile')
    expect(found({ dockerfile: '' }, 'buildkit')).toBe('dockerfile')
    expect(found({ dockerfile: '' }, 'classic')).toBe('dockerfile')
    expect(found({ Dockerfile: '', Containerfile: '' }, 'podman')).toBe('Containerfile')
    expect(found({ dockerfile: '' }, 'podman')).toMatch(/^refused: cannot find Containerfile or Dockerfile/)
  })

  test('may be missing: then the context alone is listed', async () => {
    expect(found({ x: '' }, 'buildkit')).toBe('none')
    expect((await listContext({ contextDir: makeTree({ x: '' }) })).entries.map(entry => entry.path)).toEqual(
      ['x'],
    )
  })
})

describe('a named Dockerfile', () => {
  test('is relative to the working directory, inside the context or not', () => {
    const tree = { 'ctx/x': '', 'other/My.Dockerfile': '' }
    for (const builder of ['buildkit', 'classic', 'podman'] as const)
      expect(found(tree, builder, { dockerfile: 'other/My.Dockerfile', context: 'ctx' })).toBe(
        'other/My.Dockerfile',
      )
  })

  test('of the default name may be written in lower case for BuildKit', () => {
    const tree = { 'ctx/x': '', 'other/dockerfile': '' }
    const options = { dockerfile: 'other/Dockerfile', context: 'ctx' }
    expect(found(tree, 'buildkit', options)).toBe('other/dockerfile')
    expect(found(tree, 'classic', options)).toMatch(/^refused: unable to evaluate symlinks/)
    expect(found(tree, 'podman', options)).toBe('refused: no such file or directory')
  })

  test('is looked for in the context too by podman', () => {
    const tree = { 'ctx/sub/C': '' }
    expect(found(tree, 'podman', { dockerfile: 'sub/C', context: 'ctx' })).toBe('ctx/sub/C')
    expect(found(tree, 'buildkit', { dockerfile: 'sub/C', context: 'ctx' })).toMatch(/^refused: /)
  })

  test('that is not there, a directory or a FIFO is refused, and listing rejects with its path', async () => {
    expect(found({}, 'buildkit', { dockerfile: 'nope' })).toBe(
      'refused: failed to read dockerfile: open nope: no such file or directory',
    )
    expect(found({ D: { dir: true } }, 'buildkit', { dockerfile: 'D' })).toMatch(/it is a directory/)
    expect(found({ D: { special: 'fifo' } }, 'classic', { dockerfile: 'D' })).toMatch(/FIFO/)
    const contextDir = makeTree({ x: '' })
    const listing = listContext({ contextDir, dockerfile: join(contextDir, 'nope') })
    await expect(listing).rejects.toThrow(ContextRefusedError)
    await expect(listing).rejects.toThrow(join(contextDir, 'nope'))
  })
})

describe('a Dockerfile that is a link', () => {
  const outside = { 'ctx/Dockerfile': { link: '../D' }, D: '' }

  test('must end inside its directory for BuildKit, anywhere for podman', () => {
    expect(found(outside, 'buildkit', { context: 'ctx' })).toMatch(/^refused: .*does not end inside/)
    expect(found(outside, 'podman', { context: 'ctx' })).toBe('ctx/Dockerfile')
    expect(
      found({ 'ctx/Dockerfile': { link: 'real' }, 'ctx/real': '' }, 'buildkit', { context: 'ctx' }),
    ).toBe('ctx/Dockerfile')
  })

  test('may leave the context for classic only where it is named', () => {
    expect(found(outside, 'classic', { context: 'ctx' })).toMatch(/^refused: unable to open Dockerfile/)
    expect(found(outside, 'classic', { context: 'ctx', dockerfile: 'ctx/Dockerfile' })).toBe('ctx/Dockerfile')
  })
})

describe('names that mark a deletion in an image layer', () => {
  const tree = { '.wh.gone': '', x: '' }

  test('are sent by BuildKit, lost by podman, and stop classic', async () => {
    const paths = async (builder: Builder) =>
      (await listContext({ contextDir: makeTree(tree), builder })).entries.map(entry => entry.path)
    expect(await paths('buildkit')).toEqual(['.wh.gone', 'x'])
    expect(await paths('podman')).toEqual(['x'])
    await expect(paths('classic')).rejects.toThrow('.wh.gone: a name that begins with .wh.')
  })
})
