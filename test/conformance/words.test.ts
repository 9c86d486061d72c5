import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { expandToWords, expandWord, newAllowance } from '../../src/dockerfile/expand/index.ts'

interface Vector {
  word: string
  env: Record<string, string>
  escape?: string
  rawQuotes?: true
  rawEscapes?: true
  skipQuotes?: true
  skipUnset?: true
  text?: string
  used?: string[]
  unset?: string[]
  words?: string[]
  error?: string
}

const { cases } = JSON.parse(
  readFileSync(new URL('../../fixtures/conformance/word-vectors.json', import.meta.url), 'utf8'),
) as { cases: Vector[] }

test.each(cases)('$word with $env', ({ word, env, text, used, unset, words, error, ...options }) => {
  const lookup = (name: string) => (Object.hasOwn(env, name) ? env[name] : undefined)
  const lexer = { ...options, escape: options.escape ?? '\\' }
  const expanded = expandWord(word, lookup, lexer, newAllowance())
  const split = expandToWords(word, lookup, lexer, newAllowance())
  if (error !== undefined) {
    expect(expanded).toMatchObject({ reason: error })
    expect(split).toMatchObject({ reason: error })
    return
  }
  expect(expanded).toEqual({ text, used: new Set(used), unset: new Set(unset) })
  expect(split).toMatchObject({ words })
})
