import { mayHoldToken } from './scan/tokens-in.ts'
import { wakesDetector, wakesForm } from './tokens/catalog.ts'

/** What finds secrets in short texts. */
export type Detection = typeof import('./detection.ts')

/**
 * What finds secrets in these texts. To load the detectors takes longer than most builds take to audit, so that they are
 * loaded only where one of them would wake. Throws where it is asked about another text, and they were not loaded.
 */
export function detectionFor(texts: Iterable<string>): Promise<Detection> {
  return detection(texts, wakesDetector)
}

/** The same where none but tokens are looked for: in names, and in what is shown. */
export function tokenDetectionFor(
  texts: Iterable<string>,
): Promise<Pick<Detection, 'tokensInName' | 'withoutTokens'>> {
  return detection(texts, text => mayHoldToken(text) && wakesForm(text))
}

async function detection(texts: Iterable<string>, wakes: (text: string) => boolean): Promise<Detection> {
  const announced = new Set(texts)
  for (const text of announced) if (wakes(text)) return import('./detection.ts')
  const nothing = <T>(text: string, answer: T): T => {
    // fails closed: what was not announced may hold anything
    if (!announced.has(text) && wakes(text)) throw new Error('a text was not announced to the detectors')
    return answer
  }
  return {
    secretsInText: text => nothing(text, []),
    spansOfSecrets: text => nothing(text, []),
    tokensInName: path => nothing(path, []),
    withoutTokens: text => nothing(text, text),
  }
}
