import { type Command, Option } from 'commander'
import { UsageError } from '../errors.ts'
import { BUILDERS, type Builder } from '../model/request.ts'
import { buildArgsOf, namedContextsOf } from '../request/arguments.ts'
import type { RequestOptions } from '../request/resolve.ts'

/** Options of every command that needs a context, as commander hands them over. */
export interface ContextOptions {
  file?: string
  builder?: string
  ignoreFile?: string
  target?: string
  buildArg?: string[]
  buildContext?: string[]
  platform?: string
  ref?: string
  tar?: string
  output?: string
  format?: string
  json?: boolean
  color: boolean
  quiet?: boolean
  verbose?: boolean
}

/** `formats` are those in which it can answer; none where what it writes has one form. */
export function addContextOptions(command: Command, formats: readonly string[] = ['text', 'json']): Command {
  const shown = [formats.slice(0, -1).join(', '), formats.at(-1)].filter(Boolean).join(' or ')
  const hidden = formats.length === 0
  return command
    .option(
      '-f, --file <file>',
      'Dockerfile, relative to the working directory (default: the one in CONTEXT)',
    )
    .option('--target <stage>', 'the stage to build (default: the last one)')
    .option('--build-arg <key=value>', 'as for docker build; may be repeated', collect)
    .option('--build-context <name=path>', 'as for docker build; may be repeated', collect)
    .option('--platform <os/arch>', 'as for docker build (default: linux/amd64)')
    .option('--builder <builder>', `whose rules count: ${BUILDERS.join(', ')} (default: buildkit)`)
    .option('--ref <ref>', 'what a clean clone of this commit would send, read without a checkout')
    .option('--tar <file>', 'an archive that is sent in place of a directory, or - for stdin')
    .option('--ignore-file <file>', 'in place of the ignore file that the builder would use')
    .option('-o, --output <file>', 'write there; the file appears only when it is whole')
    .addOption(new Option('--format <format>', `${shown} (default: text)`).hideHelp(hidden))
    .addOption(new Option('--json', 'short for --format json').hideHelp(hidden))
    .option('--no-color', 'no colours (also NO_COLOR and TERM=dumb)')
    .option('-q, --quiet', 'only the verdict; no notes on stderr')
    .option('-v, --verbose', 'fixes, pages and causes too')
}

export function collect(value: string, previous: string[] = []): string[] {
  return [...previous, value]
}

/** What to list or audit. Throws a UsageError for a builder that is unknown. */
export function requestOptions(contextDir: string, options: ContextOptions): RequestOptions {
  const builder = options.builder ?? (process.env.CTXGUARD_BUILDER || 'buildkit')
  if (!BUILDERS.includes(builder as Builder)) {
    const name = options.builder === undefined ? 'CTXGUARD_BUILDER' : '--builder'
    throw new UsageError(`${name}: unknown builder "${builder}"`, {
      hint: `choose one of ${BUILDERS.join(', ')}`,
    })
  }
  return {
    contextDir,
    builder: builder as Builder,
    ...(options.file !== undefined && { dockerfile: options.file }),
    ...(options.ignoreFile !== undefined && { ignoreFile: options.ignoreFile }),
    // as for docker, an empty one means the last stage
    ...(options.target && { target: options.target }),
    ...(options.platform !== undefined && { platform: options.platform }),
    ...(options.buildArg && { buildArgs: buildArgsOf(options.buildArg, process.env) }),
    ...(options.buildContext && { namedContexts: namedContextsOf(options.buildContext) }),
    origin: { kind: 'flags', label: 'flags' },
  }
}

/** Throws a UsageError for an unknown format, or for `--format` that contradicts `--json`. */
export function formatOf({ format, json }: Pick<ContextOptions, 'format' | 'json'>): 'text' | 'json' {
  if (json && format !== undefined && format !== 'json')
    throw new UsageError(`--json and --format ${format} contradict each other`, {
      hint: 'leave one of them out',
    })
  const chosen = json ? 'json' : (format ?? (process.env.CTXGUARD_FORMAT || 'text'))
  if (chosen === 'text' || chosen === 'json') return chosen
  const name = format === undefined ? 'CTXGUARD_FORMAT' : '--format'
  throw new UsageError(`${name}: unknown format "${chosen}"`, { hint: 'choose text or json' })
}

/** Colour where somebody looks: a terminal, unless it or its user says no. */
export function wantsColour(
  { color, output }: Pick<ContextOptions, 'color' | 'output'>,
  stream: NodeJS.WriteStream = process.stdout,
): boolean {
  const { NO_COLOR, FORCE_COLOR, TERM } = process.env
  if (!color || NO_COLOR || TERM === 'dumb' || output !== undefined) return false
  return stream.isTTY === true || (FORCE_COLOR !== undefined && FORCE_COLOR !== '0')
}

/** Columns to set text in. */
export function terminalWidth(stream: NodeJS.WriteStream = process.stdout): number {
  return stream.columns || Number(process.env.COLUMNS) || 80
}
