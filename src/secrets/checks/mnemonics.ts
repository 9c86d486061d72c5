/** Phrases that tools print for everybody. */
const PUBLISHED = ['candy maple cake sugar', 'myth like bonus scare']

/** Words of English sentences that are not on the list of BIP-39. */
const PROSE = /\b(?:the|and|for|with|from|your|are|not|was|has|have|must|should|words|phrases)\b/

/**
 * Whether a text is a mnemonic: 12 or 24 words of three to eight small letters, nearly all of them different. The
 * list of BIP-39 is not asked; test vectors repeat their words.
 */
export function isMnemonic(text: string): boolean {
  const words = text.split(' ')
  if (words.length !== 12 && words.length !== 24) return false
  if (!words.every(word => word.length >= 3 && word.length <= 8)) return false
  if (new Set(words).size < words.length - 2 || PROSE.test(text)) return false
  return !PUBLISHED.some(start => text.startsWith(start))
}
