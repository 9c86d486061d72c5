import type { Command, RunCommand } from '../model/dockerfile.ts'

/**
 * Whether a text uses a variable in a way that comes to nothing where it is not set: `$X`, `${X}`, `${X%…}`. Not by
 * a form that says what to put in its place (`${X:-d}`, `${X:+a}`) or that fails (`${X:?}`).
 */
export function usesUnguarded(text: string, name: string): boolean {
  const escaped = name.replace(/\W/g, '\\$&')
  return new RegExp(String.raw`(?<!\\)\$(?:${escaped}(?![A-Za-z0-9_])|\{${escaped}(?=[}#%/]))`).test(text)
}

/** Names of the variables that a text uses in one way or another, each once. */
export function variablesIn(text: string): string[] {
  return [...new Set(Array.from(text.matchAll(/\$\{?([A-Za-z_][A-Za-z0-9_]*)/g), ([, name]) => name!))]
}

/** All that an instruction says, with its heredocs. */
export function wholeText({ text, heredocs }: Command): string {
  return [text, ...heredocs.map(({ content }) => content)].join('\n')
}

/** What a shell makes of a RUN; '' where none reads it. */
export function shellText(command: RunCommand): string {
  const [first, flag, script] = command.words.map(({ text }) => text)
  const isShell = SHELL.test(first ?? '') && /^-[a-z]*c$/.test(flag ?? '')
  const line = command.shell ? (first ?? '') : isShell ? (script ?? '') : ''
  return [line, ...command.heredocs.map(({ content }) => content)].join('\n')
}

/** A shell by its name, with or without a path. */
export const SHELL = /^(?:\S*\/)?(?:ba|da|a|z|k)?sh$/

/** Whether a script gives the variable a value itself. */
export function assigns(script: string, name: string): boolean {
  return new RegExp(
    String.raw`(?:^|[\s;&|({"'])${name}=|\b(?:read|for|getopts \S+)\s(?:[^\n;]*\s)?${name}\b`,
    'm',
  ).test(script)
}
