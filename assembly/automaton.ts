/**
 * All keywords in one pass over bytes (Aho and Corasick, 1975), in WebAssembly: src/secrets/scan/automaton.ts calls it.
 * An instance holds one automaton: `know` every letter, `reserve`, `add` every keyword, `link`, then `pass` as often
 * as you like.
 *
 * A row of the table is a state, and its entry for a class of bytes the offset of the next one, with the highest bit
 * set where a keyword ends there. Each step waits for the one before it, most of the time for memory: so a text is
 * passed in four places at once.
 */

/** Bytes that are passed at once, with those that are looked at a second time. */
export const BLOCK_BYTES: u32 = 1 << 16
export const PLACES: u32 = 4
/** A hit: the node that ends there, and the offset behind its last byte. */
const HIT_BYTES: usize = 8
/** Room for one hit a byte, and for what does not divide. */
const LIST_BYTES: usize = <usize>(BLOCK_BYTES / PLACES + PLACES) * HIT_BYTES
const ENDS: u32 = 1 << 31

/** By byte: where the entry of its class lies in a row. */
const entryOf: usize = memory.data(256 * 2, 8)
/** By place: where its list of hits ends. */
const listEnds: usize = memory.data(4 * 4, 8)

let block: usize = 0
let lists: usize = 0
let nodes: usize = 0
let table: usize = 0
let rowBytes: u32 = 4
let states: u32 = 1
let longest: u32 = 0

/** What is known of a state beside its row. The start is state 0, and no end of anything: so 0 stands for none. */
@unmanaged
class Node {
  /** number of the keyword that is this state, from 1 on */
  keyword: u32
  /** address of the longest node that ends here too */
  alsoEnds: usize
  /** the longest state that this one ends with */
  shorter: u32
  /** the state that was met after this one */
  next: u32
}

/** Says that keywords have this byte; of a letter it is the lower case, which stands for both. */
export function know(byte: u32): void {
  if (load<u16>(entryOf + byte * 2) != 0) return
  store<u16>(entryOf + byte * 2, <u16>rowBytes)
  if (byte >= 0x61 && byte <= 0x7a) store<u16>(entryOf + (byte - 0x20) * 2, <u16>rowBytes)
  rowBytes += 4
}

/** Makes room for keywords of so many bytes in all. */
export function reserve(bytes: u32): void {
  block = <usize>memory.size() << 16
  lists = block + BLOCK_BYTES
  nodes = lists + PLACES * LIST_BYTES
  table = nodes + <usize>(bytes + 1) * offsetof<Node>()
  const end = table + <usize>(bytes + 1) * rowBytes
  memory.grow(<i32>((end - block + 0xffff) >> 16))
}

/** Where `add` finds a keyword, and `pass` a block. */
export function blockAt(): usize {
  return block
}

/** Takes the keyword of so many bytes that lies in the block. */
export function add(keyword: u32, bytes: u32): void {
  let state: u32 = 0
  for (let i: u32 = 0; i < bytes; i++) {
    const entry = entryAt(state, load<u16>(entryOf + <usize>load<u8>(block + i) * 2))
    if (load<u32>(entry) == 0) store<u32>(entry, states++)
    state = load<u32>(entry)
  }
  nodeOf(state).keyword = keyword
  longest = max(longest, bytes)
}

/** Completes the rows, breadth first: that of a state's shorter one is complete by then. */
export function link(): void {
  let last: u32 = 0
  for (let column: u32 = 0; column < rowBytes; column += 4) {
    const child = load<u32>(entryAt(0, column))
    if (child == 0) continue
    nodeOf(last).next = child
    last = child
  }
  for (let state = nodeOf(0).next; state != 0; state = nodeOf(state).next) {
    const own = nodeOf(state)
    const shorter = nodeOf(own.shorter)
    own.alsoEnds = shorter.keyword != 0 ? changetype<usize>(shorter) : shorter.alsoEnds
    for (let column: u32 = 0; column < rowBytes; column += 4) {
      const entry = entryAt(state, column)
      const child = load<u32>(entry)
      const instead = load<u32>(entryAt(own.shorter, column))
      if (child == 0) store<u32>(entry, instead)
      else {
        nodeOf(child).shorter = instead
        nodeOf(last).next = child
        last = child
      }
    }
  }
  for (let entry = table; entry < table + states * rowBytes; entry += 4) {
    const state = load<u32>(entry)
    const ends = (nodeOf(state).keyword | <u32>nodeOf(state).alsoEnds) != 0
    store<u32>(entry, (state * rowBytes) | (ends ? ENDS : 0))
  }
}

/** Looks at so many bytes of the block for what ends behind the first `seen`, which are those before it in the text. */
export function pass(bytes: u32, seen: u32): void {
  const text = block
  const rows = table
  const share = (bytes - seen) / PLACES
  let state0 = stateBefore(seen)
  let state1 = stateBefore(seen + share)
  let state2 = stateBefore(seen + share * 2)
  let state3 = stateBefore(seen + share * 3)
  let list0 = listAt(0)
  let list1 = listAt(1)
  let list2 = listAt(2)
  let list3 = listAt(3)
  const until = text + seen + share
  for (let at = text + seen; at < until; at++) {
    state0 = step(rows, state0, at)
    state1 = step(rows, state1, at + share)
    state2 = step(rows, state2, at + share * 2)
    state3 = step(rows, state3, at + share * 3)
    if (!isEnd(state0 | state1 | state2 | state3)) continue
    const end = <u32>(at - text) + 1
    if (isEnd(state0)) list0 = keep(list0, (state0 &= ~ENDS), end)
    if (isEnd(state1)) list1 = keep(list1, (state1 &= ~ENDS), end + share)
    if (isEnd(state2)) list2 = keep(list2, (state2 &= ~ENDS), end + share * 2)
    if (isEnd(state3)) list3 = keep(list3, (state3 &= ~ENDS), end + share * 3)
  }
  for (let at = until + share * 3; at < text + bytes; at++) {
    state3 = step(rows, state3, at)
    if (isEnd(state3)) list3 = keep(list3, (state3 &= ~ENDS), <u32>(at - text) + 1)
  }
  store<u32>(listEnds, <u32>list0)
  store<u32>(listEnds, <u32>list1, 4)
  store<u32>(listEnds, <u32>list2, 8)
  store<u32>(listEnds, <u32>list3, 12)
}

/** Where the hits of a place lie: pairs of a node's address and the offset behind its end, in ascending order. */
export function listAt(place: u32): usize {
  return lists + <usize>place * LIST_BYTES
}

export function listEnd(place: u32): usize {
  return load<u32>(listEnds + <usize>place * 4)
}

@inline
function nodeOf(state: u32): Node {
  return changetype<Node>(nodes + <usize>state * offsetof<Node>())
}

@inline
function entryAt(state: u32, column: u32): usize {
  return table + <usize>(state * rowBytes + column)
}

/** The state after one more byte. `rows` is the table: a variable of the module would be read anew at every step. */
@inline
function step(rows: usize, state: u32, at: usize): u32 {
  return load<u32>(rows + state + load<u16>(entryOf + <usize>load<u8>(at) * 2))
}

@inline
function isEnd(state: u32): bool {
  return <i32>state < 0
}

@inline
function keep(list: usize, state: u32, end: u32): usize {
  store<u32>(list, <u32>changetype<usize>(nodeOf(state / rowBytes)))
  store<u32>(list, end, 4)
  return list + HIT_BYTES
}

/** What is known in front of an offset follows from the bytes before it, no more of them than a keyword has. */
function stateBefore(offset: u32): u32 {
  let state: u32 = 0
  for (let at = offset - min(offset, longest); at < offset; at++) state = step(table, state, block + at) & ~ENDS
  return state
}
