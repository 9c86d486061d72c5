/** What a variable holds. */
export interface Value {
  text: string
  /** names of variables in it that the base image may define */
  fromBase: readonly string[]
}

/** Which of two goes first, where ENV and ARG have one name. */
export interface Precedence {
  /** ENV, wherever the ARG stands; else whichever comes last */
  envFirst: boolean
  /** a stage knows the ARGs of the one that it is built on; what that one's ENV says goes before them */
  inheritsArgs: boolean
}

interface Slot {
  /** what was set last */
  current: Value
  /** what ENV set last; undefined where only ARG did */
  env: Value | undefined
}

/** How many stages a look-up goes through at most. */
const MAX_LAYERS = 32

/**
 * Variables of one stage by name, over those of the stage that it is built on. Mirrors moby/buildkit
 * frontend/dockerfile/dockerfile2llb/convert.go init and dispatchStages, which sets the environment of the base's
 * image anew.
 */
export class Variables {
  private readonly precedence: Precedence
  private readonly own: Map<string, Slot>
  private readonly below: Variables | undefined
  private readonly layers: number

  constructor(precedence: Precedence, below?: Variables, own = new Map<string, Slot>()) {
    const isDeep = below !== undefined && below.layers === MAX_LAYERS
    this.precedence = precedence
    this.own = own
    this.below = isDeep ? new Variables(precedence, undefined, below.flattened()) : below
    this.layers = (this.below?.layers ?? 0) + 1
  }

  get(name: string): Value | undefined {
    const { envFirst, inheritsArgs } = this.precedence
    const slot = this.find(name)
    if (this.own.has(name)) return envFirst ? (slot?.env ?? slot?.current) : slot?.current
    return slot?.env ?? (inheritsArgs ? slot?.current : undefined)
  }

  /** It is an ARG, and the environment of the base image, could one know it, would go before it. */
  isCoveredArg(name: string): boolean {
    if (this.own.has(name) && !this.precedence.envFirst) return false
    return this.find(name)?.env === undefined
  }

  setArg(name: string, value: Value): void {
    this.own.set(name, { current: value, env: this.find(name)?.env })
  }

  setEnv(name: string, value: Value): void {
    this.own.set(name, { current: value, env: value })
  }

  /** For a stage that is built on this one. */
  inherited(): Variables {
    return new Variables(this.precedence, this)
  }

  private find(name: string): Slot | undefined {
    for (let layer: Variables | undefined = this; layer !== undefined; layer = layer.below) {
      const slot = layer.own.get(name)
      if (slot !== undefined) return slot
    }
    return undefined
  }

  private flattened(): Map<string, Slot> {
    const layers: Variables[] = []
    for (let layer: Variables | undefined = this; layer !== undefined; layer = layer.below) layers.push(layer)
    const all = new Map(layers.pop()!.own)
    for (const { own } of layers.reverse()) for (const [name, slot] of own) all.set(name, slot)
    return all
  }
}
