import { parseDuration } from './duration.ts'
import { acceptFlags, wordOfFlag } from './flags.ts'
import { quote, upper } from './go-text.ts'
import type { Node } from './nodes.ts'
import { parseInt32 } from './numbers.ts'
import { Refusal } from './refusal.ts'

const INTERVALS = ['interval', 'timeout', 'start-period', 'start-interval'] as const
const MILLISECOND = 1_000_000n

/** Source: buildkit frontend/dockerfile/instructions/parse.go, parseHealthcheck. */
export function checkHealthcheck({ words, flags }: Node): void {
  const [type, ...command] = words
  if (type === undefined) throw new Refusal('HEALTHCHECK requires at least one argument')
  const kind = upper(type.text)
  if (kind === 'NONE') {
    if (command.length > 0) throw new Refusal('HEALTHCHECK NONE takes no arguments')
    return
  }
  const accepted = acceptFlags(flags, {
    interval: 'string',
    timeout: 'string',
    'start-period': 'string',
    'start-interval': 'string',
    retries: 'string',
  })
  if (kind !== 'CMD') throw new Refusal(`Unknown type ${quote(kind)} in HEALTHCHECK (try CMD)`)
  if (command.length === 0) throw new Refusal('Missing command after HEALTHCHECK CMD')
  for (const name of INTERVALS) checkInterval(name, wordOfFlag(accepted, name)?.text ?? '')
  checkRetries(wordOfFlag(accepted, 'retries')?.text ?? '')
}

function checkInterval(name: string, value: string) {
  if (value === '') return
  const duration = parseDuration(value)
  if (duration !== 0n && duration < MILLISECOND)
    throw new Refusal(`Interval ${quote(name)} cannot be less than 1ms`)
}

function checkRetries(value: string) {
  if (value === '') return
  const retries = parseInt32(value)
  if (typeof retries !== 'number') throw new Refusal(retries.reason)
  if (retries < 0) throw new Refusal(`--retries cannot be negative (${retries})`)
}
