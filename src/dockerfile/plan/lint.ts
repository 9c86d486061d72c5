import type { Position } from '../../model/dockerfile.ts'
import { type CheckOptions, parseCheckOptions } from './check-options.ts'
import { PlanRefusal } from './refusal.ts'

const EXPERIMENTAL = new Set(['InvalidDefinitionDescription'])

/**
 * The frontend's warnings, as far as `# check=error=true` makes failures of them: which rules, and where first. Two
 * are not told: CopyIgnoredFile, which looks at the ignore file, and InvalidBaseImagePlatform, which looks at images.
 */
export class Lint {
  private readonly options: CheckOptions
  private readonly rules = new Set<string>()
  private first: Position | undefined

  constructor(options: CheckOptions) {
    this.options = options
  }

  /** whether warnings make a difference at all */
  get counts(): boolean {
    return this.options.error
  }

  /** `comments` stand above the instruction, and may have `check=skip=…` for it. */
  warn(rule: string, at: Position, comments: readonly string[]): void {
    if (!this.counts || !isAsked(rule, this.options)) return
    const own = comments.length === 0 ? undefined : optionsIn(comments)
    if (own !== undefined && isSkipped(rule, own)) return
    this.rules.add(rule)
    this.first ??= { line: at.line, column: at.column }
  }

  /** Mirrors moby/buildkit frontend/dockerfile/linter/linter.go Error. */
  refuse(): void {
    if (!this.counts || this.first === undefined) return
    const rules = [...this.rules].sort().join(', ')
    throw new PlanRefusal(`lint violation found for rules: ${rules}`, this.first)
  }
}

function isAsked(rule: string, options: CheckOptions): boolean {
  const { experimental } = options
  if (!EXPERIMENTAL.has(rule)) return !isSkipped(rule, options)
  return experimental === 'all' || experimental.has(rule)
}

function isSkipped(rule: string, { skip }: CheckOptions): boolean {
  return !EXPERIMENTAL.has(rule) && (skip === 'all' || skip.has(rule))
}

/** The first that has any. Mirrors linter.go WithMergedConfigFromComments. */
function optionsIn(comments: readonly string[]): CheckOptions | undefined {
  for (const comment of comments) {
    const [, value] = /^check[\t\n\f\r ]*=[\t\n\f\r ]*(.+?)[\t\n\f\r ]*$/i.exec(comment) ?? []
    if (value === undefined) continue
    const options = parseCheckOptions(value.split(' ', 1)[0]!)
    return 'reason' in options ? undefined : options
  }
  return undefined
}
