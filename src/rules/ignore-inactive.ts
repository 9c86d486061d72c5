import { dirname, isAbsolute } from 'node:path'
import { tracePath } from '../ignore/index.ts'
import type { Finding, Rule, RuleContext, Severity } from '../model/finding.ts'
import type { IgnoreCandidate } from '../model/ignore.ts'
import { baseName, type ContextPath, joinPath, parentPath } from '../model/path.ts'
import { dockerfilePath } from '../model/request.ts'
import { BUILDER_NAMES } from './builder-names.ts'
import { matcherOf } from './ignore-file-lines.ts'
import { ordinaryEntries } from './whole-directories.ts'

interface Inactive {
  severity: Severity
  /** follows the path in a sentence */
  why: string
  remedy: string
}

/** What all names end with that are looked at any closer. */
const LIKE_IGNORE_FILE = /ignore(\.txt)?$/i

export const ignoreInactive: Rule = {
  id: 'ignore-inactive',
  title: 'An ignore file is there and does not apply',
  severity: 'warning',
  needs: ['git'],
  *check(ctx) {
    const told = new Set<string>()
    for (const candidate of ctx.snapshot.ignoreCandidates) {
      told.add(candidate.label)
      const inactive = candidateState(ctx, candidate)
      if (inactive !== undefined) yield finding(candidate.label, inactive)
    }
    for (const { path, kind } of ordinaryEntries(ctx)) {
      if (kind === 'directory' || !LIKE_IGNORE_FILE.test(path) || told.has(path)) continue
      const inactive =
        misnamed(ctx, path) ?? (path.includes('/') ? nested(ctx, path) : undefined) ?? orphaned(ctx, path)
      if (inactive !== undefined) yield finding(path, inactive)
    }
  },
}

function finding(label: string, { severity, why, remedy }: Inactive): Finding {
  return {
    rule: ignoreInactive.id,
    severity,
    ...(!isAbsolute(label) && { path: label as ContextPath }),
    message: `${label} does not apply: ${why}`,
    exposure: 'sent',
    data: {},
    fix: { why: remedy },
  }
}

function candidateState(ctx: RuleContext, { label, state }: IgnoreCandidate): Inactive | undefined {
  const { request, ignoreCandidates } = ctx.snapshot
  const builder = BUILDER_NAMES[request.builder]
  const applied = ignoreCandidates.find(one => one.state === 'applies' || one.state === 'unreadable')?.label
  if (state === 'shadowed') {
    return {
      severity: servesOthers(ctx, label, applied) ? 'info' : 'warning',
      why: `${builder} reads ${applied}, and only one ignore file counts`,
      remedy: `move its lines to ${applied}, or remove one of the two`,
    }
  }
  if (state !== 'foreign') return undefined
  if (label.endsWith('.containerignore')) {
    return {
      // with one of its own beside it, it is there for podman
      severity: applied === undefined ? 'warning' : 'info',
      why: `only podman reads a .containerignore, and ${builder} does not`,
      remedy: 'name it .dockerignore, which every builder reads',
    }
  }
  return {
    severity: 'warning',
    why: `${builder} reads no ignore file but .dockerignore at the root of the context`,
    remedy: 'move its lines to .dockerignore, or build with BuildKit',
  }
}

/** The shadowed file is there for docker, or at the root for the other Dockerfiles. */
function servesOthers(
  { snapshot, entryAt }: RuleContext,
  label: string,
  applied: string | undefined,
): boolean {
  if (label.endsWith('.dockerignore') && applied?.endsWith('.containerignore')) return true
  const file = dockerfilePath(snapshot.request.dockerfile)
  const own = file === undefined ? undefined : baseName(file)
  return ['Dockerfile', 'Containerfile'].some(
    name => name !== own && entryAt(name) !== undefined && entryAt(`${name}.dockerignore`) === undefined,
  )
}

/** Names are compared byte by byte, and so is a name that only looks like one. */
function misnamed({ snapshot }: RuleContext, path: string): Inactive | undefined {
  if (snapshot.ignoreFile || !/^\.?docker[-_]?ignore(\.txt)?$/i.test(path) || path === '.dockerignore')
    return undefined
  return {
    severity: 'warning',
    why: 'the name is .dockerignore, in lower case',
    remedy: 'name it .dockerignore',
  }
}

/** An ignore file below the root is of use where its directory is a context of its own: one with a Dockerfile. */
function nested(ctx: RuleContext, path: ContextPath): Inactive | undefined {
  if (!['.dockerignore', '.containerignore'].includes(baseName(path))) return undefined
  const { dockerfile, context, builder } = ctx.snapshot.request
  const dir = parentPath(path)
  const why = 'the one at the root of the context counts, and none below it'
  if (dockerfile.kind === 'file' && dirname(dockerfile.file) === `${context.dir}/${dir}`) {
    const sibling = `${baseName(dockerfile.file)}.dockerignore`
    if (ctx.snapshot.ignoreFile?.label === joinPath(dir, sibling)) return undefined
    const remedy =
      builder === 'classic'
        ? movedUp(dir)
        : `name it ${sibling}, and begin its patterns at the root of the context`
    return { severity: 'warning', why, remedy }
  }
  const names = ['Dockerfile', 'dockerfile', 'Containerfile']
  if (names.some(name => mayLieThere(ctx, joinPath(dir, name)))) return undefined
  return { severity: 'warning', why, remedy: movedUp(dir) }
}

function movedUp(dir: string): string {
  return `move its lines to the ignore file of the root, each with ${dir}/ before it`
}

/** `<name>.dockerignore` belongs to a Dockerfile of that name beside it. */
function orphaned(ctx: RuleContext, path: ContextPath): Inactive | undefined {
  const [, owner] = /^(.*[^/])\.(?:docker|container)ignore$/.exec(path) ?? []
  if (owner === undefined || mayLieThere(ctx, owner)) return undefined
  return {
    severity: 'warning',
    why: `it belongs to a Dockerfile called ${baseName(owner)}, and there is none beside it`,
    remedy: 'name it after its Dockerfile, or remove it',
  }
}

/** Sent, or excluded so that nothing is known of it. */
function mayLieThere(ctx: RuleContext, path: string): boolean {
  return ctx.entryAt(path) !== undefined || tracePath(matcherOf(ctx), path).judgement.excluded
}
