import type { ContextEntry } from './entry.ts'
import type { Exposure } from './exposure.ts'
import type { GitFacts } from './git.ts'
import type { ContextPath } from './path.ts'
import type { ReachFacts } from './reach.ts'
import type { FileSecrets, WrittenSecrets } from './secret.ts'
import type { Severity } from './severity.ts'
import type { Snapshot, Totals } from './snapshot.ts'

export { LESS, MORE, SEVERITIES, type Severity } from './severity.ts'

export interface Location {
  file: string
  line: number
  column?: number
}

/** One thing worth saying, as data. */
export interface Finding {
  rule: string
  severity: Severity
  /** a directory ends with no slash; absent where the finding is about the context as a whole */
  path?: ContextPath
  location?: Location
  /** one sentence: the path and the consequence */
  message: string
  exposure?: Exposure
  /** the instruction that takes it that far */
  carrier?: { file: string; line: number; instruction: string }
  /** it may come into the final image in a way that the Dockerfile does not tell, such as by a RUN */
  mayReachFinal?: true
  /** what the rule measured, for machines */
  data: Record<string, unknown>
  /** size of what the finding is about */
  bytes?: number
  /** number of files, where the finding is about a directory */
  files?: number
  /** the ignore line that would settle it, and why that one */
  fix?: { pattern?: string; why: string }
}

/** What a rule may look at. It never touches the file system itself. */
export interface RuleContext {
  snapshot: Snapshot
  git?: GitFacts
  /** what the Dockerfile makes of the context; absent where there is none that can be read */
  reach?: ReachFacts
  /** finds secrets in the Dockerfile and in build arguments; there with `reach` */
  written?: WrittenSecrets
  limits: Limits
  /** what the sent files hold of secrets; absent where no enabled rule wants to know */
  secrets?: ReadonlyMap<ContextEntry, FileSecrets>
  /** the entry of that path, when it is sent */
  entryAt(path: string): ContextEntry | undefined
  /** everything sent below a directory, in the snapshot's order; `''` for all */
  below(dir: ContextPath | ''): readonly ContextEntry[]
  /** its place among the snapshot's entries, when it is sent */
  indexOf(path: string): number | undefined
  /** files and bytes sent below a directory */
  totalsOf(dir: ContextPath | ''): Totals
  /** the first `limit` bytes of a sent file; undefined where it can't be read (said in the report) */
  read(entry: ContextEntry, limit?: number): Uint8Array | undefined
  /** what the search for secrets saw of the files besides; absent where there was no search */
  seen?: SeenContent
  /** entries on disk below an excluded directory, counted up to `limit` */
  countBelow(dir: ContextPath, limit: number): number
}

/** What other rules want of the files that were read already. */
export interface SeenContent {
  /** Git LFS pointers, with the size in bytes that each stands for */
  pointers: ReadonlyMap<ContextEntry, number>
  /** of files from {@link DIGESTED_BYTES} on, where they were read in this run */
  digests: ReadonlyMap<ContextEntry, ContentDigest>
}

export interface ContentDigest {
  sha256: string
  /** false where no more than the beginning and the end were read */
  isWhole: boolean
}

/** Files of so many bytes are compared with each other. */
export const DIGESTED_BYTES = 2 ** 20

export interface Limits {
  /** bytes of one file: default 10 MiB */
  fileBytes: number
  /** bytes of the context: default 100 MiB */
  contextBytes: number
  /** files of the context: default 10,000 */
  contextFiles: number
  /** bytes of one file that are searched for secrets: default 5 MiB */
  secretBytes: number
  /** true where the user set the context's limits: then they are a budget, and breaking it is an error */
  budget: boolean
}

/** `dockerfile`: the rule looks at how the context is built, so its findings are those of one Dockerfile. */
type Need = 'git' | 'content' | 'secrets' | 'dockerfile'

/** A rule is a value in the array of src/rules/index.ts. */
export interface Rule {
  id: string
  /** what it is called in lists: a few words, no full stop */
  title: string
  /** the most severe finding it makes by default */
  severity: Severity
  /** evidence that is gathered only when an enabled rule wants it */
  needs: readonly Need[]
  /** how its findings about files weigh where the Dockerfile tells how far they get; by default as they are */
  exposure?: {
    /** one step less where the build does not take them */
    falls?: true
    /** one step more where they get into the final image */
    rises?: true
  }
  check(ctx: RuleContext): Iterable<Finding>
}
