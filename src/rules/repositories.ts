import type { Finding, Rule, RuleContext } from '../model/finding.ts'
import { formatBytes, formatNumberOf } from '../model/format.ts'
import { ignoreLineFor } from '../model/ignore-line.ts'
import { type ContextPath, joinPath } from '../model/path.ts'
import { nestedRepositories } from './nested.ts'

export const nestedRepository: Rule = {
  id: 'nested-repository',
  title: 'Another repository inside the context is sent',
  severity: 'warning',
  needs: ['git', 'content'],
  exposure: { falls: true },
  *check(ctx) {
    for (const dir of nestedRepositories(ctx)) yield nestedFinding(ctx, dir)
  },
}

export const submoduleMissing: Rule = {
  id: 'submodule-missing',
  title: 'A submodule is not checked out',
  severity: 'warning',
  needs: ['git'],
  exposure: { falls: true },
  *check(ctx) {
    for (const { path, checkedOut } of ctx.git?.submodules ?? []) {
      const sentEmpty = ctx.entryAt(path)?.kind === 'directory' && ctx.totalsOf(path).files === 0
      if (!checkedOut && sentEmpty) yield submoduleFinding(path)
    }
  },
}

const KINDS = {
  repository: 'a repository of its own',
  worktree: 'a linked worktree',
  submodule: 'a submodule of another repository',
} as const

function nestedFinding(ctx: RuleContext, dir: ContextPath): Finding {
  const kind = kindOf(ctx, dir)
  const { files, bytes } = ctx.totalsOf(dir)
  const size = `${formatNumberOf(files, 'file')}, ${formatBytes(bytes)}`
  return {
    rule: nestedRepository.id,
    severity: 'warning',
    path: dir,
    message: `${dir} (${size}) is ${KINDS[kind]} inside the build context; a clean clone would not have it`,
    exposure: 'sent',
    data: { kind },
    bytes,
    files,
    fix: {
      pattern: ignoreLineFor(ctx.entryAt(dir)?.rawPath ?? dir),
      why: 'where the build needs it, make it a submodule or a named context',
    },
  }
}

/** A `.git` file names the directory that holds the repository, as setup.c read_gitfile_gently of git reads it. */
function kindOf(ctx: RuleContext, dir: ContextPath): keyof typeof KINDS {
  const entry = ctx.entryAt(joinPath(dir, '.git'))
  if (entry?.kind !== 'file') return 'repository'
  const bytes = ctx.read(entry, 4096)
  const target = bytes && /^gitdir: (.*)/.exec(Buffer.from(bytes).toString('utf8'))?.[1]
  if (target && /[\\/]worktrees[\\/][^\\/]+[\\/]?$/.test(target)) return 'worktree'
  return target && /[\\/]modules[\\/]/.test(target) ? 'submodule' : 'repository'
}

function submoduleFinding(path: ContextPath): Finding {
  return {
    rule: submoduleMissing.id,
    severity: 'warning',
    path,
    message: `${path} is a submodule that is not checked out: its directory is empty`,
    exposure: 'sent',
    data: {},
    fix: { why: 'git submodule update --init checks it out' },
  }
}
