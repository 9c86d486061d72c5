// Makes the command line start in half the time: runs it on the demonstration and keeps what V8 compiled on the way
// beside it. The last step of the build.
import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { devNull, tmpdir } from 'node:os'
import { basename, dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

const { keepScripts, load } = createRequire(import.meta.url)('./load.cjs')
const root = dirname(dirname(fileURLToPath(import.meta.url)))
const dist = join(root, 'dist/cli')

const bundles = readdirSync(dist).filter(file => file.endsWith('.cjs'))
const ids = new Map(bundles.map(file => [basename(file, '.cjs'), named(join(dist, file))]))
const scripts = keepScripts()
const { main } = load('main')
const { examineAll, FileExaminer } = load('examiner')
const demo = join(root, 'fixtures/demo')
// what runs now starts fast later: an audit, what guards a build (no such docker exists), what runs a command,
// what lists, what packs
await warmUp('check', '--no-cache', '--no-config', demo)
await warmUp('build', '--no-cache', '--no-config', '--', '/nowhere/docker', 'build', demo)
await warmUpClean()
await warmUp('build', '--', process.execPath, '-e', '0')
await warmUp('ls', demo)
await warmUp('tar', '--digest', '--no-check', demo)
await warmUp('tar', '--no-check', '-o', devNull, demo)
// threads look at files, and V8 keeps what was compiled here
examineAll(demo, filesOf(demo), new FileExaminer(2 ** 20))
for (const [name, script] of scripts)
  writeFileSync(join(dist, `${ids.get(name)}.cache`), script.createCachedData())

/** A guard that finds nothing, twice: at first it remembers so, then it knows. */
async function warmUpClean() {
  const own = mkdtempSync(join(tmpdir(), 'ctxguard-'))
  try {
    process.env.XDG_CACHE_HOME = own
    const dockerfile = join(own, 'Dockerfile')
    writeFileSync(dockerfile, 'FROM scratch\nCOPY rules /\n')
    // files that are older than a moment: of others nothing is remembered
    const command = ['/nowhere/docker', 'build', '-f', dockerfile, join(root, 'docs')]
    for (let i = 0; i < 2; i++) await warmUp('build', '--', ...command)
  } finally {
    rmSync(own, { recursive: true })
  }
}

/** Makes a bundle say in its first line what it holds, and returns that. */
function named(file) {
  // V8 keeps a text of one byte a character where it was read; one that holds an ellipsis it copies, two bytes a character
  const source = readFileSync(file, 'utf8').replace(
    /[^\x00-\x7f]/g,
    unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
  const id = createHash('sha256').update(source).digest('hex').slice(0, 32)
  writeFileSync(file, `// ${id}\n${source}`)
  return id
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
  await main(argv)
  for (const [i, stream] of streams.entries()) stream.write = writes[i]
  process.exitCode = 0
}

function unheard(...given) {
  const written = given.at(-1)
  if (typeof written === 'function') written()
  return true
}
