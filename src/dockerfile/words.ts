import type { Word } from '../model/dockerfile.ts'
import { isSpace, replaceInvalid } from './go-text.ts'
import { type Located, part, wordOf } from './located.ts'

/** Words between blanks; quotes mean nothing. Source: buildkit line_parsers.go, parseStringsWhitespaceDelimited. */
export function blankWords(text: Located): Word[] {
  const words: Word[] = []
  for (const { 0: word, index } of text.text.matchAll(/[^\t\v\f\r ]+/g)) {
    words.push(wordOf(part(text, index, index + word.length)))
  }
  return words
}

/** The first word between blanks, and what follows the blanks behind it; without such blanks there is no rest. */
export function cutWord(text: Located): { word: Located; rest: Located | undefined } {
  const end = text.text.search(/[\t\v\f\r ]/)
  if (end < 0) return { word: text, rest: undefined }
  let next = end
  while (next < text.text.length && '\t\v\f\r '.includes(text.text[next]!)) next++
  return { word: part(text, 0, end), rest: part(text, next) }
}

/**
 * Words between white space, where quotes hold a word together and the escape character holds the next one; all of
 * these stay in the word. Source: buildkit frontend/dockerfile/parser/line_parsers.go, parseWords.
 */
export function shellWords(text: Located, escapeToken: string): Word[] {
  const words: Word[] = []
  let at = 0
  while (at < text.text.length) {
    if (isSpace(text.text.charCodeAt(at))) {
      at++
      continue
    }
    const end = wordEnd(text.text, at, escapeToken)
    const word = wordOf(part(text, at, end.kept))
    if (word.text !== '')
      words.push({ text: replaceInvalid(word.text), line: word.line, column: word.column })
    at = end.at
  }
  return words
}

/** `kept`: without an escape character at the very end of the text, which escapes nothing. */
function wordEnd(text: string, start: number, escapeToken: string): { at: number; kept: number } {
  let quote = ''
  for (let at = start; at < text.length; at++) {
    const char = text[at]!
    if (char === escapeToken && quote !== "'") {
      if (at + 1 === text.length) return { at: text.length, kept: at }
      at++
    } else if (quote !== '') {
      if (char === quote) quote = ''
    } else if (char === '"' || char === "'") quote = char
    else if (isSpace(text.charCodeAt(at))) return { at, kept: at }
  }
  return { at: text.length, kept: text.length }
}
