import type { Hit } from '../kind.ts'
import { isCredential } from '../values.ts'
import { hitOf } from './hits.ts'
import { lineCounter, matchesOf } from './lines.ts'
import { capturedPairs } from './pairs.ts'

const CONNECTION_FIELD =
  /(?<!\w)(password|pwd|accountkey|sharedaccesskey|accesskey)\s{0,2}=\s{0,2}([^;"'<>\s&]{1,512})/gi

const JDBC_PASSWORD = /\bjdbc:[^\s"'<>]{1,512}?[?;&]password=([^&;\s"'<>]{1,256})/gi

/** Passwords and keys inside connection strings: `Server=…;Password=…;`. */
export function connectionHits(text: string): Hit[] {
  const lineAt = lineCounter(text)
  const pairs = [...matchesOf(text, CONNECTION_FIELD)].map(match => ({
    key: match[1]!,
    value: match[2]!,
    line: lineAt(match.index),
  }))
  return pairs.filter(pair => isCredential(pair.value)).map(pair => hitOf(pair, 'token'))
}

/** Passwords among the parameters of JDBC URLs. */
export function jdbcHits(text: string): Hit[] {
  const pairs = capturedPairs(text, JDBC_PASSWORD, 'password').filter(pair => isCredential(pair.value))
  return pairs.map(pair => hitOf(pair, 'token'))
}
