import type { Finding, Rule } from '../model/finding.ts'
import { ignoreLineFor, ignoreLineForName } from '../model/ignore-line.ts'
import type { SecretMatch } from '../secrets/index.ts'
import { dataOf, listValues, locationOf, type SentSecret, secretsOf } from './secrets.ts'

export const gitCredentials: Rule = {
  id: 'git-credentials',
  title: "Git's credentials are sent",
  severity: 'error',
  needs: ['content'],
  *check(ctx) {
    for (const secret of secretsOf(ctx, 'git-credentials')) yield finding(secret)
  },
}

function finding({ entry, match }: SentSecret): Finding {
  return {
    rule: gitCredentials.id,
    severity: match.severity,
    path: entry.path,
    ...locationOf(entry.path, match.values),
    message: `${entry.path} is sent: ${describe(match)}`,
    exposure: 'sent',
    data: dataOf(match),
    bytes: entry.bytes,
    fix: { pattern: patternFor(entry.rawPath ?? entry.path), why: whyOf(match) },
  }
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
