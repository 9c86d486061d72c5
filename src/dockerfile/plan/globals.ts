import type { DockerfileText, Position } from '../../model/dockerfile.ts'
import { type Allowance, expandWord } from '../expand/index.ts'
import { formatPlatform, formatWholePlatform, type Platform } from './platform.ts'
import { PlanRefusal } from './refusal.ts'

/** The engine is taken to be linux/amd64. */
const BUILD_PLATFORM: Platform = {
  os: 'linux',
  osVersion: '',
  osFeatures: [],
  arch: 'amd64',
  variant: '',
}

/**
 * Arguments that every Dockerfile has. Mirrors moby/buildkit frontend/dockerfile/dockerfile2llb/platform.go
 * defaultArgs.
 */
export function platformArgs(
  target: Platform,
  stage: string,
  buildArgs: ReadonlyMap<string, string>,
): Map<string, string> {
  const args = new Map([
    ['BUILDPLATFORM', formatPlatform(BUILD_PLATFORM)],
    ['BUILDOS', BUILD_PLATFORM.os],
    ['BUILDOSVERSION', BUILD_PLATFORM.osVersion],
    ['BUILDARCH', BUILD_PLATFORM.arch],
    ['BUILDVARIANT', BUILD_PLATFORM.variant],
    ['TARGETPLATFORM', formatWholePlatform(target)],
    ['TARGETOS', target.os],
    ['TARGETOSVERSION', target.osVersion],
    ['TARGETARCH', target.arch],
    ['TARGETVARIANT', target.variant],
    ['TARGETSTAGE', stage === '' ? 'default' : stage],
  ])
  for (const name of args.keys()) args.set(name, buildArgs.get(name) ?? args.get(name)!)
  return args
}

/**
 * Adds every ARG before the first FROM that has a value: a later one sees those before it, in the same instruction
 * too. Mirrors convert.go buildMetaArgs.
 */
export function addGlobalArgs(
  globals: Map<string, string>,
  { globalArgs, directives }: DockerfileText,
  buildArgs: ReadonlyMap<string, string>,
  allowance: Allowance,
): void {
  for (const command of globalArgs) {
    for (const { key, value } of command.declared) {
      const given = buildArgs.get(key)
      if (given !== undefined) globals.set(key, given)
      else if (value !== null) globals.set(key, expandGlobal(value, globals, command, directives, allowance))
    }
  }
}

/**
 * Here, keys are words too, and all of one instruction see the variables as they were before it. Mirrors moby/moby
 * daemon/builder/dockerfile/builder.go processMetaArg.
 */
export function addClassicGlobalArgs(
  globals: Map<string, string>,
  { globalArgs, directives }: DockerfileText,
  buildArgs: ReadonlyMap<string, string>,
  allowance: Allowance,
): void {
  for (const command of globalArgs) {
    const word = (text: string) => expandGlobal(text, globals, command, directives, allowance)
    const pairs = command.declared.map(
      ({ key, value }) => [word(key), value === null ? undefined : word(value)] as const,
    )
    for (const [key, value] of pairs) {
      const known = buildArgs.get(key) ?? value
      if (known !== undefined) globals.set(key, known)
    }
  }
}

function expandGlobal(
  text: string,
  globals: ReadonlyMap<string, string>,
  at: Position,
  directives: DockerfileText['directives'],
  allowance: Allowance,
): string {
  const lexer = { escape: directives.escape }
  const expanded = expandWord(text, name => globals.get(name), lexer, allowance)
  if ('reason' in expanded) throw new PlanRefusal(expanded.reason, at)
  return expanded.text
}
