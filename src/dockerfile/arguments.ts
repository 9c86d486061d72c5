import type { Word } from '../model/dockerfile.ts'
import { quote } from './go-text.ts'
import { jsonWords } from './json-form.ts'
import { cutLatin } from './latin.ts'
import { type Located, wordOf } from './located.ts'
import { Refusal } from './refusal.ts'
import { blankWords, cutWord, shellWords } from './words.ts'

/** What an instruction is given, flags aside. */
export interface Arguments {
  words: readonly Word[]
  json: boolean
  /** of `ENV key value`: words are the key and the value, not pairs */
  legacy: boolean
}

const NOTHING: Arguments = { words: [], json: false, legacy: false }

type Parse = (text: Located, escapeToken: string) => Arguments

/**
 * By name in lower case, how each instruction reads what it is given. ONBUILD is not here: its rest is an instruction.
 * Source: buildkit frontend/dockerfile/parser/parser.go, dispatch; line_parsers.go.
 */
const PARSERS: Readonly<Record<string, Parse>> = {
  add: listOrWords,
  arg: (text, escapeToken) => ({ words: shellWords(text, escapeToken), json: false, legacy: false }),
  cmd: listOrLine,
  copy: listOrWords,
  entrypoint: listOrLine,
  env: (text, escapeToken) => namesAndValues(text, escapeToken, 'ENV'),
  expose: words,
  from: words,
  healthcheck: healthCheck,
  label: (text, escapeToken) => namesAndValues(text, escapeToken, 'LABEL'),
  maintainer: line,
  run: listOrLine,
  shell: listOrLine,
  stopsignal: line,
  user: line,
  volume: listOrWords,
  workdir: line,
}

/** Throws a refusal. Of an instruction that there is not, the arguments are nothing. */
export function parseArguments(name: string, text: Located, escapeToken: string): Arguments {
  return Object.hasOwn(PARSERS, name) ? PARSERS[name]!(text, escapeToken) : NOTHING
}

function line(text: Located): Arguments {
  return text.text === '' ? NOTHING : { words: [wordOf(text)], json: false, legacy: false }
}

function words(text: Located): Arguments {
  return { words: blankWords(text), json: false, legacy: false }
}

function list(text: Located): Arguments | undefined {
  const strings = jsonWords(text)
  return strings && { words: strings, json: true, legacy: false }
}

function listOrLine(text: Located): Arguments {
  return list(text) ?? line(text)
}

function listOrWords(text: Located): Arguments {
  return list(text) ?? words(text)
}

/** The first word decides: with a `=` in it, all words are pairs; without, it is a key and the rest its value. */
function namesAndValues(text: Located, escapeToken: string, name: string): Arguments {
  const found = shellWords(text, escapeToken)
  if (found.length === 0) return NOTHING
  if (!found[0]!.text.includes('=')) {
    const { word, rest } = cutWord(text)
    if (rest === undefined) throw new Refusal(`${name} must have two arguments`)
    return { words: [wordOf(word), wordOf(rest)], json: false, legacy: true }
  }
  const odd = found.find(word => !word.text.includes('='))
  if (odd === undefined) return { words: found, json: false, legacy: false }
  throw new Refusal(`Syntax error - can't find = in ${quote(odd.text)}. Must be of the form: name=value`)
}

/** A type, and then what CMD takes. Source: line_parsers.go, parseHealthConfig. */
function healthCheck(text: Located): Arguments {
  const { head, rest } = cutLatin(text)
  if (head.text === '') return NOTHING
  const command = listOrLine(rest)
  return { words: [wordOf(head), ...command.words], json: command.json, legacy: false }
}
