// What ctxguard costs, next to what the same machine needs for the least that could do the job. Prints medians
// of interleaved runs and their ratios; judges nothing. `npm run bench`, `npm run bench -- --quick`.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { largeDockerfile, reachRound, sixtyDockerfiles } from './reach.js'
import { secretRows } from './secrets.js'
import './environment.js'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const work = process.env.CTXGUARD_BENCH_DIR ?? join(tmpdir(), 'ctxguard-bench')
const quick = process.argv.includes('--quick')
const rounds = quick ? 5 : 15
mkdirSync(work, { recursive: true })

const ctxguard = [process.execPath, join(root, 'bin', 'ctxguard.cjs')]
const nothing = file('nothing', '')
const modules = file('modules', '**/node_modules\n.git\n')

const plain = tree('tree-100k', 100_000)
const tracked = tree('tree-100k-git', 100_000, '--git')

const noop = [process.execPath, '-e', '0']
const find = ['find', plain, '-printf', '%p %s %m\n']
compare(
  'ls -0, 100,000 files, nothing excluded',
  [...ctxguard, 'ls', '-0', '--ignore-file', nothing, plain],
  find,
  1.5,
)
compare('ls --long, the same', [...ctxguard, 'ls', '--long', '--ignore-file', nothing, plain], find, 2.5)
compare(
  'ls -0, **/node_modules excluded',
  [...ctxguard, 'ls', '-0', '--ignore-file', modules, plain],
  noop,
  2.5,
)
const check = [...ctxguard, 'check', '--no-secrets', '--ignore-file', modules, tracked]
compare('check --no-secrets, git, 12,000 tracked', check, noop, 6)
compare('--version', [...ctxguard, '--version'], noop, 1.3)
await perPath()
await reach()
await monorepo()
for (const cells of await secretRows({
  work,
  nothing,
  rounds: quick ? 3 : 7,
  worst: quick ? 3 : Number.POSITIVE_INFINITY,
  run,
  median,
}))
  row(...cells)
if (!quick) million()

function file(name, text) {
  const path = join(work, name)
  writeFileSync(path, text)
  return path
}

function tree(name, files, ...options) {
  const path = join(work, name)
  if (!existsSync(path)) {
    process.stderr.write(`making ${path}\n`)
    run([process.execPath, join(root, 'bench', 'gen-tree.mjs'), path, String(files), ...options])
  }
  return path
}

function run(command, environment = {}) {
  const started = performance.now()
  const { status, error, stderr } = spawnSync(command[0], command.slice(1), {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, ...environment },
  })
  // the generated Dockerfile is no Dockerfile: check ends with 3
  if (error || ![0, 1, 3].includes(status)) throw new Error(`${command.join(' ')}: ${error ?? stderr}`)
  return { ms: performance.now() - started, stderr: String(stderr) }
}

function median(values) {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]
}

/** A and B in turn, so that a machine that slows down slows both. */
function compare(name, a, b, limit) {
  run(a)
  run(b)
  const pairs = Array.from({ length: rounds }, () => [run(a).ms, run(b).ms])
  const ratio = median(pairs.map(([x, y]) => x / y))
  const [ours, theirs] = [0, 1].map(i => median(pairs.map(pair => pair[i])))
  row(
    name,
    `${ours.toFixed(0)} ms`,
    `${theirs.toFixed(0)} ms ${b[0] === 'find' ? 'find' : 'node -e 0'}`,
    `${ratio.toFixed(2)} ×`,
    `${limit} ×`,
  )
}

/** The matcher alone: 500 patterns on the paths of the tree. */
async function perPath() {
  const { Matcher, parseIgnoreFile } = await import('../dist/ignore/index.js')
  const { openListing } = await import('../dist/list.js')
  const lines = Array.from(
    { length: 500 },
    (_, i) => ['**/*.log', '**/dist', 'packages/*/src', '!**/keep', '*.md'][i % 5] + i,
  )
  const { patterns } = parseIgnoreFile(Buffer.from(lines.join('\n')), 'buildkit')
  const paths = [...openListing({ contextDir: plain, ignoreFile: nothing }).steps()]
  const times = Array.from({ length: rounds }, () => {
    const matcher = new Matcher(patterns, 'buildkit')
    const states = new Map([['', matcher.root]])
    const started = performance.now()
    for (const { path, kind } of paths) {
      const slash = path.lastIndexOf('/')
      const judgement = matcher.judge(
        states.get(slash < 0 ? '' : path.slice(0, slash)),
        path.slice(slash + 1),
      )
      if (kind === 'directory') states.set(path, matcher.enter(judgement))
    }
    return ((performance.now() - started) * 1000) / paths.length
  })
  row('500 patterns on 100,000 paths', `${median(times).toFixed(2)} µs a path`, '', '', '2.5 µs')
}

/** What a Dockerfile of 200 instructions adds to the walk of 100,000 entries. */
async function reach() {
  const text = largeDockerfile(plain)
  await reachRound(plain, nothing, text)
  const times = []
  for (let i = 0; i < rounds; i++) times.push(await reachRound(plain, nothing, text))
  row(
    'reach and exposure, 200 instructions',
    `${median(times.map(one => one.reach)).toFixed(0)} ms`,
    `${median(times.map(one => one.walk)).toFixed(0)} ms walk`,
    `${median(times.map(one => one.reach / one.walk)).toFixed(2)} ×`,
    '0.25 ×',
  )
}

/** Sixty Dockerfiles over one context, next to one of them. */
async function monorepo() {
  const { auditBuilds } = await import('../dist/audit.js')
  const context = { kind: 'directory', dir: tracked }
  const requests = sixtyDockerfiles(tracked, join(work, 'dockerfiles')).map(path => ({
    context,
    dockerfile: { kind: 'file', file: path },
  }))
  const time = async builds => {
    const started = performance.now()
    await auditBuilds(builds)
    return performance.now() - started
  }
  await time(requests)
  const pairs = []
  for (let i = 0; i < rounds; i++) pairs.push([await time(requests), await time(requests.slice(0, 1))])
  row(
    'sixty Dockerfiles over one context',
    `${median(pairs.map(([all]) => all)).toFixed(0)} ms`,
    `${median(pairs.map(([, one]) => one)).toFixed(0)} ms one`,
    `${median(pairs.map(([all, one]) => all / one)).toFixed(2)} ×`,
    '1.5 ×',
  )
}

/** Peak memory of listing a million entries. */
function million() {
  const path = tree('tree-1m', 870_000, '--mean=empty')
  const report = 'process.on("exit",()=>process.stderr.write("rss "+process.resourceUsage().maxRSS))'
  const options = { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(report)}` }
  for (const form of ['-0', '--json']) {
    const { ms, stderr } = run([...ctxguard, 'ls', form, '--ignore-file', nothing, path], options)
    const mebibytes = Number(/rss (\d+)/.exec(stderr)[1]) / 1024
    row(
      `ls ${form}, 1,000,000 entries`,
      `${(ms / 1000).toFixed(1)} s`,
      '',
      `${mebibytes.toFixed(0)} MiB`,
      '350 MiB',
    )
  }
}

function row(name, ours, theirs, figure, limit) {
  process.stdout.write(
    `${name.padEnd(42)} ${ours.padStart(16)} ${theirs.padStart(18)} ${figure.padStart(12)}  (aim ${limit})\n`,
  )
}
