import type { Command, DockerfileProblem, DockerfileText, Position, StageText } from '../model/dockerfile.ts'
import { checkOptions } from './check-options.ts'
import { toCommand } from './commands.ts'
import { readDirectives } from './directives.ts'
import { openLines } from './lines.ts'
import { type Nodes, placeOfLine, readNodes } from './nodes.ts'
import { Refusal } from './refusal.ts'

/**
 * Reads a Dockerfile as BuildKit's frontend does before it looks at targets and variables. Never throws; takes time in
 * proportion to the text. Bytes that are not UTF-8 may stand as U+DC00 + byte.
 * `firstLine` is where the text begins in the file that holds it.
 * Source: buildkit frontend/dockerfile/parser, instructions, and dockerfile2llb/convert.go toDispatchState.
 */
export function readDockerfile(text: string, firstLine = 1): DockerfileText {
  const directives = readDirectives(text, firstLine)
  const read = readNodes(openLines(text, firstLine), firstLine)
  const start = { line: firstLine, column: 1 }
  const built = buildStages(read, start)
  return {
    source: text,
    firstLine,
    directives: { ...directives, escape: read.escapeToken },
    commands: built.commands,
    globalArgs: built.globalArgs,
    stages: built.stages,
    problem: emptyFile(text, start) ?? checkProblem(directives.check) ?? parseProblem(read) ?? built.problem,
  }
}

function emptyFile(text: string, start: Position): DockerfileProblem | null {
  return text === '' ? { ...start, reason: 'the Dockerfile cannot be empty' } : null
}

function checkProblem(check: DockerfileText['directives']['check']): DockerfileProblem | null {
  if (check === null) return null
  const reason = refusalOf(() => checkOptions(check.text))
  return reason === null ? null : { line: check.line, column: check.column, reason }
}

function parseProblem({ refused }: Nodes): DockerfileProblem | null {
  return refused && { ...refused.at, reason: refused.refusal.reason }
}

function refusalOf(read: () => void): string | null {
  try {
    read()
    return null
  } catch (error) {
    if (error instanceof Refusal) return error.reason
    throw error
  }
}

type GlobalArg = DockerfileText['globalArgs'][number]

interface Built extends Pick<DockerfileText, 'problem'> {
  commands: Command[]
  globalArgs: GlobalArg[]
  stages: (StageText & { commands: Command[] })[]
}

/** Up to the first instruction that is refused. Source: instructions/parse.go, Parse. */
function buildStages({ nodes }: Nodes, start: Position): Built {
  const built: Built = { commands: [], globalArgs: [], stages: [], problem: null }
  for (const node of nodes) {
    const reason = refusalOf(() => add(built, toCommand(node)))
    if (reason !== null) return { ...built, problem: { ...placeOfLine(node), reason } }
  }
  if (built.stages.length === 0)
    built.problem = { ...start, reason: 'dockerfile contains no stages to build' }
  return built
}

function add({ commands, globalArgs, stages }: Built, command: Command): void {
  const stage = stages.at(-1)
  if (command.kind === 'from') stages.push({ index: stages.length, from: command, commands: [] })
  else if (stage !== undefined) stage.commands.push(command)
  else if (command.kind === 'arg') globalArgs.push(command)
  else throw new Refusal('no build stage in current context')
  commands.push(command)
}
