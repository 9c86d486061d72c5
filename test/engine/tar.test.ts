import { execFileSync, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { makeTree, type Tree, temporaryDirectory } from '../helpers/tree.ts'
import { laidOut, packed, readBack } from '../pack/packed.ts'
import { docker, engineAnswers } from './docker.ts'

const ALL = 'FROM scratch\nCOPY . /\n'

/** The Dockerfile is `Dockerfile` beside the context, where there is one. */
const CONTEXTS: Record<string, Tree> = {
  'modes, links and names': {
    'ctx/Dockerfile': ALL,
    'ctx/a/run.sh': { text: '#!/bin/sh\n', mode: 0o755 },
    'ctx/a/private': { text: 's', mode: 0o600 },
    'ctx/a/link': { link: '../b/file' },
    'ctx/b/file': 'text',
    'ctx/b/hard': { hardlink: 'ctx/b/file' },
    'ctx/sticky': { dir: true, mode: 0o1777 },
    'ctx/é/日本語': 'wide',
    'ctx/dangling': { link: '/nowhere' },
    [`ctx/${'deep/'.repeat(30)}end`]: 'deep',
    'ctx/nothing': '',
  },
  'what is included again': {
    'ctx/.dockerignore': '*\n!src\nsrc/*.log\n!d/in\n',
    'ctx/Dockerfile': ALL,
    'ctx/src/a.ts': 'a',
    'ctx/src/b.log': 'b',
    'ctx/d': { dir: true, mode: 0o700 },
    'ctx/d/in': 'i',
    'ctx/d/out': 'o',
    'ctx/secret': 's',
  },
  'several stages': {
    'ctx/Dockerfile': `FROM scratch AS one\nCOPY src/*.ts link/in /x/\nFROM scratch\nCOPY --from=one /x /y\nCOPY docs /docs\n`,
    'ctx/src/a.ts': 'a',
    'ctx/src/b.ts': 'b',
    'ctx/real/in': 'in',
    'ctx/real/out': 'out',
    'ctx/link': { link: 'real' },
    'ctx/docs/sub/x.md': 'x',
    'ctx/other': 'not taken',
  },
  'a Dockerfile from elsewhere': {
    Dockerfile: 'FROM scratch\nCOPY src /\n',
    'ctx/src/a': 'a',
    'ctx/b': 'b',
  },
}

const CLASSIC: Record<string, Tree> = {
  ...CONTEXTS,
  'a Dockerfile that is kept out': {
    'ctx/.dockerignore': 'Dockerfile\n.dockerignore\n',
    'ctx/Dockerfile': ALL,
    'ctx/a': 'a',
  },
}
const BUILDKIT: Record<string, Tree> = {
  ...CONTEXTS,
  'what is no plain file': {
    'ctx/Dockerfile': ALL,
    'ctx/pipe': { special: 'fifo', mode: 0o640 },
    'ctx/sock': { special: 'socket', mode: 0o750 },
    'ctx/setuid': { text: 'x', mode: 0o4755 },
    'ctx/.wh.odd': 'w',
  },
}

type Which = 'buildkit' | 'classic'

describe.skipIf(!engineAnswers())(
  'a build of the tar makes the image that a build of the directory makes',
  () => {
    test.each(Object.keys(BUILDKIT))('BuildKit: %s', name => compare(BUILDKIT[name]!, 'buildkit'))
    test.each(Object.keys(CLASSIC))('classic: %s', name => compare(CLASSIC[name]!, 'classic'))

    test('what copies a part of the context is taken from the cache of a build of the directory', async () => {
      const Dockerfile = 'FROM scratch\nCOPY src /s\nCOPY b/link b/x* /t/\n'
      // nobody has built this before
      const src = { 'src/a': { text: `${process.pid} ${Date.now()}`, mode: 0o640 }, 'src/l': { link: 'a' } }
      const dir = makeTree({
        Dockerfile,
        ...src,
        'b/x.sh': { text: 'x', mode: 0o755 },
        'b/link': { link: 'x.sh' },
      })
      const steps = (args: readonly string[], input?: Uint8Array) =>
        spawnSync('docker', ['buildx', 'build', '--progress=plain', ...args], { input, encoding: 'utf8' })
          .stderr
      expect(steps([dir]).match(/^#\d+ CACHED$/gm)).toBeNull()
      expect(steps(['-'], await packed(dir)).match(/^#\d+ CACHED$/gm)).toHaveLength(2)
    })

    test('a tar that is torn builds nothing', async () => {
      const dir = makeTree({ Dockerfile: ALL, a: 'x'.repeat(100_000), b: 'b' })
      const tar = await packed(dir)
      // all of `a` is there, but for its last byte
      const torn = tar.subarray(0, tar.indexOf('x') + 99_999)
      for (const builder of ['buildkit', 'classic'] as const)
        expect(imageFiles(builder, ['-'], torn)).toBeNull()
    })
  },
)

async function compare(tree: Tree, builder: Which): Promise<void> {
  const dir = makeTree(tree)
  const context = join(dir, 'ctx')
  const beside = join(dir, 'Dockerfile')
  const outside = existsSync(beside)
  const options = { builder, ...(outside && { dockerfile: beside }) }
  const expected = imageFiles(builder, [...(outside ? ['-f', beside] : []), context])
  const { packing } = await laidOut(context, options)
  const named = packing.named ? ['-f', packing.dockerfile!] : []
  const found = imageFiles(builder, [...named, '-'], await packed(context, options))
  expect([expected, found]).not.toContain(null)
  // BuildKit has no way to keep it from being copied
  const isOwn = (line: string) => packing.exposesDockerfile && line.startsWith(`${packing.dockerfile} `)
  const lines = await described(found!)
  expect(lines.filter(line => !isOwn(line))).toEqual(await described(expected!))
  expect(lines.some(isOwn)).toBe(packing.exposesDockerfile)
}

/** The files of an image as a tar; null where it is not built. */
function imageFiles(builder: Which, args: readonly string[], input?: Uint8Array): Buffer | null {
  const work = temporaryDirectory()
  const file = join(work, 'image.tar')
  const how =
    builder === 'buildkit'
      ? ['buildx', 'build', '--quiet', '--no-cache', '--output', `type=tar,dest=${file}`]
      : ['build', '--quiet', '--no-cache']
  const { status, stdout } = spawnSync('docker', [...how, ...args], {
    input,
    encoding: 'utf8',
    timeout: 60_000,
    env: { ...process.env, DOCKER_BUILDKIT: builder === 'buildkit' ? '1' : '0' },
  })
  if (status !== 0) return null
  if (builder === 'buildkit') return readFileSync(file)
  const image = stdout.trim()
  execFileSync('docker', ['save', '--output', file, image])
  docker(['rmi', '--force', image], '0')
  execFileSync('tar', ['-xf', file, '-C', work])
  const [{ Layers }] = JSON.parse(readFileSync(join(work, 'manifest.json'), 'utf8'))
  return Buffer.concat(Layers.map((layer: string) => withoutEnd(readFileSync(join(work, layer)))))
}

/** So that the layers follow one another. */
function withoutEnd(tar: Buffer): Buffer {
  let end = tar.length
  while (end > 0 && tar.subarray(end - 512, end).every(byte => byte === 0)) end -= 512
  return tar.subarray(0, end)
}

async function described(tar: Buffer): Promise<string[]> {
  const members = await readBack(tar, 'latin1')
  return members
    .map(({ header: { name, type, mode, uid, gid, linkname, mtime }, content }) => {
      const time = type === 'file' ? Math.floor(mtime.getTime() / 1000) : ''
      const hash = createHash('sha256').update(content).digest('hex').slice(0, 8)
      return `${name} ${type} ${mode.toString(8)} ${uid}:${gid} ${linkname ?? ''} ${time} ${hash}`
    })
    .sort()
}
