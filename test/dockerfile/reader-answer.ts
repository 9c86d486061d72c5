import { parseMount } from '../../src/dockerfile/mounts.ts'
import { readDockerfile } from '../../src/dockerfile/read.ts'
import type { Command, Flag, Heredoc, Word } from '../../src/model/dockerfile.ts'

/** What the reader says, in the shape of fixtures/conformance/reader-vectors.json. */
export function readerAnswer(text: string): Record<string, unknown> {
  const read = readDockerfile(text)
  const directives = {
    ...(read.directives.syntax && { syntax: atLine(read.directives.syntax) }),
    ...(read.directives.check && { check: atLine(read.directives.check) }),
  }
  return {
    ...directives,
    ...(read.problem && { problem: { reason: read.problem.reason, line: read.problem.line } }),
    escape: read.directives.escape,
    commands: read.commands.map(command => ({
      line: command.line,
      endLine: command.endLine,
      comments: command.comments,
      blankInside: command.blankInside,
      ...commandOf(command),
    })),
    globalArgs: read.globalArgs.length,
    stages: read.stages.map(stage => stage.commands.length),
  }
}

function atLine({ text, line }: Word) {
  return { text, line }
}

function commandOf(command: Command): Record<string, unknown> {
  return {
    name: command.name,
    kind: command.kind,
    text: command.text,
    flags: command.flags.map(flagText),
    json: command.json,
    heredocs: command.heredocs.map(heredocOf),
    ...(command.kind !== 'env' && command.kind !== 'onbuild' && { words: texts(command.words) }),
    ...meaningOf(command),
  }
}

function meaningOf(command: Command): Record<string, unknown> {
  switch (command.kind) {
    case 'from':
      return {
        base: command.base.text,
        platform: command.platform?.text ?? '',
        stage: command.stage ?? '',
      }
    case 'arg':
      return { declared: command.declared.map(({ key, value }) => ({ key, value })) }
    case 'env':
      return {
        declared: command.declared.map(({ key, value }) => ({ key, value })),
        legacy: command.legacy,
      }
    case 'run':
      return { mounts: mountsOf(command.mounts), shell: command.shell }
    case 'workdir':
      return { path: command.path.text }
    case 'onbuild':
      return {
        trigger:
          'reason' in command.trigger ? { reason: command.trigger.reason } : commandOf(command.trigger),
      }
    case 'copy':
    case 'add':
      return copyOf(command)
    default:
      return {}
  }
}

function copyOf(command: Command & { kind: 'copy' | 'add' }): Record<string, unknown> {
  const shared = {
    sources: texts(command.sources),
    dest: command.dest.text,
    exclude: texts(command.exclude),
    link: command.link,
    chmod: command.chmod?.text ?? '',
    chown: command.chown?.text ?? '',
  }
  if (command.kind === 'add')
    return { ...shared, checksum: command.checksum?.text ?? '', unpack: command.unpack }
  return { ...shared, from: command.from?.text ?? '', parents: command.parents }
}

function mountsOf(written: readonly Word[]): unknown {
  const mounts = []
  for (const { text } of written) {
    const mount = parseMount(text, word => word)
    if ('reason' in mount) return mount
    mounts.push({ ...mount, from: mount.from ?? '', id: mount.id ?? '' })
  }
  return mounts
}

function texts(words: readonly Word[]): string[] {
  return words.map(word => word.text)
}

function flagText({ name, value }: Flag): string {
  return value === null ? `--${name}` : `--${name}=${value}`
}

function heredocOf({ name, content, expand }: Heredoc) {
  return { name, content, expand }
}
