/** Shannon entropy in bits a character. */
export function entropyOf(text: string): number {
  const counts = new Map<string, number>()
  for (const char of text) counts.set(char, (counts.get(char) ?? 0) + 1)
  let length = 0
  for (const count of counts.values()) length += count
  let bits = 0
  for (const count of counts.values()) bits -= (count / length) * Math.log2(count / length)
  return bits
}

/** The least entropy of a random text, by the smallest alphabet that it fits in. */
const ALPHABETS: readonly { fits: RegExp; bits: number }[] = [
  { fits: /^[0-9]+$/, bits: 2.2 },
  { fits: /^(?:[0-9a-f]+|[0-9A-F]+)$/, bits: 3 },
  { fits: /^(?:[0-9a-z]+|[0-9A-Z]+)$/, bits: 3.2 },
  { fits: /^[0-9A-Za-z+/=_-]+$/, bits: 3.5 },
]

/** Passwords are not drawn by lot: less is asked of them, but a mixture. */
const PASSWORD_BITS = 2.8
const CLASSES = [/[a-z]/, /[A-Z]/, /[0-9]/, /[^A-Za-z0-9]/]

/** A short text can't reach the bits of its alphabet; this share of log2(length) nearly every random one does. */
const REACHED_SHARE = 0.58

/**
 * Whether a secret could look like this. False for a random text of eight characters or more in at most one of
 * a thousand cases (hexadecimal: of twelve or more; digits alone: of twenty).
 */
export function isRandomEnough(text: string): boolean {
  const bits = entropyOf(text)
  const reached = REACHED_SHARE * Math.log2(text.length)
  const classes = CLASSES.filter(part => part.test(text)).length
  if (classes >= 2 && bits >= Math.min(PASSWORD_BITS, reached)) return true
  const alphabet = ALPHABETS.find(({ fits }) => fits.test(text))
  return alphabet !== undefined && bits >= Math.min(alphabet.bits, reached)
}
