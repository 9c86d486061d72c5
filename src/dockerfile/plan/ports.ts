import { quote } from '../go-text.ts'

/** What EXPOSE makes of one port: what it refuses, and what it warns of. */
export interface PortNotes {
  refused?: string
  upperCaseProtocol: boolean
  hostPart: boolean
}

const MAX_PORT = 65535

/**
 * Reads `[ip:][host:]port[/protocol]`. Mirrors moby/buildkit frontend/dockerfile/dockerfile2llb/convert_expose.go.
 */
export function readPort(text: string): PortNotes {
  const parts = text.split(':')
  const container = parts.at(-1)!
  const host = parts.at(-2) ?? ''
  const ip = parts.slice(0, -2).join(':')
  const slash = container.indexOf('/')
  const protocol = slash < 0 ? '' : container.slice(slash + 1)
  const port = slash < 0 ? container : container.slice(0, slash)
  const notes = { upperCaseProtocol: protocol !== protocol.toLowerCase(), hostPart: ip !== '' || host !== '' }
  const refused = wrongProtocol(text, port, protocol) ?? wrongAddress(ip) ?? wrongPorts(port, host)
  return refused === undefined ? notes : { ...notes, refused }
}

function wrongProtocol(text: string, port: string, protocol: string): string | undefined {
  if (port === '') return `invalid port: ${quote(text)}: no port specified`
  const known = ['', 'tcp', 'udp', 'sctp'].includes(protocol.toLowerCase())
  return known ? undefined : `invalid port: ${quote(text)}: invalid proto: ${protocol}`
}

function wrongAddress(ip: string): string | undefined {
  if (ip === '') return undefined
  const bare = /^\[([^[\]]*)\]$/.exec(ip)?.[1] ?? ip
  return isAddress(bare) ? undefined : `invalid IP address: ${bare}`
}

function wrongPorts(port: string, host: string): string | undefined {
  const inside = readRange(port)
  if (inside === undefined) return `invalid containerPort: ${port}`
  if (host === '') return undefined
  const outside = readRange(host)
  if (outside === undefined) return `invalid hostPort: ${host}`
  if (outside.last - outside.first === inside.last - inside.first || inside.last === inside.first)
    return undefined
  return `invalid ranges specified for container and host Ports: ${port} and ${host}`
}

function readRange(text: string): { first: number; last: number } | undefined {
  const dash = text.indexOf('-')
  const first = readNumber(dash < 0 ? text : text.slice(0, dash))
  const last = dash < 0 ? first : readNumber(text.slice(dash + 1))
  if (first === undefined || last === undefined || last < first) return undefined
  return { first, last }
}

function readNumber(text: string): number | undefined {
  if (!/^[+-]?[0-9]+$/.test(text)) return undefined
  const port = Number(text)
  return port >= 0 && port <= MAX_PORT ? port : undefined
}

/** Go's net.ParseIP. */
function isAddress(text: string): boolean {
  const v4 = /^(?:(?:0|[1-9][0-9]{0,2})(?:\.|$)){4}$/
  const isV4 = (part: string) =>
    !part.endsWith('.') && v4.test(part) && part.split('.').every(byte => Number(byte) < 256)
  if (!text.includes(':')) return isV4(text)
  const tail = text.slice(text.lastIndexOf(':') + 1)
  const six = tail.includes('.') ? (isV4(tail) ? `${text.slice(0, -tail.length)}0:0` : '') : text
  const halves = six.split('::')
  const groups = halves.flatMap(half => (half === '' ? [] : half.split(':')))
  const wellFormed = groups.every(group => /^[0-9A-Fa-f]{1,4}$/.test(group))
  return wellFormed && (halves.length === 1 ? groups.length === 8 : halves.length === 2 && groups.length < 8)
}
