import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { readDockerfile } from '../../src/dockerfile/read.ts'
import { readerAnswer } from './reader-answer.ts'

interface Vector {
  dockerfile: string
  phase?: 'parse' | 'instructions' | 'check' | 'convert'
}

interface Case {
  dockerfile: string
  results: { errorPhase?: string; error: string | null }[]
}

function fixture(name: string) {
  return JSON.parse(readFileSync(new URL(`../../fixtures/conformance/${name}`, import.meta.url), 'utf8'))
}

const { vectors } = fixture('reader-vectors.json') as { vectors: Vector[] }

test.each(vectors)(
  "$dockerfile is read as BuildKit's frontend reads it",
  ({ phase: _, dockerfile, ...want }) => {
    const answer = readerAnswer(dockerfile)
    // where the file can't be taken apart there is no more to compare
    const got = 'commands' in want ? answer : { ...answer, ...NOTHING_MORE }
    expect(got).toEqual('commands' in want ? want : { ...NOTHING_MORE, ...want, escape: undefined })
  },
)

const NOTHING_MORE = { escape: undefined, commands: undefined, globalArgs: undefined, stages: undefined }

const { cases } = fixture('dockerfiles.json') as { cases: Case[] }

/** The frontend says both of these before it looks at targets and variables, though in its last phase. */
const EARLY = ['the Dockerfile cannot be empty', 'dockerfile contains no stages to build']

test.each(cases)(
  'what is refused before variables are known, and nothing else, is a problem: $dockerfile',
  one => {
    const { errorPhase, error } = one.results[0]!
    const early = errorPhase === 'parse' || errorPhase === 'instructions' || EARLY.includes(error ?? '')
    const reason = early ? error!.replace(/^dockerfile parse error on line \d+: /, '') : undefined
    expect(readDockerfile(one.dockerfile).problem?.reason).toBe(reason)
  },
)
