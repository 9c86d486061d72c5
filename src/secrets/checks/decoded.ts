import { decodeBase64 } from '../decode.ts'
import type { Candidate, Verdict } from '../tokens/token.ts'

/** The base64 form of an Elasticsearch API key: an id of 20 characters, a colon, a key of 22. */
export function elasticApiKey({ value }: Candidate): Verdict {
  return /^[\w-]{20}:[\w-]{22}$/.test(decodeBase64(value) ?? '') ? {} : null
}

/** A service account of 1Password is JSON in base64 behind `ops_`. */
export function onepasswordAccount({ value }: Candidate): Verdict {
  return decodeBase64(value.slice('ops_'.length))?.includes('"signInAddress"') ? {} : { less: true }
}

/** A token of Intercom is text in base64: `tok:`, an id, and flags. */
export function intercomToken({ value }: Candidate): Verdict {
  return /^tok:[\x20-\x7e]{20,60}$/.test(decodeBase64(value) ?? '') ? {} : null
}

/** A secret of WorkOS names its key: base64 of `key_…`. */
export function workosKey({ value }: Candidate): Verdict {
  return /^key_[\x20-\x7e]{20,200}$/.test(decodeBase64(value.slice('sk_live_'.length)) ?? '') ? {} : null
}

/** Mapbox: JSON with the user's name between two dots. What begins with `tk` lives for an hour. */
export function mapboxToken({ value }: Candidate): Verdict {
  if (value.startsWith('tk.')) return { severity: 'info' }
  return decodeBase64(value.split('.')[1]!)?.includes('"u"') ? {} : { less: true }
}
