import type { IgnorePattern, PatternUse } from '../model/ignore.ts'
import type { Builder } from '../model/request.ts'
import { Automaton, type State } from './automaton.ts'
import { Program, ProgramTooLargeError } from './program.ts'
import { type Descends, descendRule, highestExceptions } from './prune.ts'
import { parseRegexp } from './re2.ts'
import { RegexpSyntaxError } from './re2-class.ts'
import { translateMoby, translatePodman } from './translate.ts'

/** What is known of a directory when its children are judged. */
export interface DirectoryState {
  /** where the automaton stands after the directory's path and a slash */
  readonly state: State
  /** patterns that matched the directory or one above it, ascending: they match all below too */
  readonly inherited: readonly number[]
  /** the highest pattern that matches this path or one above it, applicable or not; -1 for none */
  readonly flat: number
}

/** The verdict on one path. Indices are those of the matcher's patterns; -1 stands for none. */
export interface Judgement {
  excluded: boolean
  /** the pattern that decided */
  by: number
  /** BuildKit lists the file, but its open refuses it: it arrives with no content (fsutil filter.go Open) */
  arrivesEmpty: boolean
  /** patterns that matched this path or one above it */
  matched: readonly number[]
  state: State
  flat: number
}

/** A pattern that fails only when it is tried, as Go compiles patterns late. */
interface LateProblem {
  index: number
  reason: string
}

const NOTHING: readonly number[] = []

/**
 * Judges the paths of a tree from the top down, as a builder's walk does (SEMANTICS.md 3.3 and 3.7): moby's
 * MatchesUsingParentResults for buildkit and classic, the last match for podman.
 */
export class Matcher {
  readonly patterns: readonly IgnorePattern[]
  /** by pattern; counts what was judged so far */
  readonly use: PatternUse[]
  /** patterns that were tried and turned out to be broken: the builder fails there */
  readonly lateProblems: LateProblem[] = []
  readonly root: DirectoryState
  private readonly automaton: Automaton
  private readonly highest: Int32Array
  private readonly highestOf = new WeakMap<State, number>()
  private readonly builderDescends: Descends
  private readonly brokenReasons: ReadonlyMap<number, string>
  private readonly broken: readonly number[]
  private readonly lastMatchWins: boolean

  constructor(patterns: readonly IgnorePattern[], builder: Builder) {
    this.patterns = patterns
    this.lastMatchWins = builder === 'podman'
    this.use = patterns.map(() => ({ decided: 0, matched: 0, skipped: 0 }))
    const program = new Program()
    this.brokenReasons = addPatterns(program, patterns, builder)
    this.broken = [...this.brokenReasons.keys()]
    this.automaton = new Automaton(program)
    this.highest = highestExceptions(program, patterns)
    this.builderDescends = descendRule(patterns, builder)
    this.root = { state: this.automaton.start, inherited: NOTHING, flat: -1 }
  }

  /** Judges the child `name` of a directory; `count` adds it to {@link use}. */
  judge(parent: DirectoryState, name: string, count = true): Judgement {
    const state = this.automaton.run(parent.state, name)
    const accepts = this.automaton.acceptsOf(state)
    const flat = accepts.length > 0 ? Math.max(parent.flat, accepts[accepts.length - 1]!) : parent.flat
    const matched =
      accepts.length === 0 && this.broken.length === 0
        ? parent.inherited
        : this.lastMatchWins
          ? this.allMatches(accepts)
          : this.walkMatches(parent.inherited, accepts, count)
    const by = matched.at(-1) ?? -1
    const excluded = by >= 0 && !this.patterns[by]!.negated
    if (count) this.count(matched, by)
    const arrivesEmpty = !excluded && flat >= 0 && !this.patterns[flat]!.negated
    return { excluded, by, arrivesEmpty, matched, state, flat }
  }

  /** The state in which the children of a judged directory are judged. */
  enter(judgement: Judgement): DirectoryState {
    const state = this.automaton.run(judgement.state, '/')
    return { state, inherited: this.lastMatchWins ? NOTHING : judgement.matched, flat: judgement.flat }
  }

  /**
   * What becomes of an excluded directory: `enter` where something below can come back in and the builder looks,
   * `builder-walks` where the builder looks in vain, `skip` else.
   */
  fate(dir: string, judgement: Judgement): 'enter' | 'builder-walks' | 'skip' {
    if (!this.builderDescends(dir)) return 'skip'
    // a broken pattern fails the build where the builder comes to try it, so walk where it does
    if (this.broken.length > 0) return 'enter'
    return this.highestIn(this.enter(judgement).state) > judgement.by ? 'enter' : 'builder-walks'
  }

  /** The patterns that match this very path, whatever the order; for rules other than the walk's. */
  matches(path: string): readonly number[] {
    return [...this.automaton.acceptsOf(this.automaton.run(this.automaton.start, path))]
  }

  /** Mirrors MatchesUsingParentResults: what the parent matched counts; else a pattern that changes nothing is skipped. */
  private walkMatches(inherited: readonly number[], accepts: Int32Array, count: boolean): number[] {
    const matched: number[] = []
    let excluded = false
    let next = 0
    const candidates = mergeAscending(inherited, accepts, this.broken)
    for (const index of candidates) {
      const negated = this.patterns[index]!.negated
      while (next < inherited.length && inherited[next]! < index) next++
      if (inherited[next] !== index) {
        if (negated !== excluded) {
          if (count && !this.broken.includes(index)) this.use[index]!.skipped++
          continue
        }
        if (this.isBroken(index)) continue
      }
      matched.push(index)
      excluded = !negated
    }
    return matched
  }

  /** Mirrors containers/storage fileutils Matches: every pattern is tried, the last match wins. */
  private allMatches(accepts: Int32Array): number[] {
    for (const index of this.broken) this.isBroken(index)
    return [...accepts]
  }

  private isBroken(index: number): boolean {
    if (!this.broken.includes(index)) return false
    if (!this.lateProblems.some(problem => problem.index === index))
      this.lateProblems.push({ index, reason: this.brokenReasons.get(index)! })
    return true
  }

  private count(matched: readonly number[], by: number): void {
    for (const index of matched) {
      const use = this.use[index]!
      use.matched++
      if (index !== by) use.overruledBy = by
    }
    if (by >= 0) this.use[by]!.decided++
  }

  private highestIn(state: State): number {
    let highest = this.highestOf.get(state)
    if (highest === undefined) {
      highest = -1
      for (const node of state.nodes) highest = Math.max(highest, this.highest[node]!)
      this.highestOf.set(state, highest)
    }
    return highest
  }
}

/** Adds the patterns to the program and returns those that can't be, with the reason. */
function addPatterns(
  program: Program,
  patterns: readonly IgnorePattern[],
  builder: Builder,
): Map<number, string> {
  const translate = builder === 'podman' ? translatePodman : translateMoby
  const broken = new Map<number, string>()
  for (const [index, { pattern }] of patterns.entries()) {
    try {
      const test = translate(pattern)
      if (test.kind === 'regexp') program.addRegexp(index, parseRegexp(test.source))
      else program.addTest(index, test)
    } catch (error) {
      if (error instanceof RegexpSyntaxError) broken.set(index, 'syntax error in pattern')
      else if (error instanceof ProgramTooLargeError)
        broken.set(index, 'the pattern is too large to be judged')
      else throw error
    }
  }
  return broken
}

function mergeAscending(a: readonly number[], b: Int32Array, c: readonly number[]): readonly number[] {
  if (a.length === 0 && c.length === 0) return Array.from(b)
  return [...new Set([...a, ...b, ...c])].sort((x, y) => x - y)
}
