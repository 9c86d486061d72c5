/** Ends of a key's name, its words joined in lower case. */
const SECRET_END = new RegExp(
  '(?:password|passwd|passphrase|pwd|secret|token|credentials?|connectionstring|secretkeybase|' +
    '(?:api|access|private|secret|auth|encryption|signing|account|master|storage|shared|deploy|webhook)keys?)$',
)
/** Stands in every text with a name of which `saysSecret` holds. */
export const SECRET_WORD =
  /(?:pass(?:word|wd|phrase)?|pwd|pw|secret|token|credentials?|connection[^A-Za-z0-9]{0,3}string|(?:api|access|private|auth|encryption|signing|account|master|storage|shared|deploy|webhook|app)[^A-Za-z0-9]{0,3}keys?|key[^A-Za-z0-9]{0,3}base|pat)(?![A-Za-z0-9])/i

/** Ends that are too short to be looked for inside a word. */
const SECRET_WORDS = new Set(['pass', 'pw', 'pat'])
/** Beginnings and middles that turn the meaning round. */
const NEGATING = new Set(['no', 'disable', 'is', 'has', 'use', 'enable', 'require'])

/**
 * Whether a key's name says that its value is a secret. A name that goes on after the word (`TOKEN_URL`,
 * `passwordMinLength`) says that it is something else.
 */
export function saysSecret(key: string): boolean {
  if (key.length > 128) return false
  const words = key.split(/[^A-Za-z0-9]+|(?<=[a-z0-9])(?=[A-Z])/).filter(word => word !== '')
  const lower = words.map(word => word.toLowerCase())
  if (lower.length === 0 || NEGATING.has(lower[0]!)) return false
  if (lower.some(word => word === 'public' || word === 'publishable')) return false
  const joined = lower.join('')
  return SECRET_WORDS.has(lower.at(-1)!) || SECRET_END.test(joined) || joined === 'appkey'
}
