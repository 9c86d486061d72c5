import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BuildOptions, type EngineBuild, flagsOf } from './buildkit-build.ts'
import { docker, tarLines } from './docker.ts'
import { listedFiles, mergeLayer, type StageFiles } from './stage-files.ts'

/** Builds one target with the classic builder and without a cache. What it is sent can't be read: it asks for all. */
export function buildWithClassic(contextDir: string, options: BuildOptions): EngineBuild {
  const build = buildOnce(contextDir, options)
  if (!lostLayer(build)) return build
  // somebody else may have removed a layer that was the same to the byte
  const again = buildOnce(contextDir, options)
  // with some Dockerfiles the daemon loses one each time: that is no answer about what it was given
  return lostLayer(again) ? { ...again, refusal: null } : again
}

function lostLayer({ refusal }: EngineBuild): boolean {
  return refusal !== null && isLostLayer(refusal)
}

/**
 * The daemon does not find what it has just written, or an image that somebody removes while it looks through all of them
 * for a step that it has already (moby, classic builder: image/cache getLocalCachedImage).
 */
export function isLostLayer(refusal: string): boolean {
  if (refusal.includes('unable to find image "sha256:')) return true
  return refusal.includes('failed to export image') && refusal.includes('layer does not exist')
}

function buildOnce(contextDir: string, options: BuildOptions): EngineBuild {
  const { status, stdout, stderr } = docker(
    ['build', '--no-cache', '--force-rm', '--network=none', ...flagsOf(options), contextDir],
    '0',
  )
  const images = [...stdout.matchAll(/^ ---> ([0-9a-f]{12})$/gm)].map(([, id]) => id!)
  try {
    const build = { contextDir, transferred: null }
    if (status !== 0) return { ...build, refusal: stderr.trim(), files: null }
    return { ...build, refusal: null, files: filesOf(/^Successfully built (\S+)$/m.exec(stdout)![1]!) }
  } finally {
    // every step left one
    if (images.length > 0) docker(['rmi', '--force', ...new Set(images.reverse())], '0')
  }
}

/** The layers of an image, one upon the other. */
function filesOf(image: string): StageFiles {
  const files: StageFiles = new Map()
  // without a layer it can't be saved
  const layers = docker(['image', 'inspect', '--format', '{{len .RootFS.Layers}}', image], '0').stdout.trim()
  if (layers === '0') return files
  const work = mkdtempSync(join(tmpdir(), 'ctxguard-engine-'))
  try {
    const saved = join(work, 'saved.tar')
    execFileSync('docker', ['save', '--output', saved, image])
    execFileSync('tar', ['-xf', saved, '-C', work])
    const [{ Layers }] = JSON.parse(readFileSync(join(work, 'manifest.json'), 'utf8'))
    for (const layer of Layers as string[]) mergeLayer(files, listedFiles(tarLines(join(work, layer))))
    return files
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}
