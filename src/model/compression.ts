/** How an archive may be packed, by its first bytes: docker/buildx build/utils.go, moby/go-archive compression. */
export type Compression = 'none' | 'gzip' | 'bzip2' | 'xz' | 'zstd'

const MAGIC: readonly [Compression, readonly number[]][] = [
  ['bzip2', [0x42, 0x5a, 0x68]],
  ['gzip', [0x1f, 0x8b, 0x08]],
  ['xz', [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]],
  ['zstd', [0x28, 0xb5, 0x2f, 0xfd]],
]

export function compressionOf(head: Uint8Array): Compression {
  return MAGIC.find(([, magic]) => magic.every((byte, i) => head[i] === byte))?.[0] ?? 'none'
}
