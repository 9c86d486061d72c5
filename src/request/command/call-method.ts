import { parseBool } from '../../dockerfile/numbers.ts'
import type { FlagUse } from './flags.ts'

/**
 * Whether a build only asks the frontend about the Dockerfile: `--check` and `--call`, with buildx also `--print`, say the
 * same thing, and the last of them counts (docker/buildx commands/build.go callAlias, util/buildflags/call.go).
 */
export function onlyAsks(uses: readonly FlagUse[], names: readonly string[]): boolean {
  const method = uses.reduce((known, { name, value }) => {
    if (!names.includes(name)) return known
    if (name !== 'check') return value
    return parseBool(value) ? 'check' : known
  }, 'build')
  return method !== '' && method !== 'build'
}
