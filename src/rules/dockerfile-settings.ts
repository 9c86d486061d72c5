import type { Command, DockerfileText, Heredoc, Position } from '../model/dockerfile.ts'

/** A name in a Dockerfile, and the literal that it is set to. */
export interface Setting extends Position {
  key: string
  /** without its quotes; undefined where a variable or a command makes it */
  value: string | undefined
  /** column behind the value as it is written; beyond every column where it is the rest of the line */
  endColumn: number
}

/** Instructions that take commands or pairs of names and values, as RUN does. */
const SETTING: ReadonlySet<string> = new Set(['LABEL', 'CMD', 'ENTRYPOINT', 'HEALTHCHECK'])

/** Whatever the instructions and heredocs of a Dockerfile set by name, in its order. */
export function settingsOf(text: DockerfileText): Setting[] {
  const lines = linesOf(text)
  return text.commands.flatMap(written => {
    const command = carriedOut(written)
    if (command.kind === 'arg' || command.kind === 'env') return declarations(command, text.directives.escape)
    if (command.kind === 'run' || SETTING.has(command.name))
      return assignmentsIn(lines, text.firstLine, written.line, written.endLine)
    return command.heredocs.flatMap(heredoc => {
      const last = lastLineOf(heredoc)
      return assignmentsIn(lines, text.firstLine, heredoc.contentLine, last)
    })
  })
}

/** Of an ONBUILD the command that it keeps, where it keeps one. */
export function carriedOut(command: Command): Command {
  return command.kind === 'onbuild' && 'kind' in command.trigger ? command.trigger : command
}

/** The physical lines, without a byte-order mark. */
export function linesOf({ source }: DockerfileText): string[] {
  return source.replace(/^\ufeff/, '').split('\n')
}

export function lastLineOf({ content, contentLine }: Heredoc): number {
  return contentLine + content.split('\n').length - 2
}

function declarations(command: Command & { kind: 'arg' | 'env' }, escapeToken: string): Setting[] {
  const isRest = command.kind === 'env' && command.legacy
  return command.declared.flatMap(({ key, value, line, column }): Setting[] => {
    if (value === null) return []
    const endColumn = isRest ? Number.POSITIVE_INFINITY : column + key.length + 1 + value.length
    return [{ key, value: literalOf(value, escapeToken), endColumn, line, column }]
  })
}

/** What a word comes to; undefined where variables are part of it. */
function literalOf(word: string, escapeToken: string): string | undefined {
  const [, single] = /^'([^']*)'$/.exec(word) ?? []
  if (single !== undefined) return single
  const [, bare = word] = /^"([\s\S]*)"$/.exec(word) ?? []
  let literal = ''
  for (let at = 0; at < bare.length; at++) {
    if (bare[at] === '$' && /[\w{]/.test(bare[at + 1] ?? '')) return undefined
    if (bare[at] === escapeToken && at + 1 < bare.length) at++
    literal += bare[at]
  }
  return literal
}

/** `NAME=value` as shells and addresses write it, `--name value` as options do, `name = "value"` as programs do. */
const ASSIGNMENT =
  /(?<![\w.$])(?<key>[A-Za-z_][\w.-]{0,127})(?:=|(?<=--[\w.-]{1,127})[\s"',]{1,4}(?!-)|[ \t]{1,4}=[ \t]{1,4}(?=[\\"']))(?!=)(?:\\?"(?<double>[^"\\]{1,300})|'(?<single>[^']{1,300})|(?<bare>[^\s"'`;&|<>()\\]{1,300}))/g

/** Lines by their numbers, both ends included. Comments set nothing. */
function assignmentsIn(lines: readonly string[], firstLine: number, from: number, to: number): Setting[] {
  const settings: Setting[] = []
  for (let line = from; line <= to; line++) {
    const text = lines[line - firstLine] ?? ''
    if (/^\s*#/.test(text)) continue
    for (const match of text.matchAll(ASSIGNMENT)) {
      const { key = '', double, single, bare } = match.groups!
      const value = double ?? single ?? bare!
      const column = match.index + 1
      const endColumn = column + match[0].length
      settings.push({ key, value: isMade(value) ? undefined : value, line, column, endColumn })
    }
  }
  return settings
}

/** By a variable or a command; or it is no value but a part of a pattern, or of several assignments. */
function isMade(value: string): boolean {
  return /\$[\w{(]|`|\w=[^=]|\.\*/.test(value)
}
