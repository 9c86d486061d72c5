import { gzipSync } from 'node:zlib'

/** Name → text, or null for a directory, or the target of a link. */
export type ArchiveContent = Readonly<Record<string, string | null | { link: string }>>

/** A tar file (ustar) of these, whole or gzipped. */
export function archive(content: ArchiveContent, gzip = false): Uint8Array {
  const blocks = Object.entries(content).flatMap(([name, node]) => {
    const text = typeof node === 'string' ? Buffer.from(node) : Buffer.alloc(0)
    const padding = Buffer.alloc((512 - (text.length % 512)) % 512)
    return [header(name, node, text.length), text, padding]
  })
  const tar = Buffer.concat([...blocks, Buffer.alloc(1024)])
  return gzip ? gzipSync(tar) : tar
}

function header(name: string, node: ArchiveContent[string], bytes: number): Buffer {
  const block = Buffer.alloc(512)
  const isLink = node !== null && typeof node === 'object'
  block.write(node === null ? `${name}/` : name, 0)
  block.write(node === null ? '0000755' : '0000644', 100)
  block.write('0000000', 108)
  block.write('0000000', 116)
  block.write(bytes.toString(8).padStart(11, '0'), 124)
  block.write('07000000000', 136)
  block.write(' '.repeat(8), 148)
  block.write(node === null ? '5' : isLink ? '2' : '0', 156)
  if (isLink) block.write(node.link, 157)
  block.write('ustar\u000000', 257)
  const sum = block.reduce((total, byte) => total + byte, 0)
  block.write(`${sum.toString(8).padStart(6, '0')}\u0000 `, 148)
  return block
}
