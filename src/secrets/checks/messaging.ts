import { isPlaceholder } from '../placeholder.ts'
import type { Candidate, Verdict } from '../tokens/token.ts'

/** The last part of Slack's tokens and hooks is drawn by lot; in examples it is a row of letters or digits. */
export function slackTail({ value }: Candidate): Verdict {
  const tail = value.split(/[-/]/).at(-1)!
  if (/^[0-9]+$/.test(tail) || isPlaceholder(tail.toLowerCase())) return null
  return /\/T0{8,}\/|\/B0{8,}\//.test(value) ? null : {}
}

/** A Discord token begins with the bot's id: 17 digits or more, in base64. */
export function discordBot({ value }: Candidate): Verdict {
  const end = value.indexOf('.')
  const id = Buffer.from(value.slice(0, end), 'base64url').toString('latin1')
  return /^[0-9]{17,20}$/.test(id) && !isPlaceholder(value.slice(end + 1)) ? {} : null
}

/** Of Telegram's own documentation. */
const TELEGRAM_EXAMPLE = '110201543:AAHdqTcv'

export function telegramBot({ value }: Candidate): Verdict {
  return value.includes(TELEGRAM_EXAMPLE) ? null : {}
}

/** Mailgun: without its name near the value nothing; keys for the validation of addresses are public. */
export function mailgunKey({ before, after }: Candidate): Verdict {
  const near = before.slice(-64)
  if (/pub(?:lic)?[_-]?(?:validation[_-]?)?(?:api[_-]?)?key["']?\s{0,4}[:=]\s{0,4}["']?$/i.test(near))
    return null
  return /mailgun|mg_/i.test(before.slice(-128) + after.slice(0, 128)) ? {} : null
}
