import type { Rule } from '../model/finding.ts'
import { ignoreLineFor, ignoreLineForName } from '../model/ignore-line.ts'
import { listValues, type SentSecret, secretFiles, secretFinding } from './secrets.ts'

export const gitCredentials: Rule = {
  id: 'git-credentials',
  title: "Git's credentials are sent",
  severity: 'error',
  needs: ['secrets'],
  exposure: { falls: true },
  *check(ctx) {
    for (const secret of secretFiles(ctx, 'git-credentials')) {
      const { entry } = secret
      const fix = { pattern: patternFor(entry.rawPath ?? entry.path), why: whyOf(secret) }
      yield secretFinding('git-credentials', secret, describe(secret), fix)
    }
  },
}

function describe({ kind, match: { values } }: SentSecret): string {
  if (values.length === 0) return `${kind.title}, by its name`
  return `whoever gets it can act with these credentials: ${listValues(values)}`
}

/** Of a repository nothing is needed; elsewhere the file alone is meant. */
function patternFor(path: string): string {
  const repository = /^(?:.*\/)?\.git(?=\/)/.exec(path)?.[0]
  return repository === undefined ? ignoreLineFor(path) : ignoreLineForName(repository)
}

function whyOf({ kind }: SentSecret): string {
  const rotate = 'rotate the credentials if this was built or pushed before'
  return kind.id === 'git-config'
    ? `${rotate}; a credential helper keeps them out of the configuration`
    : `${rotate}; RUN --mount=type=secret or --mount=type=ssh lets a build step log in`
}
