import { LayeredMap } from './layered-map.ts'

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

/**
 * Variables of one stage by name, over those of the stage that it is built on. Mirrors moby/buildkit
 * frontend/dockerfile/dockerfile2llb/convert.go init and dispatchStages, which sets the environment of the base's
 * image anew.
 */
export class Variables {
  private readonly precedence: Precedence
  private readonly slots: LayeredMap<Slot>

  constructor(precedence: Precedence, slots = new LayeredMap<Slot>()) {
    this.precedence = precedence
    this.slots = slots
  }

  get(name: string): Value | undefined {
    const { envFirst, inheritsArgs } = this.precedence
    const slot = this.slots.get(name)
    if (this.slots.isOwn(name)) return envFirst ? (slot?.env ?? slot?.current) : slot?.current
    return slot?.env ?? (inheritsArgs ? slot?.current : undefined)
  }

  /** It is an ARG, and the environment of the base image, could one know it, would go before it. */
  isCoveredArg(name: string): boolean {
    if (this.slots.isOwn(name) && !this.precedence.envFirst) return false
    return this.slots.get(name)?.env === undefined
  }

  setArg(name: string, value: Value): void {
    this.slots.set(name, { current: value, env: this.slots.get(name)?.env })
  }

  setEnv(name: string, value: Value): void {
    this.slots.set(name, { current: value, env: value })
  }

  /** For a stage that is built on this one. */
  inherited(): Variables {
    return new Variables(this.precedence, this.slots.next())
  }
}
