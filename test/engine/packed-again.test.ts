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
import { basename, join } from 'node:path'
import { describe, test } from 'vitest'
import { BIN } from '../helpers/cli.ts'
import { makeTree, temporaryDirectory } from '../helpers/tree.ts'
import { isLostLayer } from './classic-build.ts'
import { engineAnswers } from './docker.ts'
import { filesOfImages, filesOfTar } from './image-files.ts'
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
  'other permissions': dir => chmodSync(join(dir, 'src/b'), 0o711),
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
type Builder = 'buildkit' | 'classic'

describe.skipIf(!engineAnswers())('a build after an edit has what was edited, and fetches no more', () => {
  describe.concurrent.each(['buildkit', 'classic'] as const)('%s', builder => {
    test.for(Object.entries(WAYS))('%s', { timeout: 180_000 }, async ([, build], { expect }) => {
      const work = temporaryDirectory()
      const building = { work, builder, contextDir: startingPoint(join(work, randomUUID())) }
      // whatever the engine keeps of a build without ctxguard must not come up again
      await builtFiles(building, buildPlain)
      let isFirst = true
      for (const [name, edit] of Object.entries(EDITS)) {
        edit(building.contextDir)
        const { files, fetched } = await builtFiles(building, build)
        expect(files, name).toEqual(filesIn(building.contextDir))
        if (builder === 'buildkit' && !isFirst) expect(fetched, name).toBeLessThan(LARGE_BYTES / 10)
        isFirst = false
      }
    })
  })
})

interface Building {
  work: string
  builder: Builder
  contextDir: string
}

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

/** What came into the image of `src`, and how many bytes of the context were fetched for it. */
async function builtFiles(
  building: Building,
  build: (building: Building, flags: string[]) => Promise<CommandRun>,
) {
  const file = join(building.work, 'image.tar')
  const name = `ctxguard-${randomUUID()}`
  const isClassic = building.builder === 'classic'
  const flags = isClassic ? ['-t', name] : ['--progress=plain', '--output', `type=tar,dest=${file}`]
  let built = await build(building, flags)
  for (let again = 0; isLostLayer(built.stderr) && again < 5; again++) built = await build(building, flags)
  const { status, stderr } = built
  if (status !== 0) throw new Error(stderr)
  if (isClassic) await runCommand(['docker', 'save', '-o', file, name])
  const image = isClassic ? (await filesOfImages(file)).get(name)! : await filesOfTar(file)
  if (isClassic) await runCommand(['docker', 'rmi', name])
  image.delete('large')
  const files = [...image].map(([path, { target, mode, content }]) => [
    path,
    target === null ? `${Number(mode)} ${content}` : `-> ${target}`,
  ])
  return { files: Object.fromEntries(files) as Record<string, string>, fetched: fetchedBytes(stderr) }
}

function buildPlain({ builder, contextDir }: Building, flags: string[]): Promise<CommandRun> {
  return runCommand(['docker', 'build', ...flags, contextDir], { env: environment(builder) })
}

async function buildStaged(building: Building, flags: string[]): Promise<CommandRun> {
  const { work, builder, contextDir } = building
  const out = join(work, `staged-${basename(contextDir)}`)
  const stage = ['stage', '--builder', builder, contextDir, '--out', out]
  const staged = await runCommand([process.execPath, BIN, ...stage])
  return staged.status === 0 ? buildPlain({ ...building, contextDir: out }, flags) : staged
}

function buildMinimal({ builder, contextDir }: Building, flags: string[]): Promise<CommandRun> {
  const guard = [process.execPath, BIN, 'build', '--minimal', '--']
  return runCommand([...guard, 'docker', 'build', ...flags, contextDir], { env: environment(builder) })
}

function environment(builder: Builder): NodeJS.ProcessEnv {
  return { DOCKER_BUILDKIT: builder === 'buildkit' ? '1' : '0' }
}

/** BuildKit counts in decimal units. Of the lines of a step the last one counts, and of the steps all do. */
function fetchedBytes(progress: string): number {
  const steps = [...progress.matchAll(/transferring context: ([\d.]+)([kMG]?)B.* done/g)]
  const units: Record<string, number> = { '': 1, k: 1e3, M: 1e6, G: 1e9 }
  return steps.reduce((sum, [, number, unit]) => sum + Number(number) * units[unit!]!, 0)
}
