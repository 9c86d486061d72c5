import { Alphabet } from './alphabet.ts'
import type { Program } from './program.ts'
import { isWordSymbol } from './re2-class.ts'

/** Where the automaton stands after some text. The same set of nodes is the same state, while it is remembered. */
export interface State {
  /** the nodes of the program that are alive */
  readonly nodes: Int32Array
  readonly atBegin: boolean
  readonly afterWord: boolean
  /** patterns that match when the path ends here, ascending; filled when first asked for */
  accepts: Int32Array | undefined
  /** its row in the table, as long as `age` is the automaton's */
  number: number
  age: number
}

interface Place {
  begin: boolean
  end: boolean
  boundary: boolean
}

const NONE = new Int32Array(0)
const UNKNOWN = -1

/** Beyond this many states the table is begun anew, so that no tree of names can fill the memory. */
const MAX_STATES = 20_000

/**
 * Runs a {@link Program} one symbol at a time, making its deterministic states as they are needed. Time is linear
 * in the text whatever the patterns: nothing is ever tried twice.
 */
export class Automaton {
  readonly start: State
  private readonly program: Program
  private readonly alphabet: Alphabet
  private states: State[] = []
  private byKey = new Map<string, State>()
  private age = 0
  /** the next state by state and symbol class, one row after the other */
  private table: Int32Array
  private readonly marks: Uint8Array

  constructor(program: Program) {
    this.program = program
    // the letters of `\b` must be told apart too
    this.alphabet = new Alphabet(program.conditional ? [...program.sets, WORD_RANGES] : program.sets)
    this.marks = new Uint8Array(program.nodes.length)
    this.table = new Int32Array(this.alphabet.size * 16).fill(UNKNOWN)
    this.start = this.intern(this.closure([program.start]), true, false)
  }

  /** The state after `text`, begun in `state`. */
  run(state: State, text: string): State {
    // nothing matches any more, whatever comes: below most directories
    if (state.nodes.length === 0) return state
    if (this.states.length > MAX_STATES) this.forget()
    const { bmp, size } = this.alphabet
    let { table } = this
    let current = this.remembered(state).number
    for (let i = 0; i < text.length; i++) {
      let symbol = text.charCodeAt(i)
      if (symbol >= 0xd800 && symbol <= 0xdbff) symbol = text.codePointAt(i++)!
      const symbolClass = symbol < 0x10000 ? bmp[symbol]! : this.alphabet.classOf(symbol)
      let next = table[current * size + symbolClass]!
      if (next === UNKNOWN) {
        next = this.step(this.states[current]!, symbolClass, symbol)
        table = this.table // it may have grown
      }
      current = next
    }
    return this.states[current]!
  }

  /** The patterns that match a path which ends in `state`. */
  acceptsOf(state: State): Int32Array {
    if (state.accepts === undefined) {
      const nodes = this.program.conditional
        ? this.closure(state.nodes, placeOf(state, true, false))
        : state.nodes
      const found = new Set<number>()
      for (const node of nodes) for (const index of this.program.nodes[node]!.accepts) found.add(index)
      state.accepts = found.size === 0 ? NONE : Int32Array.from(found).sort()
    }
    return state.accepts
  }

  private step(state: State, symbolClass: number, symbol: number): number {
    const isWord = this.program.conditional && isWordSymbol(symbol)
    const from = this.program.conditional
      ? this.closure(state.nodes, placeOf(state, false, isWord))
      : state.nodes
    const reached: number[] = []
    for (const node of from) {
      for (const { set, to } of this.program.nodes[node]!.steps)
        if (this.alphabet.has(set, symbolClass)) reached.push(to)
    }
    const next = this.intern(this.closure(reached), false, isWord).number
    this.table[state.number * this.alphabet.size + symbolClass] = next
    return next
  }

  /**
   * All nodes that can be reached from `nodes` without reading, ascending. Conditions are left uncrossed until
   * `place` tells what follows.
   */
  private closure(nodes: Iterable<number>, place?: Place): Int32Array {
    const found: number[] = []
    const add = (node: number) => {
      if (this.marks[node] === 1) return
      this.marks[node] = 1
      found.push(node)
    }
    for (const node of nodes) add(node)
    for (let i = 0; i < found.length; i++) {
      const { free, conditions } = this.program.nodes[found[i]!]!
      for (const to of free) add(to)
      if (place !== undefined) for (const { what, to } of conditions) if (holds(what, place)) add(to)
    }
    for (const node of found) this.marks[node] = 0
    return Int32Array.from(found).sort()
  }

  private intern(nodes: Int32Array, atBegin: boolean, afterWord: boolean): State {
    const key = `${atBegin ? 'b' : ''}${afterWord ? 'w' : ''}${nodes.join()}`
    const known = this.byKey.get(key)
    if (known !== undefined) return known
    const number = this.states.length
    const made: State = { nodes, atBegin, afterWord, accepts: undefined, number, age: this.age }
    this.states.push(made)
    this.byKey.set(key, made)
    if ((number + 1) * this.alphabet.size > this.table.length) this.growTable()
    return made
  }

  /** A state that somebody held while the table was begun anew gets a row again. */
  private remembered(state: State): State {
    return state.age === this.age ? state : this.intern(state.nodes, state.atBegin, state.afterWord)
  }

  private forget(): void {
    this.states = []
    this.byKey = new Map()
    this.age++
    this.table.fill(UNKNOWN)
  }

  private growTable(): void {
    const larger = new Int32Array(this.table.length * 2).fill(UNKNOWN)
    larger.set(this.table)
    this.table = larger
  }
}

const WORD_RANGES = [0x30, 0x39, 0x41, 0x5a, 0x5f, 0x5f, 0x61, 0x7a]

function placeOf({ atBegin, afterWord }: State, end: boolean, wordFollows: boolean): Place {
  return { begin: atBegin, end, boundary: afterWord !== (!end && wordFollows) }
}

function holds(what: 'begin' | 'end' | 'boundary' | 'no-boundary', place: Place): boolean {
  if (what === 'begin') return place.begin
  if (what === 'end') return place.end
  return what === 'boundary' ? place.boundary : !place.boundary
}
