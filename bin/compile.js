// Makes the command line start in half the time: runs it on the demonstration and keeps what V8 compiled on the way
// beside it. The last step of the build.
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { devNull } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const { file, run, script } = createRequire(import.meta.url)('./load.cjs')
const root = dirname(dirname(fileURLToPath(import.meta.url)))
const dir = dirname(file)
for (const name of readdirSync(dir)) if (name.endsWith('.cache')) rmSync(join(dir, name))

// V8 keeps a text of one byte a character where it was read; one that holds an ellipsis it copies, two bytes a character
const source = readFileSync(file, 'utf8').replace(
  /[^\x00-\x7f]/g,
  unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
)
const id = createHash('sha256').update(source).digest('hex').slice(0, 32)
writeFileSync(file, `// ${id}\n${source}`)

const loaded = script()
const { main } = run(loaded)
const demo = join(root, 'fixtures/demo')
// what runs now starts fast later: an audit, what guards a build (no such docker exists), what runs a command,
// what packs
await warmUp('check', '--no-cache', '--no-config', demo)
await warmUp('build', '--no-cache', '--no-config', '--', '/nowhere/docker', 'build', demo)
await warmUp('build', '--', process.execPath, '-e', '0')
await warmUp('tar', '--digest', '--no-check', demo)
await warmUp('tar', '--no-check', '-o', devNull, demo)
writeFileSync(join(dir, `${id}.cache`), loaded.createCachedData())

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
