import { readdirSync } from 'node:fs'

/** What lies in a directory; nothing where it can't be listed. */
export function namesIn(dir: string): string[] {
  try {
    return readdirSync(dir)
  } catch {
    return []
  }
}
