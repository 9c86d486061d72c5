import type { Word } from '../model/dockerfile.ts'
import { csvFields } from './csv.ts'
import { lower } from './go-text.ts'
import { parseBool } from './numbers.ts'
import { Refusal } from './refusal.ts'
import { suggestion } from './suggest.ts'

/** Refuses what the frontend refuses in `--device`. Source: buildkit instructions/commands_rundevice.go, ParseDevice. */
export function checkDevice({ text }: Word): void {
  let name = ''
  for (const field of deviceFields(text)) {
    const sign = field.indexOf('=')
    const key = lower(sign < 0 ? field : field.slice(0, sign))
    const value = sign < 0 ? undefined : field.slice(sign + 1)
    if (key === 'required') {
      if (value !== undefined && parseBool(value) === undefined)
        throw new Refusal(`invalid value for ${key}: ${value}`)
    } else if (key === 'name' && value !== undefined) {
      if (name !== '') throw new Refusal(`device name already set to ${name}`)
      name = value
    } else if (name === '') name = field
    else if (value === undefined) throw new Refusal(`invalid field '${field}' must be a key=value pair`)
    else
      throw new Refusal(`unexpected key '${key}' in '${field}'${suggestion(key, ['name', 'required'], true)}`)
  }
}

function deviceFields(text: string): string[] {
  try {
    return csvFields(text)
  } catch (error) {
    throw error instanceof Refusal ? new Refusal(`failed to parse csv devices: ${error.reason}`) : error
  }
}
