import { ALPHABETS, type Part } from '../../src/secrets/tokens/shape.ts'

/** Random texts of a shape, by a generator of numbers from 0 to 1. */
export function sample(parts: readonly Part[], random: () => number): string {
  return parts.map(part => samplePart(part, random)).join('')
}

function samplePart(part: Part, random: () => number): string {
  if (part.kind === 'text') return part.text
  if (part.kind === 'choice') return sample(part.options[Math.floor(random() * part.options.length)]!, random)
  const letters = LETTERS[part.alphabet]!
  const length = part.least + Math.floor(random() * (part.most - part.least + 1))
  let text = ''
  for (let i = 0; i < length; i++) text += letters[Math.floor(random() * letters.length)]
  return text
}

/** By the alphabet's name: its characters. */
const LETTERS: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(ALPHABETS).map(([name, inside]) => {
    const pattern = new RegExp(`[${inside}]`)
    const printable = Array.from({ length: 95 }, (_, i) => String.fromCharCode(32 + i))
    return [name, printable.filter(char => pattern.test(char)).join('')]
  }),
)

/** Mulberry32: the same numbers for the same seed. */
export function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
