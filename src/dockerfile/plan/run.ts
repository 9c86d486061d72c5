import { cleanPath } from '../../model/clean-path.ts'
import type { Mount, RunCommand, Word } from '../../model/dockerfile.ts'
import { quote } from '../go-text.ts'
import { parseMount } from '../mounts.ts'
import { onbuildLine, originOfState, sourceOf } from './copy.ts'
import { rootedPath } from './paths.ts'
import { readPodmanMount } from './podman-mount.ts'
import { PlanRefusal } from './refusal.ts'
import type { State } from './state.ts'
import { payForPath, type Replaced, replaced, type Step } from './step.ts'

/** RUN: its mounts. Mirrors moby/buildkit frontend/dockerfile/dockerfile2llb/convert_runmount.go dispatchRunMounts. */
export function carryOutRun(step: Step, command: RunCommand): void {
  const mounts = command.mounts.map(word => readMount(step, word))
  step.state.needs.add('/')
  for (const [index, { mount, word, values }] of mounts.entries()) {
    const source = step.queued.sources[index]!
    const from = mount.from || (mount.type === 'cache' ? 'scratch' : '')
    if (from !== '' && !source.dispatched) {
      const what = `cannot mount from stage ${quote(from)} to ${quote(mount.target)}`
      throw new PlanRefusal(`${what}, stage needs to be defined before current command`, step.at)
    }
    if (mount.type === 'secret' || mount.type === 'ssh') keepSecret(step, { mount, word, values })
    else addMount(step, command, { mount, word, values, source: from === '' ? undefined : source })
  }
}

interface ReadMount {
  mount: Mount
  word: Word
  /** what its values were made of */
  values: readonly Replaced[]
}

/** Variables in values are replaced once the fields are taken apart. */
function readMount(step: Step, word: Word): ReadMount {
  const values: Replaced[] = []
  const read = step.build.builder === 'podman' ? readPodmanMount : parseMount
  const mount = read(word.text, text => {
    const value = replaced(step, text, word)
    values.push(value)
    return value.text
  })
  if ('reason' in mount) throw new PlanRefusal(mount.reason, step.at)
  return { mount, word, values }
}

function keepSecret({ state, at }: Step, { mount, word, values }: ReadMount): void {
  if (mount.type === 'ssh' && mount.source !== '') throw new PlanRefusal('ssh does not support source', at)
  const fromBase = [...new Set(values.flatMap(value => value.fromBase))]
  state.secrets.push({ line: word.line, column: word.column, mount, id: secretId(mount), fromBase })
}

/** Mirrors convert_secrets.go dispatchSecret and convert_ssh.go dispatchSSH; buildah's defaults are the same. */
function secretId({ type, source, id, target }: Mount): string {
  if (type === 'ssh') return id || 'default'
  return source || id || (target.split('/').findLast(name => name !== '') ?? '/')
}

/** A tmpfs takes no files, and yet its source counts as a path that is needed. */
function addMount(
  step: Step,
  command: RunCommand,
  { mount, word, values, source }: ReadMount & { source: State | undefined },
): void {
  const { build, state, scope } = step
  const isAbsolute = cleanPath(mount.target).startsWith('/')
  const target = isAbsolute ? mount.target : rootedPath(`${scope.workdir}/${mount.target}`)
  if (target === '/' && build.builder === 'buildkit')
    throw new PlanRefusal(`invalid mount target ${quote(target)}`, step.at)
  payForPath(step, target)
  const path = rootedPath(mount.source)
  const needs = source?.needs ?? build.contextPaths
  needs.add(path)
  if (mount.type !== 'tmpfs' && source !== undefined) state.uses.add(source)
  if (mount.type !== 'tmpfs' && source === undefined) state.usesContext = true
  const unset = [...new Set(values.flatMap(value => value.unset))]
  const fromBase = [...new Set(values.flatMap(value => value.fromBase))]
  state.transfers.push({
    line: step.at.line,
    column: step.at.column,
    onbuildLine: onbuildLine(step),
    kind: 'mount',
    instruction: 'RUN',
    text: command.text,
    mount,
    origin: source === undefined ? { kind: 'context' } : originOfState(source),
    sources: [sourceOf(word, { text: mount.source, unset, fromBase }, false)],
    inline: 0,
    dest: isAbsolute || scope.workdirKnown ? rootedPath(target) : null,
    destIsDirectory: false,
    exclude: [],
    parents: false,
    link: false,
    unpack: false,
  })
}
