import type { Tree } from '../helpers/tree.ts'
import { pickWeighted, randomSource } from './random-context.ts'
import {
  baseName,
  knownPath,
  mountSource,
  type Naming,
  source,
  throughOneLink,
  wildcard,
  wordSource,
} from './random-paths.ts'
import { randomIgnoreFile, randomTree } from './random-tree.ts'

/** A context with a Dockerfile, and what can be built of it. */
export interface RandomBuild {
  tree: Tree
  dockerfile: string
  buildArgs: Record<string, string>
  /** undefined is the last stage */
  targets: (string | undefined)[]
}

/** A stage as far as later ones can name it. */
interface Stage {
  /** null where it has none */
  name: string | null
  /** paths that may be in it */
  holds: string[]
  hasVariables: boolean
}

interface Writing extends Naming {
  stages: Stage[]
  stage: Stage
  /** every destination has a number */
  dests: number
}

/** Where the tools are that a RUN needs in an image without any: a named context with a static busybox. */
export const TOOLS = 'tools'

/** Everything follows from the seed. No image is named: there is no registry. The classic builder knows no mounts. */
export function randomBuild(seed: number, builder: 'buildkit' | 'classic'): RandomBuild {
  const random = randomSource(seed)
  const known = randomTree(random, builder)
  const writing: Writing = {
    random,
    known,
    stages: [],
    stage: { name: null, holds: [], hasVariables: false },
    hasVariables: false,
    dests: 0,
    builder,
    // the classic builder carries out all stages, needed or not
    doubt: random.chance(builder === 'classic' ? 0.9 : 0.7) ? 0.05 : 1,
  }
  const globals = random.chance(0.3) ? ['ARG SRC=d', 'ARG OTHER'] : []
  const stages = Array.from({ length: random.pick([1, 2, 2, 3, 3, 4]) }, () => stageLines(writing))
  const dockerfile = `${[...globals, ...stages.flat()].join('\n')}\n`
  const tree = { ...known.tree, Dockerfile: dockerfile }
  const names = writing.stages.flatMap(({ name }) => (name === null ? [] : [name]))
  return {
    tree: random.chance(writing.doubt < 1 ? 0.25 : 0.6)
      ? { ...tree, '.dockerignore': randomIgnoreFile(random, known) }
      : tree,
    dockerfile,
    buildArgs: random.chance(0.3) ? { SRC: random.pick([...known.dirs, ...known.links, '.']) } : {},
    // the last stage has its name too, but nobody needs to give it
    targets: [undefined, ...names.filter(name => name !== writing.stage.name)],
  }
}

function stageLines(writing: Writing): string[] {
  const { random, stages } = writing
  const named = stages.filter(({ name }) => name !== null)
  const base = random.chance(0.3) && named.length > 0 ? random.pick(named) : null
  const name = random.chance(0.85)
    ? random.pick([`s${stages.length}`, `s${stages.length}`, `St${stages.length}`])
    : null
  writing.hasVariables = base?.hasVariables ?? false
  writing.stage = { name, holds: [...(base?.holds ?? [])], hasVariables: writing.hasVariables }
  const lines = Array.from({ length: 1 + Math.floor(random.next() * 4) }, () => instruction(writing))
  stages.push(writing.stage)
  return [`FROM ${base?.name?.toLowerCase() ?? 'scratch'}${name === null ? '' : ` AS ${name}`}`, ...lines]
}

function instruction(writing: Writing): string {
  const { random, stage } = writing
  const kinds: [number, () => string][] = [
    [45, () => copy(writing, random.pick(['COPY', 'COPY', 'COPY', 'ADD', 'copy']))],
    [7, () => copy(writing, 'COPY --link')],
    [writing.known.archives.length > 0 ? 8 : 0, () => addArchive(writing)],
    [writing.stages.length > 0 ? 26 : 0, () => copyFrom(writing)],
    ...(writing.builder === 'buildkit' ? buildkitKinds(writing) : []),
    [4, () => `WORKDIR ${random.pick(['/w', 'rel', '/w/deep'])}`],
    [2, () => `ONBUILD ${copy(writing, random.pick(['COPY', 'ADD']))}`],
    [1, () => random.pick(['CMD ["x"]', 'LABEL a=b', '# a comment', 'EXPOSE 80'])],
    [
      7,
      () => {
        writing.hasVariables = stage.hasVariables = true
        return random.pick([
          'ARG SRC',
          `ARG SRC="${knownPath(writing)}"`,
          `ENV SRC="${knownPath(writing)}"`,
          'ARG SRC=$OTHER',
          'ENV SRC=.',
        ])
      },
    ],
  ]
  return pickWeighted(random, kinds)()
}

/** Mounts and heredocs. */
function buildkitKinds(writing: Writing): [number, () => string][] {
  const { random, doubt } = writing
  // a mount takes no number
  const named = writing.stages.flatMap(({ name }) => name ?? [])
  return [
    [9, () => run(writing, `type=bind,source=${mountSource(writing)}`)],
    [2, () => run(writing, random.pick(['ro', 'type=bind', 'type=bind,source=']))],
    [3, () => run(writing, random.pick(['type=tmpfs', 'type=cache']))],
    [doubt, () => run(writing, 'type=tmpfs,source=d')],
    [
      named.length > 0 ? 3 : 0,
      () => run(writing, `from=${random.pick(named)},source=${random.pick(['', '/', '/o0'])}`),
    ],
    [3, () => `COPY <<one <<-"two" ${fresh(writing)}/\nlines\none\n\ttwo $lines\n\ttwo`],
    [2, () => `COPY ${wordSource(writing)} <<one ${fresh(writing)}/\n\none`],
  ]
}

function copy(writing: Writing, how: string): string {
  const { random, stage } = writing
  const count = random.chance(0.75) ? 1 : 2 + Math.floor(random.next() * 2)
  const shared = random.chance(0.1) ? throughOneLink(writing) : []
  const sources = shared.length > 0 ? shared : Array.from({ length: count }, () => source(writing))
  const dest = destination(writing, sources.length > 1 || sources.some(one => /[*?[]/.test(one)))
  const clean = dest.replace(/\/$/, '')
  stage.holds.push(
    clean,
    clean,
    clean,
    clean,
    `${clean}/${baseName(sources[0]!)}`,
    `${clean}/${knownPath(writing)}`,
  )
  if (random.chance(0.15) || sources.some(one => one.includes(' ')))
    return `${how} ${JSON.stringify([...sources, dest])}`
  return `${how} ${sources.join(' ')} ${dest}`
}

function addArchive(writing: Writing): string {
  const { random, known } = writing
  const all = [...known.archives, ...known.archives, ...known.files.filter(one => one.endsWith('.tar')), 'z*']
  const dest = `${fresh(writing)}${random.chance(0.7) ? '/' : ''}`
  writing.stage.holds.push(dest, dest, dest, `${dest}/in`, `${dest}/in/ln`)
  return `${random.pick(['ADD', 'ADD', 'COPY'])} ${quoted(random.pick(all), dest)}`
}

function copyFrom(writing: Writing): string {
  const { random, stages, stage } = writing
  const index = Math.floor(random.next() * stages.length)
  const from = stages[index]!
  const ref =
    from.name === null || random.chance(0.3) ? index : random.pick([from.name, from.name.toUpperCase()])
  const held = from.holds.filter(one => !one.includes('$'))
  const wanted =
    random.chance(0.2) || held.length === 0 ? random.pick(['/', '.', '*', '/o*']) : random.pick(held)
  const dest = destination(writing, wanted.includes('*'))
  stage.holds.push(dest.replace(/\/$/, ''), `${dest.replace(/\/$/, '')}/${baseName(wanted)}`)
  return `COPY --from=${ref} ${quoted(random.chance(0.1) ? wildcard(random, wanted) : wanted, dest)}`
}

/** What is mounted is copied into the image, so that it can be seen there. */
function run(writing: Writing, mount: string): string {
  const to = fresh(writing)
  writing.stage.holds.push(to)
  const options = mount.includes(' ') ? mount.replace(/source=([^,]*)/, '"source=$1"') : mount
  return `RUN --mount=from=${TOOLS},target=/.t --mount=target=/.m,${options} ["/.t/busybox","cp","-a","/.m","${to}"]`
}

function destination(writing: Writing, several: boolean): string {
  const { random, stage } = writing
  const slash = random.chance(several ? 0.95 : 0.6) ? '/' : ''
  return pickWeighted<string>(random, [
    [70, `${fresh(writing)}${slash}`],
    [10, `${fresh(writing).slice(1)}${slash}`],
    [6, `/p/q${fresh(writing)}${slash}`],
    [6, random.pick(['/', '.', './'])],
    [stage.holds.length > 0 ? 6 : 0, `${random.pick([...stage.holds, '/'])}${slash}`.replace('//', '/')],
  ])
}

function fresh(writing: Writing): string {
  return `/o${writing.dests++}`
}

function quoted(source: string, dest: string): string {
  return source.includes(' ') || dest.includes(' ') ? JSON.stringify([source, dest]) : `${source} ${dest}`
}
