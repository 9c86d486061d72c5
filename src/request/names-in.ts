import { thisMachine } from '../context/this-machine.ts'
import type { Files } from '../model/files.ts'

/** What lies in a directory; nothing where it can't be listed. */
export function namesIn(dir: string, files: Files = thisMachine): string[] {
  try {
    return files.list(dir).map(({ name }) => name)
  } catch {
    return []
  }
}
