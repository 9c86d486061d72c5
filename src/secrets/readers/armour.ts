import { crc24 } from '../checks/crc24.ts'
import { maskBlock } from '../mask.ts'

/** A private key in PEM, OpenSSH, ssh.com or OpenPGP armour. */
export interface PrivateKey {
  /** offsets in the text, header and footer included */
  start: number
  end: number
  /** what its header says: `RSA PRIVATE KEY` */
  label: string
  family: 'pem' | 'pgp' | 'ssh2'
  masked: string
  /** with a passphrase; of OpenPGP nothing is known */
  encrypted: boolean
  /** whether the body bears out the header; absent where nothing tells */
  holds?: boolean
}

const HEADER = /-{4,5} ?BEGIN ([A-Z0-9 ]{0,48}PRIVATE KEY(?: BLOCK)?) ?-{4,5}/g
const FOOTER = /-{4,5} ?END [A-Z0-9 ]{1,64}-{4,5}/y
/** An RSA key of 8,192 bits is about 6.4 KB of text; quotes and escaped line ends make it longer. */
export const ARMOUR_BYTES = 12 * 1024
const LEAST_BASE64 = 64

/** Private keys: bare, indented, quoted, joined from literals, or with their line ends escaped. */
export function* privateKeys(text: string): Generator<PrivateKey> {
  for (const match of text.matchAll(HEADER)) {
    const label = match[1]!
    const from = match.index + match[0].length
    // the next dashes are the footer, or the header of something else
    const dashes = text.indexOf('----', from)
    const limit = match.index + ARMOUR_BYTES
    const isClosed = dashes >= 0 && dashes < limit
    const body = bodyOf(text.slice(from, isClosed ? dashes : limit), isClosed)
    if (body === undefined) continue
    FOOTER.lastIndex = dashes
    const end = isClosed && FOOTER.test(text) ? FOOTER.lastIndex : isClosed ? dashes : from + body.length
    yield { start: match.index, end: Math.min(end, text.length), label, ...judged(label, body) }
  }
}

interface Body {
  base64: string
  /** fields of the armour and line ends are still in it */
  bare: string
  /** of what was read */
  length: number
}

/** Line ends and characters that the syntax around a literal has escaped, some of them twice. */
const ESCAPED_LINE_END = /\\{1,4}[nrt]|&#(?:10|13|x[aAdD]);|%0[aAdD]/g
const ESCAPED_CHARACTER = /\\{1,4}u00(2b|2f|3d)|\\(\/)/gi
/** Header fields of RFC 1421, RFC 4716 and OpenPGP. */
const FIELD =
  /Proc-Type: ?4,ENCRYPTED|DEK-Info: ?[\w-]{1,32},[0-9A-Fa-f]{1,64}|(?:Version|Comment|Hash|Charset|MessageID|Subject|x-[\w-]{1,32}): [^\r\n]{0,256}/gi
/** What stands for a key that is not written out. `â\x80¦` is an ellipsis as its bytes are seen in latin1. */
const ELIDED = /\.{3}|…|\xe2\x80\xa6|<|\$\{|\{\{/

const RUN = /[A-Za-z0-9+/]{4,16384}={0,2}/y
/** Between lines: white space, quotes, and what joins literals or begins a comment. */
const JOINT = /(?:[\s"'`\\,.;|&>#*()[\]]|\+(?=[\s"'`])|(?<=[\s"'`])\+|\/\/(?=\s)){0,400}/y

/**
 * What follows a header, where that is a key.
 *
 * @param isClosed whether all of the text is the body
 */
export function bodyOf(text: string, isClosed: boolean, leastBase64 = LEAST_BASE64): Body | undefined {
  const bare = text
    .replace(ESCAPED_LINE_END, '\n')
    .replace(ESCAPED_CHARACTER, (_, code, slash) => slash ?? CHARACTERS[code.toLowerCase()]!)
  const { base64, end } = runsOf(bare.replace(FIELD, field => '\n'.repeat(field.length)))
  if (base64.length < leastBase64 || ELIDED.test(isClosed ? bare : bare.slice(0, end + 8))) return undefined
  if (isPublished(base64) || !isVaried(base64)) return undefined
  return { base64, bare, length: end }
}

const CHARACTERS: Readonly<Record<string, string>> = { '2b': '+', '2f': '/', '3d': '=' }

const FULL_LINE = 16

/** The base64 at the beginning of a text. A short line is the last one: what comes then is prose or code. */
function runsOf(text: string): { base64: string; end: number } {
  const runs: string[] = []
  let at = 0
  for (;;) {
    JOINT.lastIndex = at
    JOINT.test(text)
    RUN.lastIndex = JOINT.lastIndex
    const run = RUN.exec(text)?.[0]
    if (run === undefined) break
    runs.push(run)
    at = RUN.lastIndex
    if (run.length < FULL_LINE || run.endsWith('=')) break
  }
  return { base64: runs.join(''), end: at }
}

function judged(
  label: string,
  { base64, bare }: Body,
): Pick<PrivateKey, 'family' | 'masked' | 'encrypted' | 'holds'> {
  const masked = maskBlock(label, Math.floor((base64.replace(/={1,2}$/, '').length * 3) / 4))
  if (label.startsWith('PGP')) {
    const holds = pgpChecksum(base64, bare)
    return { family: 'pgp', masked, encrypted: false, ...(holds !== undefined && { holds }) }
  }
  if (label.startsWith('SSH2')) return { family: 'ssh2', masked, encrypted: label.includes('ENCRYPTED') }
  const head = Buffer.from(base64.slice(0, 64), 'base64')
  const isOpenssh = head.toString('latin1', 0, OPENSSH_MAGIC.length) === OPENSSH_MAGIC
  const isEnciphered = bare.includes('4,ENCRYPTED')
  const encrypted = label.startsWith('ENCRYPTED') || isEnciphered || (isOpenssh && hasCipher(head))
  return { family: 'pem', masked, encrypted, holds: isEnciphered || isOpenssh || isSequence(head) }
}

const OPENSSH_MAGIC = 'openssh-key-v1\0'

/** PROTOCOL.key of openssh-portable: the magic, then the cipher's name with its length before it. */
function hasCipher(head: Buffer): boolean {
  return head.toString('latin1', 19, 23) !== 'none'
}

/** DER: a sequence of 32 bytes or more. */
function isSequence(head: Buffer): boolean {
  return head[0] === 0x30 && ((head[1]! >= 0x20 && head[1]! < 0x80) || head[1] === 0x81 || head[1] === 0x82)
}

const ARMOUR_CHECKSUM = /(?<![A-Za-z0-9+/=])=([A-Za-z0-9+/]{4})(?![A-Za-z0-9+/=])/

/** RFC 9580, 6.1: the line after the data. New programs leave it out. */
function pgpChecksum(base64: string, bare: string): boolean | undefined {
  const written = ARMOUR_CHECKSUM.exec(bare)?.[1]
  if (written === undefined) return undefined
  return crc24(Buffer.from(base64, 'base64')) === Buffer.from(written, 'base64').readUIntBE(0, 3)
}

/**
 * Keys that everybody has: those of every Vagrant box, and of the page where everybody decodes their tokens.
 */
const PUBLISHED = [
  'MIIEogIBAAKCAQEA6NF8iallvQVp22WD',
  'UxOQAAACDdWHcQaTZc8Q6nycsP0CqMNRfsLxvYVxqKosrHyTp',
  'C7VJTUt9Us8cKjMzEfYyji',
]

function isPublished(base64: string): boolean {
  return PUBLISHED.some(part => base64.includes(part))
}

/** Whether a text holds the beginning of a key that everybody has. */
export function isPublishedKey(text: string): boolean {
  return isPublished(text.replace(/\s/g, ''))
}

/** Whether a body could be a key: not one character, and not one block over and over. */
function isVaried(base64: string): boolean {
  const probe = base64.slice(0, 512)
  const groups = new Set<string>()
  for (let at = 0; at + 3 <= probe.length; at++) groups.add(probe.slice(at, at + 3))
  return new Set(probe).size >= 16 && groups.size > 0.5 * probe.length
}
