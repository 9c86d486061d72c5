import type { Explanation, LineReference } from '../model/explanation.ts'
import { ignoreLineFor } from '../model/ignore-line.ts'
import { printable } from '../model/printable.ts'
import type { Paint } from './paint.ts'

/** Why a path is in or out, for people: the answer first, then what decided, then how to change it. */
export function explanationText(
  explanation: Explanation,
  ignoreFile: string,
  colours: Paint,
  trace: boolean,
): string {
  const { path, exists, sent, decidedBy, belowExcluded, git } = explanation
  const verdict = exists ? (sent ? 'sent' : 'not sent') : sent ? 'would be sent' : 'would not be sent'
  const lines = [`${colours.strong(printable(path))}  ${colours.severity(sent ? 'warning' : 'ok', verdict)}`]
  if (!exists) lines.push('  it does not exist; a file of that name would be treated so')
  lines.push(`  ${decision(explanation)}`)
  if (belowExcluded !== null && belowExcluded !== path)
    lines.push(`  it lies below ${printable(belowExcluded)}, which is excluded`)
  lines.push(...takenLines(explanation))
  if (git !== null) lines.push(`  git: ${git}`)
  if (trace) lines.push(...explanation.trace.map(step => `  ${traceLine(step, colours)}`))
  const advice = adviceFor(explanation, decidedBy?.file ?? ignoreFile)
  if (advice !== undefined) lines.push(colours.faint(`  ${advice}`))
  return `${lines.join('\n')}\n`
}

function decision({ sent, decidedBy, exists, trace, path }: Explanation): string {
  if (path === '.') return 'the context itself: no line can exclude it'
  if (decidedBy === null)
    return sent
      ? 'no line of the ignore file says anything of it'
      : 'the builder leaves entries of its kind out'
  const line = lineText(decidedBy)
  const at = trace.findLast(step => step.line === decidedBy.line)?.path
  const through = at === undefined || at === path ? '' : `, through ${printable(at)}`
  if (sent === decidedBy.negated) return `${line} ${sent ? 'lets it in' : 'leaves it out'}${through}`
  if (sent) return `${line} leaves it out, but something below it is let in again`
  return `${line} would let it in${through}, but ${exists ? 'the builder leaves it out' : 'the builder does not look there'}`
}

/** What the Dockerfile makes of it; nothing where there is none, or where it is not sent anyway. */
function takenLines({ sent, exists, requested, requestedBy, ...reached }: Explanation): string[] {
  if (requested === null || !sent || !exists) return []
  if (!requested && requestedBy.length === 0) return ['  not taken: no instruction of this build names it']
  const lines = requestedBy.map(
    ({ file, line, instruction, stage }) =>
      `  ${printable(file)}:${line}  ${instructionText(instruction)}  takes it (stage ${printable(stage)})`,
  )
  if (lines.length === 0) lines.push('  taken: BuildKit transfers it, and no instruction copies it')
  const { exposure, carrier, mayReachFinal } = reached
  const by = carrier === null ? '' : ` by ${printable(carrier.file)}:${carrier.line}`
  if (exposure === 'final') lines.push(`  it gets into the final image${by}`)
  else if (exposure?.startsWith('stage:'))
    lines.push(`  it gets as far as stage ${printable(exposure.slice(6))}${by}`)
  if (mayReachFinal) lines.push('  a RUN may carry it into the final image')
  return lines
}

/** Room that an instruction may take. */
const INSTRUCTION_CHARACTERS = 50

/** As much of an instruction as a line of a terminal has room for: a RUN goes on for many. */
function instructionText(instruction: string): string {
  const text = printable(instruction.replace(/\s+/g, ' '))
  return text.length > INSTRUCTION_CHARACTERS ? `${text.slice(0, INSTRUCTION_CHARACTERS - 1)}…` : text
}

function lineText({ file, line, text }: LineReference): string {
  return `${printable(file)}:${line}  ${printable(text)} `
}

function traceLine(step: Explanation['trace'][number], colours: Paint): string {
  const outcome = step.sent ? 'in ' : 'out'
  return `${outcome}  ${printable(step.file)}:${step.line}  ${printable(step.text)}  ${colours.faint(`(${printable(step.path)})`)}`
}

function adviceFor({ sent, path, belowExcluded }: Explanation, ignoreFile: string): string | undefined {
  if (path === '.') return undefined
  const file = printable(ignoreFile)
  const line = printable(ignoreLineFor(path))
  if (sent) return `to leave it out, add to the end of ${file}:  ${line}`
  return belowExcluded === null || belowExcluded === path
    ? `to let it in, add to the end of ${file}:  !${line}`
    : `to let it in, add to the end of ${file}:  !${line}  (its directories come along)`
}
