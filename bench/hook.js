// What the pre-push hook adds to a push of a repository of 10,000 tracked files, to a bare repository on the same
// disk: of a commit that changes nothing, and of one that changes a file. Prints medians of interleaved runs; judges
// nothing.
// `node bench/hook.js`, `node bench/hook.js --quick`.
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { poolOf, writeSources } from './sources.js'
import './environment.js'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const bin = process.env.CTXGUARD_BENCH_BIN ?? join(root, 'bin', 'ctxguard.cjs')
const work = join(process.env.CTXGUARD_BENCH_DIR ?? join(tmpdir(), 'ctxguard-bench'), 'hook')
const rounds = process.argv.includes('--quick') ? 5 : 15
const FILES = 10_000

const environment = {
  ...process.env,
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
  XDG_CACHE_HOME: join(work, 'cache'),
  ...Object.fromEntries(
    ['AUTHOR', 'COMMITTER'].flatMap(who => [
      [`GIT_${who}_NAME`, 'bench'],
      [`GIT_${who}_EMAIL`, 'bench@localhost'],
    ]),
  ),
}

const repository = join(work, 'repository')
if (!existsSync(repository)) make()
execFileSync(process.execPath, [bin, 'hook', 'install'], {
  cwd: repository,
  stdio: 'ignore',
  env: environment,
})

const cold = push('nothing')
const turns = Array.from({ length: rounds }, () => [
  push('nothing', '--no-verify'),
  push('nothing'),
  push('a file'),
])
const medians = [0, 1, 2].map(i => median(turns.map(turn => turn[i])))
row('git push, 10,000 files, no hook', medians[0])
row('with the hook, nothing has changed', medians[1])
row('the hook adds', median(turns.map(([bare, own]) => own - bare)), 'limit 1000 ms')
row('with the hook, a file has changed', medians[2])
row('the first time, nothing known', cold)

function make() {
  process.stderr.write(`making ${repository}\n`)
  mkdirSync(repository, { recursive: true })
  writeSources(repository, { files: FILES, meanBytes: 4_000, pool: poolOf(join(root, 'node_modules')) })
  writeFileSync(join(repository, 'Dockerfile'), 'FROM scratch\nCOPY . /\n')
  writeFileSync(join(repository, '.dockerignore'), '.git\n')
  git('init', '-q', '-b', 'main')
  git('add', '-A')
  git('commit', '-q', '-m', 'all')
  git('init', '-q', '--bare', join(work, 'remote'))
  git('remote', 'add', 'origin', join(work, 'remote'))
}

/** Pushes a commit that changes nothing, or a file, and returns how long it took. */
function push(changed, ...options) {
  if (changed === 'a file') writeFileSync(join(repository, 'changing.txt'), `${Math.random()}\n`)
  git('add', '-A')
  git('commit', '-q', '--allow-empty', '--no-verify', '-m', changed)
  const started = performance.now()
  const { status, stderr } = spawnSync('git', ['push', '-q', ...options, 'origin', 'main'], {
    cwd: repository,
    encoding: 'utf8',
    env: environment,
  })
  // what is found in these sources is not what is measured
  if (status !== 0 && !stderr.includes('push refused')) throw new Error(stderr)
  return performance.now() - started
}

function git(...args) {
  execFileSync('git', args, { cwd: repository, env: environment, stdio: ['ignore', 'ignore', 'inherit'] })
}

function median(values) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]
}

function row(name, ms, note = '') {
  process.stdout.write(`${name.padEnd(44)}${ms.toFixed(0).padStart(7)} ms  ${note}\n`)
}
