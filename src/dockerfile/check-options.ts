import { quote, trimSpace } from './go-text.ts'
import { parseBool } from './numbers.ts'
import { Refusal } from './refusal.ts'

/** Refuses what the frontend refuses in `# check=`. Source: frontend/dockerfile/linter/linter.go, ParseLintOptions. */
export function checkOptions(value: string): void {
  const options = trimSpace(value)
  if (options === '') return
  for (const option of splitAtMost(options, ';', 3)) {
    const [name, setting] = splitAtMost(option, '=', 2)
    if (setting === undefined) throw invalidCheck(`invalid check option ${quote(option)}`)
    const key = trimSpace(name!)
    if (key === 'error') {
      const asked = trimSpace(setting)
      if (parseBool(asked) !== undefined) continue
      const parse = `strconv.ParseBool: parsing ${quote(asked)}: invalid syntax`
      throw invalidCheck(`failed to parse check option ${quote(option)}: ${parse}`)
    }
    if (key !== 'skip' && key !== 'experimental') throw invalidCheck(`invalid check option ${quote(key)}`)
  }
}

function invalidCheck(reason: string): Refusal {
  return new Refusal(`failed to parse check options: ${reason}`)
}

/** strings.SplitN: the last part holds the rest. */
function splitAtMost(text: string, separator: string, count: number): string[] {
  const parts = text.split(separator)
  return parts.length <= count
    ? parts
    : [...parts.slice(0, count - 1), parts.slice(count - 1).join(separator)]
}
