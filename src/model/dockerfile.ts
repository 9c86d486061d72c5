/** A place in a Dockerfile: 1-based, columns in UTF-16 units of the physical line. */
export interface Position {
  line: number
  column: number
}

/** A word of an instruction as it is written: quotes, escapes and variables are still in it. */
export interface Word extends Position {
  text: string
}

/**
 * `--name` or `--name=value`. `value` is null where there is no `=`. The frontend takes one layer of quotes and escapes
 * out of flags before anything else looks at them, and so does this.
 */
export interface Flag extends Position {
  name: string
  value: string | null
}

/** Inline content of ADD, COPY or RUN. */
export interface Heredoc extends Position {
  /** the word that ends it */
  name: string
  /** its lines with their ends; with `<<-`, without leading tabs */
  content: string
  /** false where the word is quoted: variables stay as they are */
  expand: boolean
  /** of the first line of the content */
  contentLine: number
}

/** One instruction, whatever it means. */
export interface Instruction extends Position {
  /** in upper case */
  name: string
  /** last physical line that belongs to it, heredocs included */
  endLine: number
  /** the logical line: continuations joined, comments inside them dropped, heredoc bodies left out */
  text: string
  flags: readonly Flag[]
  /** JSON form: a list of strings */
  json: boolean
  /** words after the flags; of the JSON form its strings; of instructions that take a line as it is, that line */
  words: readonly Word[]
  heredocs: readonly Heredoc[]
  /** lines of comment above it, without their `#`: `check=skip=…` in one of them is heard */
  comments: readonly string[]
  /** blank lines stand between its continuations */
  blankInside: boolean
}

/** What the frontend makes of an instruction before any variable is known. */
export type Command = Instruction &
  (
    | FromParts
    | { kind: 'arg'; declared: readonly Declared[] }
    | EnvParts
    | CopyParts
    | RunParts
    | { kind: 'workdir'; path: Word }
    | {
        kind: 'onbuild'
        /** the command that a child runs, or what the frontend refuses once a child runs it */
        trigger: Command | DockerfileProblem
      }
    | { kind: 'other' }
  )

interface FromParts {
  kind: 'from'
  base: Word
  platform: Word | null
  /** in lower case */
  stage: string | null
}

interface EnvParts {
  kind: 'env'
  declared: readonly (Declared & { value: string })[]
  /** `ENV key value` */
  legacy: boolean
}

interface RunParts {
  kind: 'run'
  mounts: readonly Word[]
  /** not in the JSON form; network, security and device flags are in `flags` */
  shell: boolean
}

interface CopyParts {
  kind: 'copy' | 'add'
  /** heredocs are not among them */
  sources: readonly Word[]
  dest: Word
  /** of COPY; null where the flag is absent, and the build context where it is empty */
  from: Word | null
  exclude: readonly Word[]
  parents: boolean
  link: boolean
  chmod: Word | null
  chown: Word | null
  /** of ADD: null where the flag is absent */
  unpack: boolean | null
  checksum: Word | null
}

export type CopyCommand = Command & { kind: 'copy' | 'add' }
export type RunCommand = Command & { kind: 'run' }

/** `KEY`, or `KEY=value`: the value as it is written. */
export interface Declared extends Position {
  key: string
  value: string | null
}

export interface StageText {
  index: number
  from: Command & { kind: 'from' }
  commands: readonly Command[]
}

/** Lines of the form `# name=value` at the very top. */
export interface Directives {
  syntax: Word | null
  /** default: a backslash */
  escape: string
  check: Word | null
}

/** What the frontend refuses, in its own words. */
export interface DockerfileProblem extends Position {
  reason: string
}

/** A Dockerfile as it is written. */
export interface DockerfileText {
  /** all of it; bytes that are not UTF-8 may stand as U+DC00 + byte */
  source: string
  /** number of its first line, where it stands in a file of something else */
  firstLine: number
  directives: Directives
  /** what could be read, in order; all of it where there is no problem */
  commands: readonly Command[]
  /** ARG before the first FROM */
  globalArgs: readonly (Command & { kind: 'arg' })[]
  stages: readonly StageText[]
  /** the first thing that the frontend refuses before it looks at targets and variables */
  problem: DockerfileProblem | null
}

/** One `--mount` of a RUN, variables replaced. */
export interface Mount {
  type: 'bind' | 'cache' | 'tmpfs' | 'secret' | 'ssh'
  /** as it is written after `from=`; null where there is none */
  from: string | null
  source: string
  target: string
  /** of secret and ssh; null where it is left out */
  id: string | null
  env: string | null
  required: boolean
  readOnly: boolean
}
