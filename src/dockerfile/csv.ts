import { byteLength } from './go-text.ts'
import { Refusal } from './refusal.ts'

/**
 * The fields of one line of CSV. Throws a refusal in the words of Go's encoding/csv, whose columns are bytes.
 * Source: tonistiigi/go-csvvalue, Parser.Fields.
 */
export function csvFields(text: string): string[] {
  const line = text.replace(/\r?\n$/, '')
  if (line === '') throw new Refusal('EOF')
  const fields: string[] = []
  for (let at = 0; at <= line.length; ) {
    const { field, end } = line[at] === '"' ? quotedField(line, at) : bareField(line, at)
    fields.push(field)
    // a comma at the very end begins one more field, an empty one
    at = end + 1
  }
  return fields
}

interface Field {
  field: string
  /** where the comma stands, or the line ends */
  end: number
}

function bareField(line: string, start: number): Field {
  const comma = line.indexOf(',', start)
  const end = comma < 0 ? line.length : comma
  const field = line.slice(start, end)
  const quote = field.indexOf('"')
  if (quote >= 0) throw refusal(line, start + quote, 'bare " in non-quoted-field')
  return { field, end }
}

/** `""` stands for a quote. */
function quotedField(line: string, start: number): Field {
  const parts: string[] = []
  for (let from = start + 1; ; ) {
    const quote = line.indexOf('"', from)
    if (quote < 0) throw refusal(line, from, 'extraneous or missing " in quoted-field')
    parts.push(line.slice(from, quote))
    const next = line[quote + 1]
    if (next === undefined || next === ',') return { field: parts.join('"'), end: quote + 1 }
    if (next !== '"') throw refusal(line, quote, 'extraneous or missing " in quoted-field')
    from = quote + 2
  }
}

function refusal(line: string, at: number, reason: string): Refusal {
  return new Refusal(`parse error on line 1, column ${byteLength(line, 0, at) + 1}: ${reason}`)
}
