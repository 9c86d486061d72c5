import { DETECTORS } from './index.ts'

const GENERIC = 'generic-assignment'

/** Ids of everything that a match may call its detector. */
export const DETECTOR_NAMES: ReadonlyMap<string, string> = new Map([
  // of several with one id the first names it
  ...DETECTORS.toReversed().flatMap(({ id, title, reports }) => [
    [id, title] as const,
    ...Object.entries(reports ?? {}),
  ]),
  [GENERIC, 'a value whose name says secret'],
])

/** What a detector finds, with its article. */
export function detectorTitle(id: string): string {
  return DETECTOR_NAMES.get(id) ?? 'a secret'
}
