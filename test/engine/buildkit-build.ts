import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { docker, tarLines } from './docker.ts'
import { listedFiles, type StageFiles } from './stage-files.ts'
import { freshContext, transferredEntries } from './transferred.ts'

export interface BuildOptions {
  target?: string
  buildArgs?: Readonly<Record<string, string>>
  namedContexts?: Readonly<Record<string, string>>
}

/** What an engine did with a context. */
export interface EngineBuild {
  /** where the context lies now */
  contextDir: string
  /** what the engine says where it refuses; null where it builds */
  refusal: string | null
  /** what was transferred of the context, a line an entry; null where it was not asked for, or not to its end */
  transferred: string[] | null
  /** what the image of the target holds; null where there is none */
  files: StageFiles | null
}

/** Builds one target without a cache, and reads what arrived and what came out. The context gets a new name. */
export function buildWithBuildkit(given: string, options: BuildOptions = {}): EngineBuild {
  const context = freshContext(given)
  const sinceMs = Date.now()
  const work = mkdtempSync(join(tmpdir(), 'ctxguard-engine-'))
  const file = join(work, 'image.tar')
  try {
    const { status, stderr } = docker(
      ['buildx', 'build', '--no-cache', '--network=none', '--progress=rawjson', ...flagsOf(options)].concat(
        ['--output', `type=tar,dest=${file}`],
        context.contextDir,
      ),
      '1',
    )
    const { completed, words } = readProgress(stderr)
    const loaded = completed.has('[internal] load build context')
    return {
      contextDir: context.contextDir,
      refusal: status === 0 ? null : words,
      transferred: loaded ? transferredEntries(context, sinceMs) : null,
      files: status === 0 ? listedFiles(tarLines(file)) : null,
    }
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}

export function flagsOf({ target, buildArgs = {}, namedContexts = {} }: BuildOptions): string[] {
  return [
    ...(target === undefined ? [] : [`--target=${target}`]),
    ...Object.entries(buildArgs).map(([key, value]) => `--build-arg=${key}=${value}`),
    ...Object.entries(namedContexts).map(([name, dir]) => `--build-context=${name}=${dir}`),
  ]
}

/** The steps that came to a good end, and what is no progress: the error. */
function readProgress(stderr: string): { completed: Set<string>; words: string } {
  const completed = new Set<string>()
  const words: string[] = []
  let object: string[] = []
  for (const line of stderr.split('\n')) {
    if (object.length > 0 || line === '{') object.push(line)
    else words.push(line)
    if (line !== '}') continue
    const { vertexes = [] } = JSON.parse(object.join('\n')) as { vertexes?: Vertex[] }
    object = []
    // a step begins and ends twice: once to find its cache key, once to be carried out
    for (const step of vertexes) {
      if (step.completed && !step.error) completed.add(step.name)
      else completed.delete(step.name)
    }
  }
  return { completed, words: words.join('\n').trim() }
}

interface Vertex {
  name: string
  completed?: string
  error?: string
}
