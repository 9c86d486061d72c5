import { type CharSet, contains } from './char-set.ts'

/** Symbols that no set of the program tells apart, as one class each. */
export class Alphabet {
  readonly size: number
  private readonly bounds: number[]
  /** the classes of the basic plane, for the loop that reads every character of every name */
  readonly bmp = new Uint16Array(0x10000)
  private readonly members: Uint8Array[]

  constructor(sets: readonly CharSet[]) {
    const bounds = new Set([0])
    for (const set of sets) {
      for (let i = 0; i < set.length; i += 2) {
        bounds.add(set[i]!)
        bounds.add(set[i + 1]! + 1)
      }
    }
    this.bounds = [...bounds].sort((a, b) => a - b)
    this.size = this.bounds.length
    for (const [id, bound] of this.bounds.entries()) this.bmp.fill(id, bound, this.bounds[id + 1])
    this.members = sets.map(set => Uint8Array.from(this.bounds, bound => (contains(set, bound) ? 1 : 0)))
  }

  /** The class of a symbol. */
  classOf(symbol: number): number {
    if (symbol < 0x10000) return this.bmp[symbol]!
    let low = 0
    let high = this.bounds.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if (this.bounds[middle]! <= symbol) low = middle
      else high = middle - 1
    }
    return low
  }

  /** Whether a set holds the symbols of a class. */
  has(set: number, symbolClass: number): boolean {
    return this.members[set]![symbolClass] === 1
  }
}
