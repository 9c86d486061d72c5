import type { Command, DockerfileText } from '../model/dockerfile.ts'
import type { RuleContext } from '../model/finding.ts'
import type { SettingSecret, TokenMatch, WrittenSecrets } from '../model/secret.ts'
import { carriedOut, lastLineOf, linesOf, type Setting, settingsOf } from './dockerfile-settings.ts'
import { type Fate, fateOfFile, fateOfGlobal, fateOfStage, furthest } from './instruction-fate.ts'

/** A secret, and every place where it stands. */
export interface PlacedSecret {
  secret: SettingSecret
  places: readonly Place[]
}

/** A place in the Dockerfile where a secret stands. */
export interface Place {
  line: number
  column?: number
  /** what stands there, such as `ENV` or `ONBUILD RUN`; absent where it is no instruction */
  instruction?: string
  isComment: boolean
  /** the name that is set to it */
  key?: string
  fate: Fate
}

/** A secret's place before it is known what is around it. */
interface Spot {
  line: number
  column?: number
  key?: string
}

/** The secrets that are written in the Dockerfile. One value is one secret, wherever it stands. */
export function secretsOfDockerfile(ctx: RuleContext): PlacedSecret[] {
  const { text } = ctx.reach!.plan
  const settings = settingsOf(text)
  const tokens = ctx.written!.inText(text.source).map(match => moved(match, text.firstLine - 1))
  const found = [
    ...tokens.map(match => ({ secret: secretOf(match), spots: spotsOf(match, settings) })),
    ...secretSettings(settings, tokens, ctx.written!),
  ]
  const placeAt = placeFinder(ctx)
  return found.map(({ secret, spots }) => ({ secret, places: spots.map(placeAt) }))
}

function moved(match: TokenMatch, by: number): TokenMatch {
  const { position, lines } = match
  return {
    ...match,
    ...(position && { position: { ...position, line: position.line + by } }),
    lines: lines.map(line => line + by),
  }
}

function secretOf({ detector, severity, masked, confidence }: TokenMatch): SettingSecret {
  return { detector, severity, masked, ...(confidence && { confidence }), byName: false }
}

/** Every line of a token; the column is known of the first. */
function spotsOf({ position, lines, key: named }: TokenMatch, settings: readonly Setting[]): Spot[] {
  return lines.map(line => {
    const onLine = settings.filter(setting => setting.line === line)
    const column = position?.line === line ? position.column : undefined
    const around = onLine.findLast(setting => column !== undefined && holds(setting, column))
    const only = column === undefined && onLine.length === 1 ? onLine[0] : undefined
    const key = (around ?? only)?.key ?? named
    return { line, ...(column !== undefined && { column }), ...(key !== undefined && { key }) }
  })
}

function holds(setting: Setting, column: number): boolean {
  return setting.column <= column && column < setting.endColumn
}

/** What stands under a name that says secret, and what becomes a token only once continuations are joined. */
function secretSettings(
  settings: readonly Setting[],
  tokens: readonly TokenMatch[],
  { inSetting }: WrittenSecrets,
) {
  const found = new Map<string, { secret: SettingSecret; spots: Spot[] }>()
  for (const setting of settings) {
    const { key, value = '', line, column } = setting
    if (value === '') continue
    for (const secret of inSetting(key, value)) {
      if (tokens.some(token => isOf(token, setting, secret))) continue
      const id = `${secret.detector} ${value}`
      const known = found.get(id) ?? { secret, spots: [] }
      found.set(id, known)
      known.spots.push({ line, column, key })
    }
  }
  return found.values()
}

/** Whether a setting's secret is one that was found in the text. */
function isOf({ position, lines, ...token }: TokenMatch, setting: Setting, secret: SettingSecret): boolean {
  if (!lines.includes(setting.line)) return false
  const isThere = position?.line === setting.line && holds(setting, position.column)
  return isThere || token.masked === secret.masked || token.detector === secret.detector
}

/** Looks up what is at a spot, and how far that gets. */
function placeFinder(ctx: RuleContext): (spot: Spot) => Place {
  const { text } = ctx.reach!.plan
  const lines = linesOf(text)
  const byLine: Command[] = []
  for (const command of text.commands)
    for (let line = command.line; line <= command.endLine; line++) byLine[line] = command
  const file = fateOfFile(ctx)
  return spot => {
    const command = byLine[spot.line]
    const isComment = /^\s*#/.test(lines[spot.line - text.firstLine] ?? '') && !inHeredoc(command, spot.line)
    const own: Fate = isComment ? { kind: 'comment' } : fateOf(ctx, text, command, spot)
    const fate = file === undefined ? own : furthest([own, file], one => one)!
    const instruction = isComment ? undefined : command && nameOf(command)
    return { ...spot, ...(instruction !== undefined && { instruction }), isComment, fate }
  }
}

function inHeredoc(command: Command | undefined, line: number): boolean {
  return (command?.heredocs ?? []).some(heredoc => heredoc.contentLine <= line && line <= lastLineOf(heredoc))
}

function fateOf(ctx: RuleContext, text: DockerfileText, command: Command | undefined, { key }: Spot): Fate {
  if (command === undefined) return { kind: 'unknown' }
  const stage = text.stages.findLastIndex(({ from }) => from.line <= command.line)
  if (stage >= 0) return fateOfStage(ctx, stage)
  const declared = command.kind === 'arg' ? command.declared.map(one => one.key) : []
  return fateOfGlobal(ctx, key === undefined ? declared : [key])
}

function nameOf(command: Command): string {
  const kept = carriedOut(command)
  return kept === command ? command.name : `${command.name} ${kept.name}`
}
