// What `ctxguard tar` costs next to GNU tar, both into a pipe. Prints medians of interleaved runs, their ratios and the
// peak memory; judges nothing. `node bench/pack.js`, `node bench/pack.js --quick`.
import { spawnSync } from 'node:child_process'
import { closeSync, existsSync, mkdirSync, openSync, writeFileSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import './environment.js'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const work = process.env.CTXGUARD_BENCH_DIR ?? join(tmpdir(), 'ctxguard-bench')
const rounds = process.argv.includes('--quick') ? 3 : 9
const ctxguard = process.env.CTXGUARD_BENCH_BIN ?? join(root, 'bin', 'ctxguard.cjs')
const report = 'process.on("exit",()=>process.stderr.write("rss "+process.resourceUsage().maxRSS))'
const preload = `--import=data:text/javascript,${encodeURIComponent(report)}`

compare('tar, 100,000 small files', smallFiles(), 1.8)
compare('tar, three files of 256 MB', largeFiles(), 1.3)

function smallFiles() {
  const dir = join(work, 'pack-small')
  if (existsSync(dir)) return dir
  const body = Buffer.alloc(3000, 'x')
  for (let d = 0; d < 1000; d++) {
    mkdirSync(join(dir, `d${d}`), { recursive: true })
    for (let f = 0; f < 100; f++)
      writeFileSync(join(dir, `d${d}`, `f${f}.txt`), body.subarray(0, (d * 31 + f * 17) % 3000))
  }
  return dir
}

function largeFiles() {
  const dir = join(work, 'pack-large')
  if (existsSync(dir)) return dir
  mkdirSync(dir, { recursive: true })
  const piece = Buffer.from(Array.from({ length: 2 ** 20 }, (_, i) => (i * 7919) >> 3))
  for (const name of ['a', 'b', 'c']) {
    const fd = openSync(join(dir, name), 'w')
    for (let i = 0; i < 256; i++) writeSync(fd, piece)
    closeSync(fd)
  }
  return dir
}

/** A and B in turn, so that a machine that slows down slows both. */
function compare(name, dir, limit) {
  const pack = `"${ctxguard}" tar -q --no-check "${dir}"`
  const ours = () => piped(`"${process.execPath}" ${pack}`).ms
  const theirs = () => piped(`tar -cf - -C "${dir}" .`).ms
  const { mebibytes: peak } = piped(`"${process.execPath}" "${preload}" ${pack}`)
  theirs()
  const pairs = Array.from({ length: rounds }, () => [ours(), theirs()])
  const ratio = median(pairs.map(([a, b]) => a / b))
  const [own, other] = [0, 1].map(i => median(pairs.map(pair => pair[i])))
  process.stdout.write(
    `${name.padEnd(32)} ${own.toFixed(0).padStart(6)} ms ${other.toFixed(0).padStart(6)} ms GNU tar ` +
      `${ratio.toFixed(2).padStart(6)} × (aim ${limit} ×) ${peak.toFixed(0).padStart(5)} MiB (aim 150 MiB)\n`,
  )
}

function piped(command) {
  const started = performance.now()
  const { status, stderr } = spawnSync('sh', ['-c', `${command} | cat >/dev/null`], { stdio: 'pipe' })
  const ms = performance.now() - started
  if (status !== 0) throw new Error(String(stderr))
  return { ms, mebibytes: Number(/rss (\d+)/.exec(stderr)?.[1] ?? 0) / 1024 }
}

function median(values) {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]
}
