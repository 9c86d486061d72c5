/** How many children a node of the tree has, as a power of two. */
const BITS = 4
const MASK = (1 << BITS) - 1

/** A tree of numbered values. Whoever has it, it never changes. */
type Tree<V> = readonly (Tree<V> | V | undefined)[]

interface Frozen<V> {
  tree: Tree<V>
  /** how many bits of a number it tells apart */
  height: number
}

/**
 * A map that others can begin with. What one of them changes is its own, and what they have in common is kept once:
 * ten thousand, each upon the one before, cost no more than what each of them adds.
 */
export class LayeredMap<V> {
  private readonly numbers: Map<string, number>
  private readonly below: Frozen<V>
  private readonly own = new Map<string, V>()
  private frozen: Frozen<V> | undefined

  constructor(numbers = new Map<string, number>(), below: Frozen<V> = { tree: [], height: BITS }) {
    this.numbers = numbers
    this.below = below
  }

  get(name: string): V | undefined {
    const own = this.own.get(name)
    if (own !== undefined) return own
    const number = this.numbers.get(name)
    return number === undefined ? undefined : valueAt(this.below, number)
  }

  /** It was set here, and not in the map that this one began with. */
  isOwn(name: string): boolean {
    return this.own.has(name)
  }

  set(name: string, value: V): void {
    this.own.set(name, value)
    this.frozen = undefined
  }

  /** A map that begins with what this one has now. */
  next(): LayeredMap<V> {
    this.frozen ??= this.freeze()
    return new LayeredMap(this.numbers, this.frozen)
  }

  private freeze(): Frozen<V> {
    let all = this.below
    for (const [name, value] of this.own) {
      const number = this.numbers.get(name) ?? this.numbers.size
      this.numbers.set(name, number)
      all = withValue(all, number, value)
    }
    return all
  }
}

function valueAt<V>({ tree, height }: Frozen<V>, number: number): V | undefined {
  if (number >>> height !== 0) return undefined
  let node: Tree<V> | undefined = tree
  for (let shift = height - BITS; shift > 0 && node !== undefined; shift -= BITS)
    node = node[(number >>> shift) & MASK] as Tree<V> | undefined
  return node?.[number & MASK] as V | undefined
}

function withValue<V>({ tree, height }: Frozen<V>, number: number, value: V): Frozen<V> {
  if (number >>> height !== 0) return withValue({ tree: [tree], height: height + BITS }, number, value)
  return { tree: changed(tree, height - BITS, number, value), height }
}

/** A copy of the nodes on the way to the value. */
function changed<V>(tree: Tree<V>, shift: number, number: number, value: V): Tree<V> {
  const at = (number >>> shift) & MASK
  const copy = [...tree]
  copy[at] = shift === 0 ? value : changed((tree[at] ?? []) as Tree<V>, shift - BITS, number, value)
  return copy
}
