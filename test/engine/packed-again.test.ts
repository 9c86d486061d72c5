import { randomBytes, randomUUID } from 'node:crypto'
import {
  chmodSync,
  lstatSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'vitest'
import { BIN } from '../helpers/cli.ts'
import { makeTree, temporaryDirectory } from '../helpers/tree.ts'
import { engineAnswers } from './docker.ts'
import { filesOfTar } from './image-files.ts'
import { type CommandRun, runCommand } from './run-command.ts'

const LARGE_BYTES = 3_000_000
const LONG_AGO = 1_600_000_000

/** What a user does between two builds, in this order. */
const EDITS: Record<string, (dir: string) => void> = {
  'an edit that keeps size and time': dir => rewriteInPlace(join(dir, 'src/a'), 'BBBB', LONG_AGO),
  'another one': dir => rewriteInPlace(join(dir, 'src/a'), 'CCCC', LONG_AGO),
  'an edit': dir => writeFileSync(join(dir, 'src/a'), 'longer than before'),
  'an edit that keeps the size': dir => writeFileSync(join(dir, 'src/b'), 'DDDD'),
  'another file of the same size and time in its place': dir => {
    writeFileSync(join(dir, 'new'), 'EEEE')
    utimesSync(join(dir, 'new'), LONG_AGO, LONG_AGO)
    renameSync(join(dir, 'new'), join(dir, 'src/c'))
  },
  'other permissions': dir => chmodSync(join(dir, 'src/b'), 0o4711),
  'a file that becomes a link': dir => {
    rmSync(join(dir, 'src/b'))
    symlinkSync('a', join(dir, 'src/b'))
  },
  'a file that goes, and one that comes': dir => {
    rmSync(join(dir, 'src/c'))
    writeFileSync(join(dir, 'src/d'), 'new')
  },
  'what was there at first': dir => {
    rmSync(join(dir, 'src/b'))
    rmSync(join(dir, 'src/d'))
    for (const name of ['a', 'b', 'c']) rewriteInPlace(join(dir, 'src', name), 'AAAA', LONG_AGO)
  },
}

const WAYS = { stage: buildStaged, '--minimal': buildMinimal }

describe.skipIf(!engineAnswers())('a build after an edit has what was edited, and fetches no more', () => {
  test.concurrent.for(Object.entries(WAYS))('%s', { timeout: 180_000 }, async ([, build], { expect }) => {
    const work = temporaryDirectory()
    const contextDir = startingPoint(join(work, randomUUID()))
    // whatever the engine keeps of a build without ctxguard must not come up again
    await buildAndRead(work, image => buildPlain(contextDir, image))
    let isFirst = true
    for (const [name, edit] of Object.entries(EDITS)) {
      edit(contextDir)
      const { files, fetched } = await buildAndRead(work, image => build(work, contextDir, image))
      expect(files, name).toEqual(filesIn(contextDir))
      if (!isFirst) expect(fetched, name).toBeLessThan(LARGE_BYTES / 10)
      isFirst = false
    }
  })
})

function startingPoint(dir: string): string {
  makeTree(
    {
      Dockerfile: 'FROM scratch\nCOPY src large /\n',
      'src/a': 'AAAA',
      'src/b': 'AAAA',
      'src/c': 'AAAA',
      large: randomBytes(LARGE_BYTES),
    },
    dir,
  )
  for (const name of ['a', 'b', 'c']) utimesSync(join(dir, 'src', name), LONG_AGO, LONG_AGO)
  return dir
}

function rewriteInPlace(file: string, text: string, seconds: number): void {
  writeFileSync(file, text)
  utimesSync(file, seconds, seconds)
}

/** Name → what is there. */
function filesIn(contextDir: string): Record<string, string> {
  const dir = join(contextDir, 'src')
  return Object.fromEntries(
    readdirSync(dir).map(name => {
      const file = join(dir, name)
      const stat = lstatSync(file)
      return [
        name,
        stat.isSymbolicLink()
          ? `-> ${readlinkSync(file)}`
          : `${(stat.mode & 0o7777).toString(8)} ${readFileSync(file)}`,
      ]
    }),
  )
}

async function buildAndRead(work: string, build: (image: string) => Promise<CommandRun>) {
  const image = join(work, 'image.tar')
  const { status, stderr } = await build(image)
  if (status !== 0) throw new Error(stderr)
  const files = await filesOfTar(image)
  files.delete('large')
  const read = [...files].map(([name, { target, mode, content }]) => [
    name,
    target === null ? `${Number(mode)} ${content}` : `-> ${target}`,
  ])
  return { files: Object.fromEntries(read) as Record<string, string>, fetched: fetchedBytes(stderr) }
}

function buildPlain(contextDir: string, image: string): Promise<CommandRun> {
  return runCommand(['docker', ...buildArguments(contextDir, image)], BUILDKIT)
}

async function buildStaged(work: string, contextDir: string, image: string): Promise<CommandRun> {
  const out = join(work, `staged-${contextDir.slice(-36)}`)
  const staged = await runCommand([process.execPath, BIN, 'stage', contextDir, '--out', out])
  return staged.status === 0 ? buildPlain(out, image) : staged
}

function buildMinimal(work: string, contextDir: string, image: string): Promise<CommandRun> {
  const guard = [process.execPath, BIN, 'build', '--minimal', '--', 'docker']
  const env = { ...BUILDKIT.env, XDG_CACHE_HOME: join(work, 'cache') }
  return runCommand([...guard, ...buildArguments(contextDir, image)], { env })
}

const BUILDKIT = { env: { DOCKER_BUILDKIT: '1' } }

function buildArguments(contextDir: string, image: string): string[] {
  return ['build', '--progress=plain', '--output', `type=tar,dest=${image}`, contextDir]
}

/** BuildKit counts in decimal units. Of the lines of a step the last one counts, and of the steps all do. */
function fetchedBytes(progress: string): number {
  const steps = [...progress.matchAll(/transferring context: ([\d.]+)([kMG]?)B.* done/g)]
  const units: Record<string, number> = { '': 1, k: 1e3, M: 1e6, G: 1e9 }
  return steps.reduce((sum, [, number, unit]) => sum + Number(number) * units[unit!]!, 0)
}
