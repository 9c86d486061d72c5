import { afterEach, beforeEach, vi } from 'vitest'
import { gitFacts } from '../../src/git/facts.ts'
import type { GitFacts, GitState } from '../../src/model/git.ts'
import type { ContextPath } from '../../src/model/path.ts'

/** Keeps the configuration of whoever runs the tests out of them. */
export function isolateGit(): void {
  beforeEach(() => {
    vi.stubEnv('GIT_CONFIG_GLOBAL', '/dev/null')
    vi.stubEnv('GIT_CONFIG_NOSYSTEM', '1')
  })
  afterEach(() => {
    vi.unstubAllEnvs()
  })
}

export function learn(contextDir: string, nested: readonly string[] = []) {
  return gitFacts(contextDir, { nestedRepositories: () => nested as readonly ContextPath[] })
}

/** The facts, where nothing may be missing. */
export async function factsOf(contextDir: string, nested: readonly string[] = []): Promise<GitFacts> {
  const { facts, incomplete } = await learn(contextDir, nested)
  if (!facts || incomplete.length > 0) throw new Error(`not all was learnt: ${JSON.stringify(incomplete)}`)
  return facts
}

export function states(facts: GitFacts, ...paths: string[]): Record<string, GitState | null> {
  return Object.fromEntries(paths.map(path => [path, facts.stateOf(path as ContextPath)]))
}
