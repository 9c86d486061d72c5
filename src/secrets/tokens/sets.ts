import { compileSet, type DetectorSet, searchFor } from '../scan/detector-set.ts'
import { findKeywords } from '../scan/finder.ts'
import type { Surroundings } from '../surroundings.ts'
import type { Detector, Scope } from './detector.ts'
import { DETECTORS } from './index.ts'
import { once } from './once.ts'

const sets = new Map<Scope, DetectorSet>()
/** Of all places: to compile it takes longer than to hear of keywords that wake nobody. */
const search = once(() => searchFor(DETECTORS))

/** The detectors for a file that lies there, compiled once. */
export function detectorsFor({ vendored, generated }: Surroundings): DetectorSet {
  const place: Scope = vendored ? 'everywhere' : generated ? 'generated' : 'own'
  const known = sets.get(place)
  if (known !== undefined) return known
  const detectors = DETECTORS.filter(detector => WIDTH[scopeOf(detector)] >= WIDTH[place])
  const set = compileSet(detectors, search())
  sets.set(place, set)
  return set
}

/** A Dockerfile is written for its project, wherever it lies. */
const OWN: Surroundings = { vendored: false, tests: false, generated: false }
/** To compile the automaton takes as long as to search so many bytes without it. */
const SHORT_BYTES = 2 ** 16
let short: DetectorSet | undefined

/** All detectors, for a text of so many bytes that the project's own people wrote. */
export function detectorsForText(bytes: number): DetectorSet {
  if (bytes > SHORT_BYTES) return detectorsFor(OWN)
  short ??= compileSet(DETECTORS, searchFor(DETECTORS, findKeywords))
  return short
}

let forms: DetectorSet | undefined

/** The detectors that need no more than the value itself, for names and other short texts. */
export function formDetectors(): DetectorSet {
  if (forms !== undefined) return forms
  const detectors = DETECTORS.filter(({ rank }) => rank === 'token')
  forms = compileSet(detectors, searchFor(detectors, findKeywords))
  return forms
}

const WIDTH: Readonly<Record<Scope, number>> = { everywhere: 2, generated: 1, own: 0 }

function scopeOf({ rank, scope }: Detector): Scope {
  return scope ?? (rank === 'token' || rank === 'whole' ? 'everywhere' : 'own')
}
