import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { listContext } from '../../src/list.ts'
import { ignoreLineFor, ignoreLineForName } from '../../src/model/ignore-line.ts'
import { BUILDERS } from '../../src/model/request.ts'
import { makeTree } from '../helpers/tree.ts'

const ODD_NAMES = [
  '#comment',
  '!exception',
  ' led by a blank',
  'trailed by a blank ',
  '\u00a0no-break',
  '*',
  'a?',
  '[slug]',
  'back\\slash',
  'back\\d',
  'ends in\\',
  '(group)+',
  '{a,b}|c^$',
  'x{2}?',
  'tab\there',
  'line\nbreak',
  'naïve.txt',
  '**',
  '.hidden',
]

describe('ignoreLineFor', () => {
  it.each(BUILDERS)('excludes the odd name and nothing else, as %s reads it', async builder => {
    for (const name of ODD_NAMES) {
      const dir = makeTree({ [`d/${name}`]: '', [name]: '', other: '', 'd/a1': '' })
      const named = { contextDir: dir, builder }
      writeFileSync(join(dir, '.dockerignore'), `${ignoreLineFor(name)}\n`)
      const paths = (await listContext(named)).entries.map(entry => entry.path)
      expect(paths.sort(), JSON.stringify(name)).toEqual(
        ['.dockerignore', 'd', 'd/a1', `d/${name}`, 'other'].sort(),
      )
    }
  })

  it('gives a byte that is not UTF-8 as one character', async () => {
    const dir = makeTree({ 'latin1:caf\xe9': '', other: '' })
    const [entry] = (await listContext({ contextDir: dir })).entries
    expect(ignoreLineFor(entry!.rawPath!)).toBe('caf?')
    writeFileSync(join(dir, '.dockerignore'), 'caf?\n')
    const paths = (await listContext({ contextDir: dir })).entries.map(one => one.path)
    expect(paths).toEqual(['.dockerignore', 'other'])
  })

  it('leaves an ordinary path as it is', () => {
    expect(ignoreLineFor('src/my file-1.0_x@y.tar.gz')).toBe('src/my file-1.0_x@y.tar.gz')
  })
})

describe('ignoreLineForName', () => {
  it.each(BUILDERS)('excludes the name at any depth, as %s reads it', async builder => {
    for (const name of ODD_NAMES) {
      const dir = makeTree({ [`d/e/${name}`]: '', [name]: '', other: '' })
      writeFileSync(join(dir, '.dockerignore'), `${ignoreLineForName(`d/e/${name}`)}\n`)
      const paths = (await listContext({ contextDir: dir, builder })).entries.map(entry => entry.path)
      expect(paths, JSON.stringify(name)).toEqual(['.dockerignore', 'd', 'd/e', 'other'])
    }
  })
})
