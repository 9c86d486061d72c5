/** A Git LFS pointer is shorter than this (git-lfs docs/spec.md). */
export const LFS_POINTER_LIMIT = 1024

/** The size of the file that a Git LFS pointer stands for, in bytes; undefined where these bytes are none. */
export function sizeInLfsPointer(bytes: Uint8Array): number | undefined {
  const isOne = BEGINNING.every((byte, at) => bytes[at] === byte)
  if (!isOne || bytes.length >= LFS_POINTER_LIMIT) return undefined
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
  const size = /^size (\d+)\r?$/m.exec(text)?.[1]
  return size === undefined ? undefined : Number(size)
}

const BEGINNING = [...'version https://git-lfs.github.com/spec/v1'].map(char => char.charCodeAt(0))
