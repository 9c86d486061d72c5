import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FlagTable } from '../../src/request/command/flag-table.ts'
import { BAKE, BUILDX, BUILDX_BUILD } from '../../src/request/command/tables/buildx.ts'
import {
  COMPOSE,
  COMPOSE_BUILD,
  COMPOSE_CREATE,
  COMPOSE_RUN,
  COMPOSE_UP,
  COMPOSE_WATCH,
} from '../../src/request/command/tables/compose.ts'
import { CLASSIC_BUILD, DOCKER } from '../../src/request/command/tables/docker.ts'

/** Commands of docker, and what ctxguard knows of their flags. */
export const TABLES: Record<string, FlagTable> = {
  docker: DOCKER,
  'docker build': BUILDX_BUILD,
  'DOCKER_BUILDKIT=0 docker build': CLASSIC_BUILD,
  'docker buildx': BUILDX,
  'docker buildx bake': BAKE,
  'docker compose': COMPOSE,
  'docker compose build': COMPOSE_BUILD,
  'docker compose up': COMPOSE_UP,
  'docker compose create': COMPOSE_CREATE,
  'docker compose run': COMPOSE_RUN,
  'docker compose watch': COMPOSE_WATCH,
}

export interface Answers {
  /** of each flag, given alone, what it is to docker */
  flags: Record<string, Record<string, 'value' | 'boolean' | 'unknown'>>
  lines: { argv: string[]; says: string }[]
}

/** Contexts that do not exist: what docker can't find tells what it takes for the context. */
const LINES = [
  ['docker', 'build'],
  ['docker', 'build', 'no-a', 'no-b'],
  ['docker', 'build', '-t', 'a:b', '--build-arg', 'X', 'no-context'],
  ['docker', 'build', 'no-context', '-t', 'a:b'],
  ['docker', 'build', '-qt', 'img', 'no-context'],
  ['docker', 'build', '-qtimg', 'no-context'],
  ['docker', 'build', '-t=img', 'no-context'],
  ['docker', 'build', '-q=', 'no-context'],
  ['docker', 'build', '-q=true', 'no-context'],
  ['docker', 'build', '-q=maybe', 'no-context'],
  ['docker', 'build', '--target', '--no-cache', 'no-context'],
  ['docker', 'build', '--target=', 'no-context'],
  ['docker', 'build', '--no-cache', 'false', 'no-context'],
  ['docker', 'build', '--no-cache=false', 'no-context'],
  ['docker', 'build', '--', 'no-context'],
  ['docker', 'build', '--', '-t'],
  ['docker', 'build', '-t', '--', 'no-context'],
  ['docker', 'build', '-t'],
  ['docker', 'build', '--file'],
  ['docker', 'build', '-qt'],
  ['docker', 'build', '-xq', 'no-context'],
  ['docker', 'build', '-qx', 'no-context'],
  ['docker', 'build', '-target', 'x', 'no-context'],
  ['docker', 'build', '--nope', 'no-context'],
  ['docker', 'build', '--nope=hunter2', 'no-context'],
  ['docker', 'build', '--Target', 'x', 'no-context'],
  ['docker', 'build', '--=x', 'no-context'],
  ['docker', 'build', '---x', 'no-context'],
  ['docker', 'build', '--host', 'tcp://x', 'no-context'],
  ['docker', 'build', '--export-cache', 'type=inline', 'no-context'],
  ['docker', 'build', '-f', '-', '-'],
  ['docker', 'build', './no-context.git'],
  ['docker', 'build', ''],
  ['docker', 'image', 'build', 'no-context'],
  ['docker', 'image', '--nope', 'build', 'no-context'],
  ['docker', 'builder', 'build', 'no-context'],
  ['docker', 'buildx', 'build', 'no-context'],
  ['docker', 'buildx', 'b', 'no-context'],
  ['docker', 'buildx', '-D', '--builder', 'default', 'b', 'no-context'],
  ['docker', 'buildx', '--builder=default', 'build', '--builder', 'default', 'no-context'],
  ['docker', '-D', '-l', 'warn', 'build', 'no-context'],
  ['docker', '--log-level=warn', '--tls=false', 'buildx', 'build', 'no-context'],
  ['docker', '--nope', 'build', 'no-context'],
  ['docker', '-l'],
  ['docker', 'buildx', '--nope', 'build', 'no-context'],
  ['docker', 'compose', '--nope', 'build'],
  ['docker', 'compose', 'build', '-f', 'x.yaml'],
  ['docker', 'compose', '-f'],
  ['docker', 'compose', 'up', '--buildd'],
  ['docker', 'compose', 'run'],
  ['docker', 'buildx', 'bake', '--nope'],
  ['DOCKER_BUILDKIT=0', 'docker', 'build', '--secret', 'id=x', 'no-context'],
  ['DOCKER_BUILDKIT=0', 'docker', 'build', '--add-host', 'a:1.1.1.1', 'no-context'],
  ['DOCKER_BUILDKIT=0', 'docker', 'builder', 'build', '-c', '512', 'no-context'],
  ['DOCKER_BUILDKIT=0', 'docker', 'image', 'build', 'no-a', 'no-b'],
  ['DOCKER_BUILDKIT=0', 'docker', 'buildx', 'build', '--secret', 'id=x,env=HOME', 'no-context'],
  ['DOCKER_BUILDKIT=0', 'docker', 'build', '-f', '-', '-'],
  ['DOCKER_BUILDKIT=nonsense', 'docker', 'build', 'no-context'],
]

/** Asks docker, many at a time; nothing is built. */
export async function answers(withFlags: boolean): Promise<Answers> {
  const cwd = mkdtempSync(join(tmpdir(), 'ctxguard-'))
  try {
    const lines = await Promise.all(LINES.map(async argv => ({ argv, says: await answerTo(argv, cwd) })))
    const flags: Answers['flags'] = {}
    if (withFlags)
      for (const [command, table] of Object.entries(TABLES))
        flags[command] = await kindsOf(command, table, cwd)
    return { flags, lines }
  } finally {
    rmSync(cwd, { recursive: true })
  }
}

async function kindsOf(command: string, { long, short }: FlagTable, cwd: string) {
  const spellings = [
    ...[...long.keys()].map(name => `--${name}`),
    ...[...short.keys()].map(letter => `-${letter}`),
  ]
  const kinds = spellings.map(async spelling => {
    const answer = await answerTo([...command.split(' '), spelling], cwd)
    return [spelling, kindOf(answer)] as const
  })
  return Object.fromEntries(await Promise.all(kinds))
}

const TELLING =
  /unknown|needs an argument|requires|not found|bad flag|invalid|can't use|expects|specify|no configuration|couldn't find/

/** The one line that says what it thinks of the arguments. */
async function answerTo(line: readonly string[], cwd: string): Promise<string> {
  const said = await new Promise<string>(settle => {
    const child = execFile('env', line, { cwd, timeout: 30_000 }, (_, stdout, stderr) =>
      settle(`${stderr}\n${stdout}`),
    )
    child.stdin?.end()
  })
  const lines = said.split('\n').map(text => text.replace(/^ERROR: /, '').trim())
  return lines.find(text => TELLING.test(text) && !text.startsWith('DEPRECATED')) ?? lines.find(Boolean) ?? ''
}

function kindOf(answer: string): 'value' | 'unknown' | 'boolean' {
  if (answer.includes('flag needs an argument')) return 'value'
  return /unknown (shorthand )?flag/.test(answer) ? 'unknown' : 'boolean'
}
