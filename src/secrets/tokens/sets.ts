import { compileSet, type DetectorSet } from '../scan/detector-set.ts'
import { findKeywords } from '../scan/finder.ts'
import type { Surroundings } from '../surroundings.ts'
import type { Detector, Scope } from './detector.ts'
import { DETECTORS } from './index.ts'

const sets = new Map<Scope, DetectorSet>()

/** The detectors for a file that lies there, compiled once. */
export function detectorsFor({ vendored, generated }: Surroundings): DetectorSet {
  const place: Scope = vendored ? 'everywhere' : generated ? 'generated' : 'own'
  const known = sets.get(place)
  if (known !== undefined) return known
  const set = compileSet(DETECTORS.filter(detector => WIDTH[scopeOf(detector)] >= WIDTH[place]))
  sets.set(place, set)
  return set
}

let forms: DetectorSet | undefined

/** The detectors that need no more than the value itself, for names and other short texts. */
export function formDetectors(): DetectorSet {
  forms ??= compileSet(
    DETECTORS.filter(({ rank }) => rank === 'token'),
    findKeywords,
  )
  return forms
}

const WIDTH: Readonly<Record<Scope, number>> = { everywhere: 2, generated: 1, own: 0 }

function scopeOf({ rank, scope }: Detector): Scope {
  return scope ?? (rank === 'token' || rank === 'whole' ? 'everywhere' : 'own')
}
