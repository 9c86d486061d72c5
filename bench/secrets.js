// What the search for secrets costs: cold and warm on generated sources, beside a plain search for the same keywords,
// and the worst that a detector makes of 64 KB made against it.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { hostileTexts } from './hostile.js'
import { poolOf, writeSources } from './sources.js'

const root = dirname(dirname(fileURLToPath(import.meta.url)))

/** Rows of name, ours, theirs, figure and aim; of the slowest detectors `worst`. `run` starts a command and says how long it took. */
export async function secretRows({ work, nothing, rounds, worst, run, median }) {
  const sources = madeIn(work, 'tree-sources', { files: 13_000, meanBytes: 8000 })
  const modules = madeIn(work, 'tree-modules', { files: 40_000, meanBytes: 5000, nodeModules: true })
  const { DETECTORS } = await import('../dist/secrets/tokens/index.js')
  const keywords = join(work, 'keywords')
  writeFileSync(keywords, `${[...new Set(DETECTORS.flatMap(detector => detector.keywords))].join('\n')}\n`)
  const rg = ['rg', '-F', '-i', '-c', '--no-ignore', '--hidden', '-f', keywords, sources]
  const hasRg = spawnSync('rg', ['--version']).status === 0

  const cacheDir = mkdtempSync(join(work, 'cache-'))
  scan(sources, nothing, cacheDir)
  const seen = Array.from({ length: rounds }, () => ({
    cold: scan(sources, nothing),
    warm: scan(sources, nothing, cacheDir),
    modules: scan(modules, nothing),
    check: run([
      process.execPath,
      join(root, 'bin/ctxguard.cjs'),
      'check',
      '--no-cache',
      '--ignore-file',
      nothing,
      modules,
    ]).ms,
    rg: hasRg ? run(rg).ms : Number.NaN,
  }))
  rmSync(cacheDir, { recursive: true })

  const of = pick => median(seen.map(pick))
  const megabytes = seen[0].cold.bytes / 1e6
  const perSecond = ({ cpuMs }) => (megabytes / cpuMs) * 1000
  return [
    [
      'secrets, 13,000 sources, cold',
      `${of(one => one.cold.ms).toFixed(0)} ms`,
      '',
      `${of(one => perSecond(one.cold)).toFixed(0)} MB/CPU-s`,
      '55, better 100',
    ],
    [
      'the same, nothing changed since',
      `${of(one => one.warm.ms).toFixed(0)} ms`,
      '',
      `${of(one => one.cold.ms / one.warm.ms).toFixed(1)} ×`,
      '10 × faster',
    ],
    [
      'the same, next to rg for the keywords',
      `${of(one => one.cold.ms).toFixed(0)} ms`,
      hasRg ? `${of(one => one.rg).toFixed(0)} ms rg` : 'no rg here',
      hasRg ? `${of(one => one.cold.ms / one.rg).toFixed(1)} ×` : '',
      'as a limit',
    ],
    [
      'secrets, 40,000 files of node_modules',
      `${of(one => one.modules.ms).toFixed(0)} ms`,
      '',
      `${Math.max(...seen.map(one => one.modules.peakMiB)).toFixed(0)} MiB`,
      '1500 ms, 300 MiB',
    ],
    ['check of the same, with all rules', `${of(one => one.check).toFixed(0)} ms`, '', '', '1500 ms'],
    ...(await worstDetectors(worst)),
  ]
}

function madeIn(work, name, shape) {
  const dir = join(work, name)
  if (!existsSync(dir)) {
    process.stderr.write(`making ${dir}\n`)
    writeSources(dir, { ...shape, pool: poolOf(join(root, 'node_modules')) })
  }
  return dir
}

function scan(...args) {
  const { stdout, stderr, status } = spawnSync(process.execPath, [join(root, 'bench/scan-once.js'), ...args])
  if (status !== 0) throw new Error(String(stderr))
  return JSON.parse(String(stdout))
}

const WORST_BYTES = 64 * 1024

/** What detectors need for a text that was made against them, the slowest first. */
async function worstDetectors(most) {
  const { DETECTORS } = await import('../dist/secrets/tokens/index.js')
  const { compileSet } = await import('../dist/secrets/scan/detector-set.js')
  const { TokenScan } = await import('../dist/secrets/scan/token-scan.js')
  const times = DETECTORS.map(detector => {
    const set = compileSet([detector])
    const worst = Math.max(
      ...hostileTexts(detector, WORST_BYTES).map(text => {
        const started = performance.now()
        const search = new TokenScan(set)
        search.push(text, true)
        search.finish()
        return performance.now() - started
      }),
    )
    return { id: detector.id, worst }
  })
  times.sort((a, b) => b.worst - a.worst)
  return times
    .slice(0, most)
    .map(({ id, worst }) => [`worst of 64 KB: ${id}`, `${worst.toFixed(1)} ms`, '', '', '80 ms: 5 for 4 KB'])
}
