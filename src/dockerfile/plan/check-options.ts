import { quote, trimSpace } from '../go-text.ts'
import { parseBool } from '../numbers.ts'

/** What `# check=` asks for. */
export interface CheckOptions {
  /** names of rules, or all of them */
  skip: ReadonlySet<string> | 'all'
  /** names of rules that are off unless they are asked for */
  experimental: ReadonlySet<string> | 'all'
  /** warnings are failures */
  error: boolean
}

/** Mirrors moby/buildkit frontend/dockerfile/linter/linter.go ParseLintOptions. */
export function parseCheckOptions(text: string): CheckOptions | { reason: string } {
  const options: CheckOptions = { skip: new Set(), experimental: new Set(), error: false }
  const whole = trimSpace(text)
  if (whole === '') return options
  const parts = whole.split(';')
  for (const part of [...parts.slice(0, 2), ...(parts.length > 2 ? [parts.slice(2).join(';')] : [])]) {
    const equals = part.indexOf('=')
    if (equals < 0) return { reason: `invalid check option ${quote(part)}` }
    const name = trimSpace(part.slice(0, equals))
    const value = trimSpace(part.slice(equals + 1))
    if (name === 'skip' || name === 'experimental') options[name] = rulesOf(value)
    else if (name !== 'error') return { reason: `invalid check option ${quote(name)}` }
    else {
      const asked = parseBool(value)
      const parse = `strconv.ParseBool: parsing ${quote(value)}: invalid syntax`
      if (asked === undefined) return { reason: `failed to parse check option ${quote(part)}: ${parse}` }
      options.error = asked
    }
  }
  return options
}

function rulesOf(value: string): ReadonlySet<string> | 'all' {
  return value === 'all' ? 'all' : new Set(value.split(',').map(trimSpace))
}
