/**
 * All keywords in one pass over bytes (Aho and Corasick, 1975), upper and lower case of ASCII the same. States are
 * premultiplied and sorted so that the ones that end a keyword come last: a byte costs two lookups and a comparison.
 */
export interface Automaton {
  /** Calls `hit` for every keyword that ends at an offset, in ascending order of it. */
  scan(bytes: Uint8Array, hit: (keyword: number, end: number) => void): void
  states: number
}

interface Node {
  next: Map<number, number>
  fail: number
  ends: number[]
}

/** Compiles keywords of ASCII; `hit` is told their index. */
export function compileAutomaton(keywords: readonly string[]): Automaton {
  const nodes = trieOf(keywords)
  const order = breadthFirst(nodes)
  const { classOf, classes } = byteClasses(keywords)
  const ending = order.filter(node => nodes[node]!.ends.length > 0)
  const numbered = [...order.filter(node => nodes[node]!.ends.length === 0), ...ending]
  const stateOf = new Int32Array(nodes.length)
  for (const [index, node] of numbered.entries()) stateOf[node] = index * classes
  const firstEnding = (nodes.length - ending.length) * classes
  const ends = ending.map(node => Int32Array.from(nodes[node]!.ends))

  const table = new Int32Array(nodes.length * classes)
  // breadth first: what a state falls back to is complete when it is needed
  for (const node of order) {
    const row = stateOf[node]!
    const fallback = stateOf[nodes[node]!.fail]!
    for (let column = 0; column < classes; column++)
      table[row + column] = node === 0 ? 0 : table[fallback + column]!
    for (const [byte, next] of nodes[node]!.next) table[row + classOf[byte]!] = stateOf[next]!
  }

  return {
    states: nodes.length,
    scan(bytes, hit) {
      let state = 0
      for (let at = 0; at < bytes.length; at++) {
        state = table[state + classOf[bytes[at]!]!]!
        if (state >= firstEnding) {
          const ended = ends[(state - firstEnding) / classes]!
          for (let i = 0; i < ended.length; i++) hit(ended[i]!, at + 1)
        }
      }
    },
  }
}

function trieOf(keywords: readonly string[]): Node[] {
  const nodes: Node[] = [{ next: new Map(), fail: 0, ends: [] }]
  for (const [index, keyword] of keywords.entries()) {
    let node = 0
    for (const char of keyword.toLowerCase()) {
      const byte = char.charCodeAt(0)
      let next = nodes[node]!.next.get(byte)
      if (next === undefined) {
        next = nodes.push({ next: new Map(), fail: 0, ends: [] }) - 1
        nodes[node]!.next.set(byte, next)
      }
      node = next
    }
    nodes[node]!.ends.push(index)
  }
  return nodes
}

/** Fills in where each state falls back to, and gives the states in the order of their depth. */
function breadthFirst(nodes: Node[]): number[] {
  const order = [0]
  for (let at = 0; at < order.length; at++) {
    const node = order[at]!
    for (const [byte, next] of nodes[node]!.next) {
      let fail = nodes[node]!.fail
      while (fail !== 0 && !nodes[fail]!.next.has(byte)) fail = nodes[fail]!.fail
      const target = nodes[fail]!.next.get(byte)
      nodes[next]!.fail = target === undefined || target === next ? 0 : target
      nodes[next]!.ends.push(...nodes[nodes[next]!.fail]!.ends)
      order.push(next)
    }
  }
  return order
}

/** Bytes that no keyword tells apart share a column; both cases of a letter do. */
function byteClasses(keywords: readonly string[]): { classOf: Uint8Array; classes: number } {
  const classOf = new Uint8Array(256)
  let classes = 1
  for (const char of keywords.join('').toLowerCase()) {
    const byte = char.charCodeAt(0)
    if (byte > 0x7f) throw new Error('keywords are ASCII')
    if (classOf[byte] !== 0) continue
    classOf[byte] = classes
    if (byte >= 0x61 && byte <= 0x7a) classOf[byte - 0x20] = classes
    classes++
  }
  return { classOf, classes }
}
