import { AUTOMATON } from './automaton.wasm.ts'
import { type Finder, findKeywords } from './finder.ts'

/** What assembly/automaton.ts exports. Addresses and sizes are in bytes. */
interface Exports {
  BLOCK_BYTES: { value: number }
  PLACES: { value: number }
  memory: { buffer: ArrayBuffer }
  know(byte: number): void
  reserve(bytes: number): void
  blockAt(): number
  add(keyword: number, bytes: number): void
  link(): void
  pass(bytes: number, seen: number): void
  listAt(place: number): number
  listEnd(place: number): number
}

/** What is used of the standard's API: types of it come with a browser's only. */
interface WebAssemblyApi {
  Module: new (bytes: Uint8Array) => object
  Instance: new (module: object) => { exports: unknown }
}

/** Bytes of a number in its memory. */
const WORD = 4

let compiled: object | undefined

/** Finds all keywords in one pass, each of ASCII and there once; `hit` is told their index. For many bytes. */
export function compileAutomaton(keywords: readonly string[]): Finder {
  const inside = instance()
  return inside === undefined ? findKeywords(keywords) : finderOf(inside, keywords)
}

/**
 * None where Node may compile nothing (`--jitless`), or where a process may not reserve the ten GB of addresses that go
 * with WebAssembly's memory (`ulimit -v`): slower is better than not at all.
 */
function instance(): Exports | undefined {
  const { WebAssembly } = globalThis as { WebAssembly?: WebAssemblyApi }
  if (WebAssembly === undefined) return undefined
  compiled ??= new WebAssembly.Module(Buffer.from(AUTOMATON, 'base64'))
  try {
    return new WebAssembly.Instance(compiled).exports as Exports
  } catch (error) {
    if (error instanceof RangeError) return undefined
    throw error
  }
}

function finderOf(inside: Exports, keywords: readonly string[]): Finder {
  const texts = keywords.map(keyword => Buffer.from(keyword.toLowerCase()))
  for (const byte of new Set(texts.flatMap(text => [...text]))) inside.know(byte)
  inside.reserve(texts.reduce((sum, { length }) => sum + length, 0))
  const block = inside.blockAt()
  const [blockBytes, places] = [inside.BLOCK_BYTES.value, inside.PLACES.value]
  const bytes = new Uint8Array(inside.memory.buffer)
  for (const [index, text] of texts.entries()) {
    bytes.set(text, block)
    inside.add(index + 1, text.length)
  }
  inside.link()
  const words = new Uint32Array(inside.memory.buffer)
  const longest = texts.reduce((most, { length }) => Math.max(most, length), 0)

  const tell = (place: number, base: number, hit: Parameters<Finder['scan']>[1]) => {
    const end = inside.listEnd(place) / WORD
    for (let at = inside.listAt(place) / WORD; at < end; at += 2) {
      // a node holds its keyword, and the next shorter node that ends there too
      for (let node = words[at]!; node !== 0; node = words[node / WORD + 1]!) {
        const keyword = words[node / WORD]!
        if (keyword !== 0) hit(keyword - 1, base + words[at + 1]!)
      }
    }
  }
  return {
    scan(text, hit) {
      let until = 0
      for (let from = 0; from < text.length; from = until) {
        // a keyword may have begun in the block before
        const seen = Math.min(longest, from)
        const base = from - seen
        until = Math.min(text.length, base + blockBytes)
        bytes.set(text.subarray(base, until), block)
        inside.pass(until - base, seen)
        for (let place = 0; place < places; place++) tell(place, base, hit)
      }
    },
  }
}
