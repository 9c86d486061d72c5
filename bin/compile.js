// Makes the command line start in half the time: runs it on the demonstration and keeps what V8 compiled on the way
// beside it. The last step of the build.
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { devNull, tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

const { keepScripts, load } = createRequire(import.meta.url)('./load.cjs')
const self = fileURLToPath(import.meta.url)
const root = dirname(dirname(self))
const dist = join(root, 'dist/cli')
const demo = join(root, 'fixtures/demo')

/** What runs now starts fast later. By the name of what is kept; see bin/load.cjs. */
const RUNS = {
  // an audit, what guards a build (no such docker exists), what runs a command, what lists, what packs
  cache: async () => {
    await warmUp('check', '--no-cache', '--no-config', demo)
    await warmUp('build', '--no-cache', '--no-config', '--', '/nowhere/docker', 'build', demo)
    await guardClean()
    await warmUp('build', '--', process.execPath, '-e', '0')
    await warmUp('ls', demo)
    await warmUp('tar', '--digest', '--no-check', demo)
    await warmUp('tar', '--no-check', '-o', devNull, demo)
    // threads look at files, and V8 keeps what was compiled here
    const { examineAll, FileExaminer } = load('examiner')
    examineAll(demo, filesOf(demo), new FileExaminer(2 ** 20))
  },
  // what every guard runs through, and no more: what one of them needs besides is compiled sooner than all is taken over
  'guard.cache': async () => {
    await guardClean()
    await warmUp('build', '--', process.execPath, '-e', '0')
  },
}

const [kept] = process.argv.slice(2)
if (kept === undefined) {
  for (const file of readdirSync(dist)) if (file.endsWith('.cjs')) nameAfterContent(join(dist, file))
  // V8 keeps what its process has compiled: each in one of its own
  for (const name of Object.keys(RUNS)) execFileSync(process.execPath, [self, name], { stdio: 'inherit' })
} else {
  const scripts = keepScripts()
  await RUNS[kept]()
  for (const [name, script] of scripts)
    writeFileSync(join(dist, `${idOf(name)}.${kept}`), script.createCachedData())
}

/** A guard that finds nothing, twice: at first it remembers so, then it knows. */
async function guardClean() {
  const own = mkdtempSync(join(tmpdir(), 'ctxguard-'))
  try {
    // the docker that is not there has no buildx
    Object.assign(process.env, { XDG_CACHE_HOME: own, DOCKER_BUILDKIT: '1' })
    const dockerfile = join(own, 'Dockerfile')
    writeFileSync(dockerfile, 'FROM scratch\nCOPY rules /\n')
    // files that are older than a moment: of others nothing is remembered
    const command = ['/nowhere/docker', 'build', '-f', dockerfile, join(root, 'docs')]
    for (let i = 0; i < 2; i++) await warmUp('build', '--', ...command)
  } finally {
    rmSync(own, { recursive: true })
  }
}

/** Makes a bundle say in its first line what it holds. */
function nameAfterContent(file) {
  // V8 keeps a text of one byte a character where it was read; one that holds an ellipsis it copies, two bytes a character
  const source = readFileSync(file, 'utf8').replace(
    /[^\x00-\x7f]/g,
    unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
  const id = createHash('sha256').update(source).digest('hex').slice(0, 32)
  writeFileSync(file, `// ${id}\n${source}`)
}

function idOf(bundle) {
  return readFileSync(join(dist, `${bundle}.cjs`), 'latin1').slice(3, 35)
}

/** Every file of a directory, as the walk hands them over. */
function filesOf(dir) {
  return readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map((entry, index) => {
      const file = join(entry.parentPath, entry.name)
      const path = relative(dir, file)
      return { index, path, rawPath: path, bytes: statSync(file).size }
    })
}

/** Runs a command line for nothing. */
async function warmUp(...argv) {
  const streams = [process.stdout, process.stderr]
  const writes = streams.map(({ write }) => write)
  for (const stream of streams) stream.write = unheard
  process.argv = [...process.argv.slice(0, 2), ...argv]
  await load('main').main(argv)
  for (const [i, stream] of streams.entries()) stream.write = writes[i]
  process.exitCode = 0
}

function unheard(...given) {
  const written = given.at(-1)
  if (typeof written === 'function') written()
  return true
}
