import { type CharSet, only } from './char-set.ts'
import { ANY_SYMBOL, type Regexp } from './re2.ts'
import type { PatternTest } from './translate.ts'

/** An edge that reads one symbol of a set. */
interface Step {
  set: number
  to: number
}

/** An edge that reads nothing and holds only at certain places. */
interface Condition {
  what: 'begin' | 'end' | 'boundary' | 'no-boundary'
  to: number
}

export interface Node {
  steps: Step[]
  free: number[]
  conditions: Condition[]
  /** indices of the patterns that match when a path ends here */
  accepts: number[]
}

const ANYTHING: Regexp = { op: 'repeat', body: ANY_SYMBOL, min: 0, max: -1 }

export class ProgramTooLargeError extends Error {}

/** Counted repetitions multiply; beyond this the file is refused rather than the memory filled. */
const MAX_NODES = 1_200_000
/** The longest line there can be has 65,535 symbols. */
const MAX_NODES_OF_A_PATTERN = 100_000

/**
 * All patterns of an ignore file as one nondeterministic automaton over the symbols of a path. Patterns share
 * their common beginnings (a leading double star more often than not), which keeps the sets of live nodes small.
 */
export class Program {
  readonly nodes: Node[] = []
  readonly sets: CharSet[] = []
  /** some edge depends on what stands before or behind it */
  conditional = false
  private limit = MAX_NODES
  private readonly setIds = new Map<string, number>()
  private readonly shared = new Map<string, number>()
  readonly start = this.newNode()

  /** Adds a pattern; its index is reported where it matches. Throws where it would be too large. */
  addTest(index: number, test: Exclude<PatternTest, { kind: 'regexp' }>): void {
    this.limitPattern()
    const text: Regexp[] = [...test.text].map(symbol => ({ op: 'set', set: only(symbol.codePointAt(0)!) }))
    if (test.kind === 'exact') this.accept(this.chain(this.start, text), index)
    else if (test.kind === 'prefix') this.accept(this.chain(this.start, [...text, ANYTHING]), index)
    else {
      this.accept(this.chain(this.start, [ANYTHING, ...text]), index)
      // `**/foo` matches foo too
      if (test.text.startsWith('/')) this.accept(this.chain(this.start, text.slice(1)), index)
    }
  }

  /** Adds a pattern as a regular expression, which may match anywhere in a path unless it is anchored. */
  addRegexp(index: number, tree: Regexp): void {
    this.limitPattern()
    for (const branch of tree.op === 'alternate' ? tree.parts : [tree]) {
      const parts = branch.op === 'concat' ? [...branch.parts] : [branch]
      const anchored = isAssertion(parts[0], 'begin')
      if (anchored) parts.shift()
      else parts.unshift(ANYTHING)
      const closed = isAssertion(parts.at(-1), 'end')
      if (closed) parts.pop()
      else parts.push(ANYTHING)
      this.accept(this.chain(this.start, parts), index)
    }
  }

  private limitPattern(): void {
    this.limit = Math.min(MAX_NODES, this.nodes.length + MAX_NODES_OF_A_PATTERN)
  }

  private newNode(): number {
    if (this.nodes.length >= this.limit) throw new ProgramTooLargeError()
    this.nodes.push({ steps: [], free: [], conditions: [], accepts: [] })
    return this.nodes.length - 1
  }

  private accept(node: number, index: number): void {
    const { accepts } = this.nodes[node]!
    // indices come in ascending order
    if (accepts.at(-1) !== index) accepts.push(index)
  }

  private chain(from: number, parts: readonly Regexp[]): number {
    return parts.reduce((node, part) => this.attach(node, part), from)
  }

  /** The node that is reached from `from` by what `part` matches; made once for each (node, part). */
  private attach(from: number, part: Regexp): number {
    const key = `${from} ${this.keyOf(part)}`
    const known = this.shared.get(key)
    if (known !== undefined) return known
    const made = this.make(from, part)
    this.shared.set(key, made)
    return made
  }

  private make(from: number, part: Regexp): number {
    switch (part.op) {
      case 'set':
        return this.link(this.newNode(), to =>
          this.nodes[from]!.steps.push({ set: this.setId(part.set), to }),
        )
      case 'assert':
        this.conditional = true
        return this.link(this.newNode(), to => this.nodes[from]!.conditions.push({ what: part.what, to }))
      case 'concat':
        return this.chain(from, part.parts)
      case 'alternate': {
        const exits = part.parts.map(branch => this.attach(from, branch))
        return this.link(this.newNode(), to => this.join(exits, to))
      }
      case 'repeat':
        return this.repeat(from, part)
    }
  }

  private repeat(from: number, { body, min, max }: Regexp & { op: 'repeat' }): number {
    let node = from
    for (let i = 0; i < min; i++) node = this.attach(node, body)
    if (max < 0) {
      const loop = this.link(this.newNode(), to => this.nodes[node]!.free.push(to))
      if (body.op === 'set') this.nodes[loop]!.steps.push({ set: this.setId(body.set), to: loop })
      else this.nodes[this.attach(loop, body)]!.free.push(loop)
      return loop
    }
    const exits = [node]
    for (let i = min; i < max; i++) {
      node = this.attach(node, body)
      exits.push(node)
    }
    return this.link(this.newNode(), to => this.join(exits, to))
  }

  private join(exits: readonly number[], to: number): void {
    for (const exit of exits) this.nodes[exit]!.free.push(to)
  }

  private link(node: number, connect: (to: number) => void): number {
    connect(node)
    return node
  }

  private setId(set: CharSet): number {
    const key = set.join()
    let id = this.setIds.get(key)
    if (id === undefined) {
      id = this.sets.push(set) - 1
      this.setIds.set(key, id)
    }
    return id
  }

  private keyOf(part: Regexp): string {
    switch (part.op) {
      case 'set':
        return `s${this.setId(part.set)}`
      case 'assert':
        return part.what
      case 'repeat':
        return `r${part.min},${part.max}(${this.keyOf(part.body)})`
      default:
        return `${part.op}(${part.parts.map(p => this.keyOf(p)).join(' ')})`
    }
  }
}

function isAssertion(part: Regexp | undefined, what: string): boolean {
  return part?.op === 'assert' && part.what === what
}
