import { createHash } from 'node:crypto'
import { closeSync, openSync, readFileSync, readSync, statSync } from 'node:fs'
import { bundleFile } from '../bundle-file.ts'

let version: string | undefined

/** Bytes in which a bundle says what it is called: after all that it holds. */
const HEAD_BYTES = 64

/** What a file was found clean by: another one after every installation, and after every build of what looks at files. */
export function ruleSetVersion(): string {
  if (version !== undefined) return version
  const examiner = bundleFile('examiner')
  const { mtimeMs, size } = statSync(examiner)
  version = createHash('sha256')
    .update(readFileSync(new URL('../../package.json', examiner)))
    .update(headOf(examiner))
    .update(JSON.stringify([mtimeMs, size]))
    .digest('hex')
    .slice(0, 32)
  return version
}

function headOf(file: URL): Uint8Array {
  const fd = openSync(file, 'r')
  try {
    const head = Buffer.alloc(HEAD_BYTES)
    return head.subarray(0, readSync(fd, head))
  } finally {
    closeSync(fd)
  }
}
