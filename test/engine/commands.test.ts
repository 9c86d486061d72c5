import { readFileSync, writeFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { type Answers, answers } from './command-answers.ts'
import { engineAnswers } from './docker.ts'

const recorded = new URL('../../fixtures/commands/docker-26.json', import.meta.url)
const records = process.env.CTXGUARD_RECORD === '1'

describe.skipIf(!engineAnswers())('what docker thinks of arguments', () => {
  test('is what is recorded of it (CTXGUARD_RECORD=1 records it, with every flag)', {
    timeout: 300_000,
  }, async () => {
    const now = await answers(records)
    if (records) writeFileSync(recorded, `${JSON.stringify(now, null, 1)}\n`)
    const { lines } = JSON.parse(readFileSync(recorded, 'utf8')) as Answers
    expect(now.lines).toEqual(lines)
  })
})
