import { findKeywords } from '../scan/finder.ts'
import { FORM_KEYWORDS, OTHER_KEYWORDS, TITLES } from './catalog.data.ts'
import { once } from './once.ts'

const GENERIC = 'generic-assignment'

/** Titles by the ids of everything that a match may call its detector. */
export const DETECTOR_NAMES: ReadonlyMap<string, string> = new Map([
  ...TITLES.split('\n').map(line => line.split('\t') as [string, string]),
  [GENERIC, 'a value whose name says secret'],
])

/** What a detector finds, with its article. */
export function detectorTitle(id: string): string {
  return DETECTOR_NAMES.get(id) ?? 'a secret'
}

/** Longer texts are not worth two looks. */
const SHORT_UNITS = 2 ** 16

const forms = once(() => FORM_KEYWORDS.split('\n'))
const finder = once(() => findKeywords([...forms(), ...OTHER_KEYWORDS.split('\n')]))

/** Whether any detector would have a look at a text. */
export function wakesDetector(text: string): boolean {
  return wakes(text, Number.POSITIVE_INFINITY)
}

/** The same of the detectors that need no more than the value itself. */
export function wakesForm(text: string): boolean {
  return wakes(text, forms().length)
}

/** @param below a keyword's index */
function wakes(text: string, below: number): boolean {
  if (text.length > SHORT_UNITS) return true
  let isWoken = false
  // keywords are ASCII: of other characters it does not matter what becomes of them
  finder().scan(Buffer.from(text), keyword => {
    isWoken ||= keyword < below
  })
  return isWoken
}
