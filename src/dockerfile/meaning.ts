import type { Command, Heredoc, Instruction } from '../model/dockerfile.ts'
import { lower, upper } from './go-text.ts'
import type { Node } from './nodes.ts'
import { Refusal } from './refusal.ts'

type WithoutInstruction<T> = T extends unknown ? Omit<T, keyof Instruction> : never

/** What makes a command of an instruction. Heredocs are given where they are others than the instruction's own. */
export type Meaning = WithoutInstruction<Command> & { heredocs?: readonly Heredoc[] }

export const OTHER: Meaning = { kind: 'other' }

/** The instruction's name as the frontend's messages have it. */
export function nameOf({ name }: Node): string {
  return upper(lower(name.text))
}

export function atLeastOne(node: Node): void {
  if (node.words.length === 0) throw new Refusal(`${nameOf(node)} requires at least one argument`)
}

export function exactlyOne(node: Node): void {
  if (node.words.length !== 1) throw new Refusal(`${nameOf(node)} requires exactly one argument`)
}
