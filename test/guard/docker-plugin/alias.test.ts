import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { aliasIn, newConfig, withAlias, withoutAlias } from '../../../src/guard/docker-plugin/alias.ts'

/** A JSON object as text, laid out in one way or another. */
const config = fc
  .tuple(
    fc.dictionary(
      fc.oneof(fc.string(), fc.constantFrom('auths', 'credsStore', 'Aliases', 'x"\\')),
      fc.jsonValue(),
    ),
    fc.option(fc.dictionary(fc.string(), fc.string()), { nil: undefined }),
    fc.constantFrom(undefined, 1, 2, '\t'),
    fc.constantFrom('', '\n', ' \n\t'),
  )
  .map(([members, aliases, indent, end]) => {
    const { Aliases: _, aliases: __, ...rest } = members
    const all = aliases === undefined ? rest : { ...rest, aliases: { ...aliases, builder: undefined } }
    return JSON.stringify(all, null, indent) + end
  })

test('taking the alias back leaves the very text from before', () => {
  fc.assert(
    fc.property(config, text => {
      const changed = withAlias(text, 'guard')
      expect(JSON.parse(changed).aliases.builder).toBe('guard')
      expect(aliasIn(changed)).toBe('guard')
      expect(aliasIn(text)).toBeUndefined()
      expect(withoutAlias(changed, 'guard')).toBe(text)
    }),
    { numRuns: 300 },
  )
})

test('in a file that docker has set anew only the alias goes', () => {
  fc.assert(
    fc.property(config, fc.constantFrom(undefined, 2, '\t'), (text, indent) => {
      const before = JSON.parse(text)
      const anew = JSON.stringify(JSON.parse(withAlias(text, 'guard')), null, indent)
      const after = JSON.parse(withoutAlias(anew, 'guard')!)
      // docker itself leaves an empty object out
      if (Object.keys(before.aliases ?? { one: 1 }).length === 0) delete before.aliases
      expect(after).toEqual(before)
    }),
    { numRuns: 300 },
  )
})

describe('what others write meanwhile stays', () => {
  test('beside the alias', () => {
    const changed = withAlias('{}', 'guard').replace('"builder"', '"x": "y", "builder"')
    expect(JSON.parse(withoutAlias(changed, 'guard')!)).toEqual({ aliases: { x: 'y' } })
  })

  test('in a file that was new', () => {
    expect(withoutAlias(newConfig('guard'), 'guard')).toBeUndefined()
    const more = newConfig('guard').replace('{', '{"currentContext":"c",')
    expect(JSON.parse(withoutAlias(more, 'guard')!)).toEqual({ currentContext: 'c' })
  })

  test('names that docker reads without regard to case are its own', () => {
    const changed = withAlias('{"Aliases": {"a": "b"}}', 'guard')
    expect(JSON.parse(changed)).toEqual({ Aliases: { builder: 'guard', a: 'b' } })
  })
})
