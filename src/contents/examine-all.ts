import { isLossy, rawToBytes } from '../model/path.ts'
import type { FileExaminer } from './examine-file.ts'
import { type Examined, OBJECT_MISSING } from './examined.ts'
import type { Job, Outcomes } from './job.ts'

/** Looks at the files of a batch. `begin` hears the number of each, from 1, and 0 in the end. */
export function examineAll(
  root: string,
  jobs: readonly Job[],
  examiner: FileExaminer,
  begin: (number: number) => void = () => {},
): Outcomes {
  const outcomes: Outcomes = []
  for (const [position, job] of jobs.entries()) {
    begin(position + 1)
    const examined = examine(root, job, examiner)
    if (Object.keys(examined).length > 0) outcomes.push([job.index, examined])
  }
  begin(0)
  return outcomes
}

function examine(root: string, job: Job, examiner: FileExaminer): Examined {
  const { path, rawPath, bytes, content, parts } = job
  if (content === undefined) return examiner.examine(absolute(root, rawPath), path, bytes)
  if (content.kind === 'part') return examiner.examinePart(content, path, bytes)
  return parts === undefined ? { failed: OBJECT_MISSING } : examiner.examineBytes(parts, path, bytes)
}

function absolute(root: string, rawPath: string): string | Buffer {
  const full = root === '/' ? `/${rawPath}` : `${root}/${rawPath}`
  return isLossy(rawPath) ? rawToBytes(full) : full
}
