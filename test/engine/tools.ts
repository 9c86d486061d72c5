import { copyFileSync, existsSync } from 'node:fs'
import { join } from 'node:path'
import { temporaryDirectory } from '../helpers/tree.ts'

/** A directory with a static busybox, which `test/engine/up` puts on the path: a scratch image has no command to run. */
export function toolsDirectory(): string {
  const found = (process.env.PATH ?? '')
    .split(':')
    .map(bin => join(bin, 'busybox'))
    .find(existsSync)
  if (found === undefined) throw new Error('there is no static busybox on the path: use test/engine/up')
  const dir = temporaryDirectory()
  copyFileSync(found, join(dir, 'busybox'))
  return dir
}
