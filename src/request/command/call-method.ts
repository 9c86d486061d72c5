import { csvFields } from '../../dockerfile/csv.ts'
import { parseBool } from '../../dockerfile/numbers.ts'
import { Refusal } from '../../dockerfile/refusal.ts'
import type { FlagUse } from './flags.ts'

/**
 * Whether a build only asks the frontend about the Dockerfile: `--check` and `--call`, with buildx also `--print`, say the
 * same thing, and the last of them counts (docker/buildx commands/build.go callAlias, util/buildflags/call.go).
 */
export function onlyAsks(uses: readonly FlagUse[], names: readonly string[]): boolean {
  const method = uses.reduce((known, { name, value }) => {
    if (!names.includes(name)) return known
    if (name !== 'check') return methodOf(value)
    return parseBool(value) ? 'check' : known
  }, 'build')
  return method !== '' && method !== 'build'
}

/** The one field that is no `key=value`; buildx refuses what is no CSV, so that nothing is taken for a question. */
function methodOf(value: string): string {
  try {
    const names = csvFields(value).filter(field => !field.includes('='))
    return names.length === 1 ? names[0]!.toLowerCase() : 'build'
  } catch (error) {
    if (error instanceof Refusal) return 'build'
    throw error
  }
}
