/** Something in a compose or bake file that could not be resolved. */
export interface Trouble {
  what: string
  /** absolute */
  file: string
  /** 0 where it is about the file as a whole */
  line: number
  reason: string
  hint: string | null
  /** something could not be audited at all */
  fatal: boolean
}

/** A build as a compose or bake file declares it; nothing of it was looked for yet. */
export interface DeclaredBuild {
  kind: 'compose' | 'bake'
  /** `service api`, `target api` */
  name: string
  /** that declares it; absolute */
  file: string
  /** where its context is said, which may be another file; line 0 where that is not known */
  at: { file: string; line: number }
  /** absolute, or what is no directory of this machine */
  context: string
  /** relative to the context, or absolute; absent: the one that the builder would find */
  dockerfile?: string
  /** in place of a file; its first line stands at `line` of `file`, 0 where that is not known */
  inline?: { text: string; file: string; line: number }
  target?: string
  args: Readonly<Record<string, string>>
  platform?: string
  /** absolute, or a reference with a scheme */
  contexts: Readonly<Record<string, string>>
  /** ids */
  secrets: readonly string[]
  /** ids */
  ssh: readonly string[]
  /** where its cache is exported to, each as a value of `--cache-to` */
  cacheTo: readonly string[]
}

/** The builds that files declare, and what of these could not be resolved. */
export interface DeclaredBuilds {
  builds: DeclaredBuild[]
  troubles: Trouble[]
}
