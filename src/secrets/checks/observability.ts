import type { Candidate, Verdict } from '../tokens/token.ts'
import { crc32, weighedBy } from './checksums.ts'

/** Grafana: the CRC-32 of all before the last underscore, in hexadecimal, least significant byte first. */
export function grafanaChecksum({ value }: Candidate): Verdict {
  const end = value.lastIndexOf('_')
  const sum = Buffer.alloc(4)
  sum.writeUInt32LE(crc32(value.slice(0, end)))
  return weighedBy(sum.toString('hex') === value.slice(end + 1))
}

/** A policy's token of Grafana Cloud: its organization, its name and its key. */
export function grafanaCloud({ value }: Candidate): Verdict {
  return hasFields(value.slice('glc_'.length), ['o', 'n', 'k']) ? {} : { less: true }
}

/** An API key of Grafana has no mark but its fields. */
export function grafanaKey({ value }: Candidate): Verdict {
  return hasFields(value, ['k', 'n', 'id']) ? {} : null
}

/** An organization's token of Sentry: where it holds, and since when. */
export function sentryOrg({ value }: Candidate): Verdict {
  if (value.startsWith('sntryu_')) return {}
  const fields = value.slice('sntrys_'.length, value.lastIndexOf('_'))
  return hasFields(fields, ['iat', 'url']) ? {} : { less: true }
}

/** Whether this is base64 of a JSON object that has these fields. */
function hasFields(base64: string, names: readonly string[]): boolean {
  const text = Buffer.from(base64, 'base64').toString('utf8')
  if (!text.startsWith('{') || !text.endsWith('}')) return false
  try {
    const object: unknown = JSON.parse(text)
    return typeof object === 'object' && object !== null && names.every(name => Object.hasOwn(object, name))
  } catch {
    return false
  }
}
