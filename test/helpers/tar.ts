import { gzipSync } from 'node:zlib'

/** One member of a tar archive; what is absent is as `tar` would have it. */
export interface Member {
  /** latin1: a character is a byte */
  name: string
  /** POSIX type; default: 0, a regular file */
  type?: string
  mode?: number
  text?: string
  /** of a link */
  target?: string
  /** records of an extended header before it */
  pax?: Readonly<Record<string, string>>
}

/** A tar archive (ustar, extended headers where asked) of these, in their order; `end: false` leaves out the end mark. */
export function tarOf(members: readonly Member[], { gzip = false, end = true } = {}): Buffer {
  const blocks = members.flatMap(member => [
    ...(member.pax ? memberBlocks({ name: 'x', type: 'x', text: paxRecords(member.pax) }) : []),
    ...memberBlocks(member),
  ])
  const tar = Buffer.concat(end ? [...blocks, Buffer.alloc(1024)] : blocks)
  return gzip ? gzipSync(tar) : tar
}

function memberBlocks({ name, type = '0', mode, text = '', target = '' }: Member): Buffer[] {
  const body = Buffer.from(text, 'latin1')
  const block = Buffer.alloc(512)
  block.write(name, 0, 100, 'latin1')
  block.write((mode ?? (type === '5' ? 0o755 : 0o644)).toString(8).padStart(7, '0'), 100)
  block.write('0000000', 108)
  block.write('0000000', 116)
  block.write(body.length.toString(8).padStart(11, '0'), 124)
  block.write('07346545000', 136)
  block.write(' '.repeat(8), 148)
  block.write(type, 156)
  block.write(target, 157, 100, 'latin1')
  block.write('ustar\u000000', 257)
  const sum = block.reduce((total, byte) => total + byte, 0)
  block.write(`${sum.toString(8).padStart(6, '0')}\u0000 `, 148)
  return [block, body, Buffer.alloc((512 - (body.length % 512)) % 512)]
}

/** `LENGTH KEY=VALUE\n`, the length with its own digits. */
function paxRecords(records: Readonly<Record<string, string>>): string {
  return Object.entries(records)
    .map(([key, value]) => {
      const rest = ` ${key}=${value}\n`
      let length = rest.length
      while (`${length}${rest}`.length !== length) length = `${length}${rest}`.length
      return `${length}${rest}`
    })
    .join('')
}
