import type { Word } from '../model/dockerfile.ts'
import { isSpace, replaceInvalid } from './go-text.ts'
import { type Located, part, place } from './located.ts'
import { Refusal } from './refusal.ts'

/** encoding/json gives up below this. */
const MAX_DEPTH = 10_000

/**
 * The strings of the JSON form; undefined where the text is not JSON, and then means what it says. Throws a refusal
 * where it is a JSON list of other things. Source: buildkit frontend/dockerfile/parser/line_parsers.go, parseJSON.
 */
export function jsonWords(text: Located): Word[] | undefined {
  let start = 0
  while (start < text.text.length && isSpace(text.text.charCodeAt(start))) start++
  if (text.text[start] !== '[') return undefined
  const list = part(text, start)
  const values = parseList(list.text)
  if (values === undefined) return undefined
  if (values.every(value => typeof value === 'string')) return withPlaces(values, list)
  if (!isReadByGo(list.text)) return undefined
  throw new Refusal('when using JSON array syntax, arrays must be comprised of strings only')
}

function parseList(text: string): unknown[] | undefined {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function withPlaces(values: readonly string[], list: Located): Word[] {
  let next = 0
  return values.map(value => {
    const start = list.text.indexOf('"', next)
    next = stringEnd(list.text, start)
    return { text: replaceInvalid(value), ...place(list, start) }
  })
}

/** Behind the closing quote of the JSON string at `start`. */
function stringEnd(json: string, start: number): number {
  let at = start + 1
  while (json[at] !== '"') at += json[at] === '\\' ? 2 : 1
  return at + 1
}

/** Go refuses some JSON that JavaScript takes: numbers beyond a float64, and very deep nesting. */
function isReadByGo(json: string): boolean {
  const token = /["[\]{}]|[-0-9][-+.0-9eE]*/g
  let depth = 0
  for (let found = token.exec(json)?.[0]; found !== undefined; found = token.exec(json)?.[0]) {
    if (found === '"') token.lastIndex = stringEnd(json, token.lastIndex - 1)
    else if (found === '[' || found === '{') depth++
    else if (found === ']' || found === '}') depth--
    else if (!Number.isFinite(Number(found))) return false
    if (depth > MAX_DEPTH) return false
  }
  return true
}
