import { describe, expect, test } from 'vitest'
import { globMatch, hasWildcards, isWellFormedGlob } from '../../src/ignore/index.ts'
import { rawFromBytes } from '../../src/model/path.ts'

describe('globMatch answers as Go filepath.Match', () => {
  // each answer is Go's own
  test.each([
    ['*', 'a', true],
    ['*', '.hidden', true],
    ['*', 'a/b', false],
    ['**', 'a/b', false],
    ['a/*', 'a/b', true],
    ['?', '/', false],
    ['[^a]', '/', true],
    ['a[^b]c', 'a/c', true],
    ['[a-c]x', 'bx', true],
    ['[]a]', ']', false],
    ['[!a]', '!', true],
    ['\\*', '*', true],
    ['\\*', 'a', false],
    ['a*b*c', 'axbxbxc', true],
    ['a*b*c', 'axbxbx', false],
    ['*é', 'café', true],
    ['[é-ü]', 'ê', true],
    ['??', 'é', false],
    ['*??', '😀', true],
    ['', '', true],
    ['[', '[', false],
    ['a\\', 'a', false],
  ])('%s on %s: %s', (pattern, name, matches) => {
    expect(globMatch(pattern, name)).toBe(matches)
  })

  test('a byte that is not UTF-8 is one character', () => {
    const name = rawFromBytes(Buffer.from('a\xe9', 'latin1'))
    expect(globMatch('a?', name)).toBe(true)
    expect(globMatch(name, name)).toBe(true)
    expect(globMatch('a[\ufffd]', name)).toBe(true)
  })
})

test('a class has to be closed and a backslash has to escape something', () => {
  const wellFormed = ['a', '[a]', '[^]a]', '[]', '[a-]', '[', 'a\\', '[a\\]', 'x[a]y\\*'].filter(
    isWellFormedGlob,
  )
  expect(wellFormed).toEqual(['a', '[a]', 'x[a]y\\*'])
})

test('an escaped star is no wildcard', () => {
  expect(['a*', 'a?', '[', 'a\\*', '\\[', ']'].filter(hasWildcards)).toEqual(['a*', 'a?', '['])
})
