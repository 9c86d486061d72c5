import { type ContextPath, parentPath } from '../model/path.ts'

/** The nearest directory above `path` for which `holds` is true; the root is never asked about. */
export function nearestAncestor(
  path: ContextPath,
  holds: (dir: ContextPath) => boolean,
): ContextPath | undefined {
  for (let dir = parentPath(path); dir !== ''; dir = parentPath(dir)) {
    if (holds(dir)) return dir
  }
  return undefined
}
