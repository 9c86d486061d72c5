import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import type { Files } from '../../model/files.ts'
import type { DockerAnswer } from '../run-docker.ts'

/** Far beyond any definition. */
const MOST_BYTES = 2 ** 22

/**
 * Lets docker read files of a directory, which may be that of a commit or an archive: then copies of them, in a directory
 * that is there only meanwhile. What docker prints is as if it had been in `dir`.
 */
export async function onDisk(
  disk: Files,
  dir: string,
  files: readonly string[],
  ask: (dir: string, files: readonly string[]) => Promise<DockerAnswer>,
): Promise<DockerAnswer> {
  if (disk.treeAt(dir) === undefined) return ask(dir, files)
  const place = realpathSync(mkdtempSync(join(tmpdir(), 'ctxguard-bake-')))
  try {
    const copies = files.map(file => copied(disk, file, join(place, insideOf(dir, file))))
    for (const name of ['.env'].filter(one => disk.exists(join(dir, one))))
      copied(disk, join(dir, name), join(place, name))
    const answer = await ask(place, copies)
    return 'stdout' in answer ? { stdout: answer.stdout.replaceAll(place, dir) } : answer
  } catch (error) {
    return { failure: `it could not be handed over: ${(error as Error).message}`, absent: false }
  } finally {
    rmSync(place, { recursive: true, force: true })
  }
}

/** A file from elsewhere lies beside the others. */
function insideOf(dir: string, file: string): string {
  return relative(dir, file).replace(/^(\.\.\/)+/, '')
}

function copied(disk: Files, file: string, to: string): string {
  mkdirSync(dirname(to), { recursive: true })
  writeFileSync(to, disk.read(file, MOST_BYTES), { mode: 0o600 })
  return to
}
