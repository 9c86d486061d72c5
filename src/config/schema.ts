import * as v from 'valibot'
import { FAIL_ON, LEVELS } from './levels.ts'
import { readCount, readSize, SIZE_HINT } from './size.ts'
import { quote, suggestion } from './words.ts'

const EXPIRES = /^\d{4}-\d{2}-\d{2}$/

/** What a configuration may hold. Its output has bytes and counts as numbers and no key that says nothing. */
export function configSchema(knownRules: readonly string[]) {
  return mapping('a configuration', {
    rules: v.nullish(rulesSchema(knownRules), {}),
    limits: v.nullish(mapping('limits', { file: size, context: size, files: count, secret: size }), {}),
    failOn: v.optional(oneOf('severity to fail on', FAIL_ON)),
    allow: v.nullish(v.array(allowance, 'allow must be a list'), []),
  })
}

const size = v.optional(converted(readSize, value => `${quote(value)} is not a size: ${SIZE_HINT}`))
const count = v.optional(converted(readCount, value => `${quote(value)} is not a whole number`))

const UNSAFE_KEYS = ['__proto__', 'constructor', 'prototype']

function rulesSchema(known: readonly string[]) {
  return v.pipe(
    plainObject('rules'),
    // valibot's record passes over these in silence
    v.check(
      input => !UNSAFE_KEYS.some(key => Object.hasOwn(input, key)),
      `${UNSAFE_KEYS.join(', ')} are no rules`,
    ),
    v.record(oneOf('rule', known), oneOf('severity', LEVELS)),
  )
}

/** A missing reason and a rule that is not known are findings, so that one of them does not end the audit. */
const allowance = mapping('an allowance', {
  rule: text('rule'),
  path: v.optional(text('path')),
  reason: v.nullish(v.string('reason must be text'), ''),
  expires: v.optional(
    v.pipe(
      text('expires'),
      v.check(isDate, ({ input }) => `${quote(input)} is not a day: write YYYY-MM-DD`),
    ),
  ),
})

function mapping<Entries extends v.ObjectEntries>(what: string, entries: Entries) {
  const known = Object.keys(entries)
  return v.pipe(
    plainObject(what),
    v.looseObject(entries, ({ expected }) => `${what} needs the key ${expected}`),
    v.rawCheck(({ dataset, addIssue }) => {
      const input = dataset.value as Record<string, unknown>
      for (const key of Object.keys(input).filter(key => !known.includes(key))) {
        addIssue({
          message: `unknown key ${quote(key)}${suggestion(key, known)}`,
          path: [{ type: 'object', origin: 'key', input, key, value: input[key] }],
        })
      }
    }),
  )
}

function plainObject(what: string) {
  return v.custom<Record<string, unknown>>(
    value => typeof value === 'object' && value !== null && !Array.isArray(value),
    `${what} must be a mapping of keys to values`,
  )
}

function oneOf<const T extends string>(what: string, known: readonly T[]) {
  return v.picklist(known, ({ input }) => `unknown ${what} ${quote(input)}${suggestion(input, known)}`)
}

function text(key: string) {
  return v.pipe(v.string(`${key} must be text`), v.regex(/\S/, `${key} must not be empty`))
}

function converted<T>(read: (value: unknown) => T | undefined, complain: (value: unknown) => string) {
  return v.pipe(
    v.unknown(),
    v.rawTransform(({ dataset, addIssue, NEVER }) => {
      const value = read(dataset.value)
      if (value !== undefined) return value
      addIssue({ message: complain(dataset.value) })
      return NEVER
    }),
  )
}

function isDate(text: string): boolean {
  const time = Date.parse(`${text}T00:00:00Z`)
  // 2027-02-30 parses as a day in March
  return EXPIRES.test(text) && !Number.isNaN(time) && new Date(time).toISOString().startsWith(text)
}
