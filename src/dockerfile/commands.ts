import type { Command, DockerfileProblem, Flag, Instruction } from '../model/dockerfile.ts'
import { copyMeaning } from './copy-line.ts'
import { argMeaning, envMeaning, labelMeaning } from './declarations.ts'
import { acceptFlags } from './flags.ts'
import { fromMeaning } from './from-line.ts'
import { lower, trimSpace, upper } from './go-text.ts'
import { checkHealthcheck } from './healthcheck.ts'
import { toHeredoc } from './heredoc.ts'
import { atLeastOne, exactlyOne, type Meaning, nameOf, OTHER } from './meaning.ts'
import { type Node, placeOfLine, readNodes } from './nodes.ts'
import { Refusal } from './refusal.ts'
import { runMeaning } from './run-line.ts'
import { suggestion } from './suggest.ts'
import type { WrittenFlag } from './take-flags.ts'
import { triggerLines } from './trigger.ts'

/** Source: buildkit frontend/dockerfile/instructions/parse.go, ParseInstruction. Each throws a refusal. */
const MEANINGS: Readonly<Record<string, (node: Node) => Meaning>> = {
  add: copyMeaning,
  arg: argMeaning,
  cmd: withoutFlags(),
  copy: copyMeaning,
  entrypoint: withoutFlags(),
  env: envMeaning,
  expose: withoutFlags(atLeastOne),
  from: fromMeaning,
  healthcheck: node => {
    checkHealthcheck(node)
    return OTHER
  },
  label: labelMeaning,
  maintainer: withoutFlags(exactlyOne),
  onbuild: onbuildMeaning,
  run: runMeaning,
  shell: withoutFlags(() => {}, checkShell),
  stopsignal: node => {
    // flags mean nothing here, and are not refused
    exactlyOne(node)
    return OTHER
  },
  user: withoutFlags(exactlyOne),
  volume: withoutFlags(atLeastOne, checkVolumes),
  workdir: node => {
    exactlyOne(node)
    acceptFlags(node.flags, {})
    return { kind: 'workdir', path: node.words[0]! }
  },
}

/** What an instruction means. Throws a refusal. */
export function toCommand(node: Node, endLine = node.endLine): Command {
  const name = lower(node.name.text)
  if (!Object.hasOwn(MEANINGS, name)) throw unknownInstruction(node.name.text)
  return commandOf(node, MEANINGS[name]!(node), endLine)
}

function unknownInstruction(written: string): Refusal {
  const hint = suggestion(written, Object.keys(MEANINGS).map(upper), false)
  return new Refusal(`unknown instruction: ${written}${hint}`)
}

function commandOf(node: Node, meaning: Meaning, endLine: number): Command {
  const { line, column } = placeOfLine(node)
  const instruction: Instruction = {
    line,
    column,
    name: nameOf(node),
    endLine,
    text: trimSpace(node.content.text),
    flags: node.flags.map(plainFlag),
    json: node.json && node.trigger === null,
    words: node.words,
    heredocs: node.heredocs.map(toHeredoc),
    comments: node.comments,
    blankInside: node.blankInside,
  }
  // ten times as fast as `...`, and large files have many
  return Object.assign(instruction, meaning) as Command
}

function plainFlag({ name, value, line, column }: WrittenFlag): Flag {
  return { name, value, line, column }
}

/** `before` is checked before the flags are, and `after` after them. */
function withoutFlags(before: (node: Node) => void = () => {}, after: (node: Node) => void = () => {}) {
  return (node: Node): Meaning => {
    before(node)
    acceptFlags(node.flags, {})
    after(node)
    return OTHER
  }
}

function checkShell(node: Node) {
  atLeastOne(node)
  if (!node.json) throw new Refusal('SHELL requires the arguments to be in JSON form')
}

function checkVolumes({ words }: Node) {
  if (words.some(({ text }) => trimSpace(text) === ''))
    throw new Refusal('VOLUME specified can not be an empty string')
}

/** Source: parse.go, parseOnBuild. */
function onbuildMeaning(node: Node): Meaning {
  if (node.trigger === null) throw new Refusal('ONBUILD requires at least one argument')
  acceptFlags(node.flags, {})
  const name = upper(trimSpace(node.trigger.text))
  if (name === 'ONBUILD') throw new Refusal("Chaining ONBUILD via `ONBUILD ONBUILD` isn't allowed")
  if (name === 'MAINTAINER' || name === 'FROM')
    throw new Refusal(`${name} isn't allowed as an ONBUILD trigger`)
  const { line, column } = node.trigger
  const trigger = readTrigger(node)
  return {
    kind: 'onbuild',
    trigger: typeof trigger === 'string' ? { reason: trigger, line, column } : trigger,
  }
}

/** The command, or why it is refused, which the frontend says no sooner than a child runs it. */
function readTrigger(node: Node): Command | DockerfileProblem['reason'] {
  const { nodes, refused } = readNodes(triggerLines(node), placeOfLine(node).line)
  if (refused !== null) return refused.refusal.reason
  const [kept] = nodes
  if (kept === undefined || nodes.length > 1) return 'onbuild trigger should be a single expression'
  // one that keeps another in turn got past the check above by a quirk that nobody writes
  if (nameOf(kept) === 'ONBUILD') return commandOf(kept, OTHER, node.endLine)
  try {
    const command = toCommand(kept, node.endLine)
    return command.kind === 'from' ? '*instructions.Stage is not a command type' : command
  } catch (error) {
    if (error instanceof Refusal) return error.reason
    throw error
  }
}
