import type { Rule } from '../model/finding.ts'
import { ignoreLineFor, ignoreLineForName } from '../model/ignore-line.ts'
import type { SecretMatch } from '../secrets/index.ts'
import { listValues, secretFinding, secretsOf } from './secrets.ts'

export const gitCredentials: Rule = {
  id: 'git-credentials',
  title: "Git's credentials are sent",
  severity: 'error',
  needs: ['content'],
  exposure: { falls: true },
  *check(ctx) {
    for (const secret of secretsOf(ctx, 'git-credentials')) {
      const { entry, match } = secret
      const fix = { pattern: patternFor(entry.rawPath ?? entry.path), why: whyOf(match) }
      yield secretFinding('git-credentials', secret, describe(match), fix)
    }
  },
}

function describe({ kind, values }: SecretMatch): string {
  if (values.length === 0) return `${kind.title}, by its name`
  return `whoever gets it can act with these credentials: ${listValues(values)}`
}

/** Of a repository nothing is needed; elsewhere the file alone is meant. */
function patternFor(path: string): string {
  const repository = /^(?:.*\/)?\.git(?=\/)/.exec(path)?.[0]
  return repository === undefined ? ignoreLineFor(path) : ignoreLineForName(repository)
}

function whyOf({ kind }: SecretMatch): string {
  const rotate = 'rotate the credentials if this was built or pushed before'
  return kind.id === 'git-config'
    ? `${rotate}; a credential helper keeps them out of the configuration`
    : `${rotate}; RUN --mount=type=secret or --mount=type=ssh lets a build step log in`
}
