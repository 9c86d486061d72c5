import type { Exposure } from './exposure.ts'
import type { GitState } from './git.ts'
import type { ContextPath } from './path.ts'

/** A line of the ignore file. */
export interface LineReference {
  file: string
  line: number
  /** as it is written */
  text: string
  negated: boolean
}

/** Why a path is in or out, as `ctxguard explain --json` prints it. */
export interface Explanation {
  path: ContextPath
  exists: boolean
  /** of a path that does not exist: whether it would be */
  sent: boolean
  /** null where no line says anything of it */
  decidedBy: LineReference | null
  /** every line that took part, in order: the path it matched, and the verdict after it */
  trace: (LineReference & { path: ContextPath; sent: boolean })[]
  /** null where no Dockerfile could be read */
  requested: boolean | null
  /** how far it gets; null where it is not sent, or no Dockerfile could be read */
  exposure: Exposure | null
  /** the instruction that takes it that far; null where it is only sent */
  carrier: { file: string; line: number; instruction: string } | null
  /** it may come into the final image in a way that the Dockerfile does not tell, such as by a RUN */
  mayReachFinal: boolean
  /** Dockerfile lines that take it, in their order */
  requestedBy: { file: string; line: number; instruction: string; stage: string }[]
  git: GitState | null
  /** the nearest directory above that is itself excluded */
  belowExcluded: ContextPath | null
}
