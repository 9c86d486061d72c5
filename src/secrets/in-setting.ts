import type { SettingSecret } from '../model/secret.ts'
import { saysSecret } from './key-names.ts'
import { maskValue } from './mask.ts'
import type { Detection } from './on-demand.ts'
import { looksSecret } from './values.ts'

/** A setting as detectors see it. */
export function assigned(key: string, value: string): string {
  return `${key}=${value}`
}

/**
 * The secrets that a name is set to: those that are known by their form, wherever in the value they stand, else the
 * value as a whole where the name says that it is one.
 */
export function secretsInSetting(
  { secretsInText }: Pick<Detection, 'secretsInText'>,
  key: string,
  value: string,
): SettingSecret[] {
  const tokens = secretsInText(assigned(key, value))
  if (tokens.length > 0)
    return tokens.map(({ detector, severity, masked, confidence }) => ({
      ...{ detector, severity, masked, byName: false },
      ...(confidence && { confidence }),
    }))
  if (!saysSecret(key) || !looksSecret(key, value) || isStandIn(value)) return []
  return [{ detector: 'generic-assignment', severity: 'error', masked: maskValue(value), byName: true }]
}

const STAND_IN_WORD =
  /(?:^|[ ._-])(?:assets|build(?:time)?|ci|collectstatic|compile|ignored?|irrelevant|needed|no|not|nothing|only|precompile|static|te?mp|temporary|throwaway|unused)(?:$|[ ._-])/i

/** Words that say that a build step wants some value and does nothing with it: `not-needed-for-build`. */
function isStandIn(value: string): boolean {
  return value.length <= 64 && /^[A-Za-z]+(?:[ ._-][A-Za-z]+)+$/.test(value) && STAND_IN_WORD.test(value)
}
