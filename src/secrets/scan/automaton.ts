/**
 * All keywords in one pass over bytes (Aho and Corasick, 1975), upper and lower case of ASCII the same. States are
 * premultiplied and sorted so that the ones that end a keyword come last: a byte costs two lookups and a comparison.
 */
export interface Automaton {
  /** Calls `hit` for every keyword that ends at an offset, in ascending order of it. Not to be called by `hit`. */
  scan(bytes: Uint8Array, hit: (keyword: number, end: number) => void): void
  states: number
}

/** A row's entry that nobody has asked for yet: with the states that end a keyword, where `pass` looks closer. */
const UNKNOWN = 0x7fffffff

/**
 * Compiles keywords of ASCII; `hit` is told their index. Entries of the table are worked out when they are first
 * needed: most never are.
 */
export function compileAutomaton(keywords: readonly string[]): Automaton {
  const { classOf, classes } = byteClasses(keywords)
  const trie = trieOf(keywords, classOf, classes)
  const shorter = shorterEnds(trie)
  const { stateOf, numberOf, ends } = endingLast(trie)
  const firstEnding = (trie.states - ends.length) * classes
  const table = new Int32Array(trie.states * classes).fill(UNKNOWN)

  const learn = (row: number, column: number): number => {
    let state = stateOf[row / classes]!
    while (state !== 0 && trie.next[state * classes + column] === 0) state = shorter[state]!
    const next = numberOf[trie.next[state * classes + column]!]! * classes
    table[row + column] = next
    return next
  }

  let found = new Int32Array(2048)
  /** Where keywords end, as pairs of the state and the offset. */
  const pass = (bytes: Uint8Array): number => {
    // of its own: what belongs to the closure is asked for anew at every byte
    const [ownTable, ownClassOf, first] = [table, classOf, firstEnding]
    let state = 0
    let count = 0
    let at = 0
    for (;;) {
      let next = 0
      while (at < bytes.length) {
        next = ownTable[state + ownClassOf[bytes[at++]!]!]!
        if (next >= first) break
        state = next
      }
      if (next < first) return count
      state = next === UNKNOWN ? learn(state, classOf[bytes[at - 1]!]!) : next
      if (state < first) continue
      if (count + 2 > found.length) found = grown(found)
      found[count] = state
      found[count + 1] = at
      count += 2
    }
  }
  return {
    states: trie.states,
    scan(bytes, hit) {
      const count = pass(bytes)
      for (let i = 0; i < count; i += 2) {
        for (const keyword of ends[(found[i]! - firstEnding) / classes]!) hit(keyword, found[i + 1]!)
      }
    },
  }
}

function grown(array: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(array.length * 2)
  larger.set(array)
  return larger
}

/** A state is a row of `next`, by class; 0 is the start, and where nothing follows. */
interface Trie {
  states: number
  classes: number
  next: Int32Array
  /** by depth: the states, each with the one before it and the class that leads there */
  levels: [state: number, parent: number, column: number][][]
  /** by state: the keywords that end there; most states have none */
  ends: Map<number, readonly number[]>
}

function trieOf(keywords: readonly string[], classOf: Uint8Array, classes: number): Trie {
  const most = keywords.reduce((sum, keyword) => sum + keyword.length, 1)
  const trie: Trie = { states: 1, classes, next: new Int32Array(most * classes), levels: [], ends: new Map() }
  for (const [index, keyword] of keywords.entries()) {
    let state = 0
    for (let depth = 0; depth < keyword.length; depth++) {
      const column = classOf[keyword.toLowerCase().charCodeAt(depth)]!
      const place = state * classes + column
      if (trie.next[place] === 0) {
        trie.next[place] = trie.states
        trie.levels[depth] ??= []
        trie.levels[depth]!.push([trie.states++, state, column])
      }
      state = trie.next[place]!
    }
    trie.ends.set(state, [...(trie.ends.get(state) ?? []), index])
  }
  return trie
}

/** By state: its longest end that is a state too. What ends there ends in the longer one as well. */
function shorterEnds({ states, classes, next, levels, ends }: Trie): Int32Array {
  const shorter = new Int32Array(states)
  for (const level of levels) {
    for (const [state, parent, column] of level) {
      let from = parent
      while (from !== 0) {
        from = shorter[from]!
        const end = next[from * classes + column]!
        if (end === 0) continue
        shorter[state] = end
        break
      }
      const also = ends.get(shorter[state]!)
      if (also) ends.set(state, [...(ends.get(state) ?? []), ...also])
    }
  }
  return shorter
}

/** Numbers the states so that those which end a keyword come last; the start keeps its own. */
function endingLast({ states, ends }: Trie) {
  const all = Array.from({ length: states }, (_, state) => state)
  const ending = all.filter(state => ends.has(state))
  const stateOf = Int32Array.from([...all.filter(state => !ends.has(state)), ...ending])
  const numberOf = new Int32Array(states)
  for (const [number, state] of stateOf.entries()) numberOf[state] = number
  return { stateOf, numberOf, ends: ending.map(state => Int32Array.from(ends.get(state)!)) }
}

/** Bytes that no keyword tells apart share a column, which is the first one; both cases of a letter do. */
function byteClasses(keywords: readonly string[]): { classOf: Uint8Array; classes: number } {
  const classOf = new Uint8Array(256)
  let classes = 1
  for (const char of new Set(keywords.join('').toLowerCase())) {
    const byte = char.charCodeAt(0)
    if (byte > 0x7f) throw new Error('keywords are ASCII')
    classOf[byte] = classes
    if (byte >= 0x61 && byte <= 0x7a) classOf[byte - 0x20] = classes
    classes++
  }
  return { classOf, classes }
}
