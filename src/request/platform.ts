import { formatPlatform, parsePlatform } from '../dockerfile/plan/platform.ts'

/** `os/arch[/variant]` of what `--platform` is given, of several the first; undefined where it is none. */
export function platformOf(given: string): string | undefined {
  const platform = parsePlatform(given.split(',')[0]!.trim())
  return 'reason' in platform ? undefined : formatPlatform(platform)
}
