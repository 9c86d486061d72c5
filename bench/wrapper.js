// What `ctxguard build --` adds to a command that does nothing, on a context of 1,000 files that are known to be clean,
// and what node itself needs of that. Prints medians of interleaved runs; judges nothing.
// `node bench/wrapper.js`, `node bench/wrapper.js --quick`.
import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import './environment.js'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const bin = process.env.CTXGUARD_BENCH_BIN ?? join(root, 'bin', 'ctxguard.cjs')
const work = join(process.env.CTXGUARD_BENCH_DIR ?? join(tmpdir(), 'ctxguard-bench'), 'wrapper')
const rounds = process.argv.includes('--quick') ? 9 : 25
const context = join(work, 'context')
const environment = {
  ...process.env,
  PATH: `${join(work, 'bin')}:${process.env.PATH}`,
  XDG_CACHE_HOME: join(work, 'cache'),
  DOCKER_BUILDKIT: '1',
}

if (!existsSync(context)) {
  writeContext()
  // the cache trusts no file that has only just changed
  await setTimeout(5000)
}
const commands = {
  'the command alone': ['docker', 'build', '.'],
  'node itself': [process.execPath, '-e', '0'],
  'through ctxguard': [process.execPath, bin, 'build', '--', 'docker', 'build', '.'],
}
// the first one fills the cache of clean files
run(commands['through ctxguard'])
const times = Object.fromEntries(Object.keys(commands).map(name => [name, []]))
for (let round = 0; round < rounds; round++)
  for (const [name, command] of Object.entries(commands)) times[name].push(run(command))

const medians = Object.entries(times).map(([name, ms]) => [name, median(ms)])
for (const [name, ms] of medians) print(name, ms)
const [[, alone], [, node], [, through]] = medians
print('ctxguard adds', through - alone, 'limit 150 ms')
print('of which is not node', through - alone - node)

function writeContext() {
  mkdirSync(join(work, 'bin'), { recursive: true })
  writeFileSync(join(work, 'bin', 'docker'), '#!/bin/sh\nexit 0\n')
  chmodSync(join(work, 'bin', 'docker'), 0o755)
  for (let i = 0; i < 1000; i++) {
    const dir = join(context, 'src', `d${i % 40}`)
    mkdirSync(dir, { recursive: true })
    writeFileSync(join(dir, `f${i}.js`), `export const value = ${i}\n`)
  }
  writeFileSync(join(context, 'Dockerfile'), 'FROM scratch\nCOPY src /\n')
}

function run([program, ...args]) {
  const started = performance.now()
  const { status, stderr } = spawnSync(program, args, { cwd: context, env: environment, stdio: 'pipe' })
  if (status !== 0) throw new Error(String(stderr))
  return performance.now() - started
}

function median(values) {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]
}

function print(name, ms, note = '') {
  process.stdout.write(`${name.padEnd(32)} ${ms.toFixed(0).padStart(6)} ms  ${note}\n`)
}
