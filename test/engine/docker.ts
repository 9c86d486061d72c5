import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Whether an engine answers. `CTXGUARD_REQUIRE_ENGINE=1` (as in CI) makes its absence an error. */
export function engineAnswers(): boolean {
  const answer = spawnSync('docker', ['version', '--format', '{{.Server.Version}}'], {
    encoding: 'utf8',
    timeout: 10_000,
  })
  const answers = answer.status === 0
  if (!answers && process.env.CTXGUARD_REQUIRE_ENGINE === '1')
    throw new Error(`no Docker engine is reachable, and one is required: ${answer.stderr ?? answer.error}`)
  if (!answers)
    process.stderr.write(
      'no Docker engine is reachable: the engine tests are skipped (start one with test/engine/up)\n',
    )
  return answers
}

let version: [major: number, minor: number] | undefined

/** Of the engine. */
export function engineVersion(): [major: number, minor: number] {
  const { stdout } = version ? { stdout: '' } : docker(['version', '--format', '{{.Server.Version}}'], '1')
  version ??= stdout.split('.').slice(0, 2).map(Number) as [number, number]
  return version
}

/** What an image holds: a line an entry as in fixtures/conformance, or null where the build failed. */
export function builtEntries(contextDir: string, builder: 'buildkit' | 'classic'): string[] | null {
  const work = mkdtempSync(join(tmpdir(), 'ctxguard-engine-'))
  try {
    return builder === 'buildkit' ? buildkitEntries(contextDir, work) : classicEntries(contextDir, work)
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}

function buildkitEntries(contextDir: string, work: string): string[] | null {
  const file = join(work, 'image.tar')
  const build = docker(['buildx', 'build', '--quiet', '--output', `type=tar,dest=${file}`, contextDir], '1')
  return build.status === 0 ? tarLines(file) : null
}

/** The classic builder has no exporter: the one layer of the image is taken from `docker save`. */
function classicEntries(contextDir: string, work: string): string[] | null {
  const build = docker(['build', '--quiet', '--no-cache', contextDir], '0')
  if (build.status !== 0) return null
  const image = build.stdout.trim()
  const layers = docker(['image', 'inspect', '--format', '{{len .RootFS.Layers}}', image], '0').stdout.trim()
  if (layers === '0') return []
  const saved = join(work, 'saved.tar')
  execFileSync('docker', ['save', '--output', saved, image])
  docker(['rmi', '--force', image], '0')
  execFileSync('tar', ['-xf', saved, '-C', work])
  const manifest = JSON.parse(execFileSync('tar', ['-xOf', saved, 'manifest.json'], { encoding: 'utf8' }))
  return tarLines(join(work, manifest[0].Layers[0]))
}

/** Runs the client, with one builder or the other. */
export function docker(args: readonly string[], buildkit: '0' | '1') {
  return spawnSync('docker', args, {
    encoding: 'utf8',
    timeout: 60_000,
    maxBuffer: 2 ** 26,
    env: { ...process.env, DOCKER_BUILDKIT: buildkit, BUILDX_NO_DEFAULT_ATTESTATIONS: '1' },
  })
}

/** GNU tar's listing. It writes what is not printable ASCII as octal escapes, so that names stay whole. */
export function tarLines(file: string): string[] {
  const listing = execFileSync('tar', ['-tvf', file, '--numeric-owner', '--quoting-style=escape'], {
    encoding: 'latin1',
    env: { ...process.env, LC_ALL: 'C' },
  })
  return listing.split('\n').filter(Boolean).map(entryLine).sort()
}

function entryLine(listed: string): string {
  const [, letter, mode, size, rest] = /^(.)(\S+) \S+ +(\S+) \S+ \S+ (.*)$/.exec(listed)!
  const name = rest!.replace(/\\(?:([0-7]{3})|(.))/g, (_, octal, char) =>
    octal === undefined ? char : String.fromCharCode(Number.parseInt(octal, 8)),
  )
  if (letter === 'h') return `h ${name.replace(' link to ', ' => ')}`
  const kind = letter === '-' ? 'f' : letter
  return `${kind} ${octalMode(mode!)} ${size} ${kind === 'd' ? name.replace(/\/$/, '') : name}`
}

/** `rwxr-sr-t` as four octal digits. */
function octalMode(text: string): string {
  const bits = [...text].slice(0, 9).reduce((mode, char) => (mode << 1) | (/[rwxst]/.test(char) ? 1 : 0), 0)
  const special =
    (/s|S/.test(text[2]!) ? 4 : 0) | (/s|S/.test(text[5]!) ? 2 : 0) | (/t|T/.test(text[8]!) ? 1 : 0)
  return `${special}${bits.toString(8).padStart(3, '0')}`
}
