import { cpSync, existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { audit } from '../../src/audit.ts'
import type { BuildRequest } from '../../src/model/request.ts'
import { RULES } from '../../src/rules/index.ts'
import { auditAsNobody, canMount, mayBecomeNobody } from '../helpers/privileges.ts'
import { temporaryDirectory } from '../helpers/tree.ts'

/** What a fixture's `setup.ts` may export, for all that git can't hold. */
interface Setup {
  shows?(dir: string): void
  silent?(dir: string): void
  teardown?(dir: string): void
  /** what is known of the build besides its context */
  request?: Partial<BuildRequest>
  /** root reads everything: only somebody else can see that a file is unreadable */
  unprivileged?: boolean
  needsMount?: boolean
}

const at = (path: string) => new URL(`../../${path}`, import.meta.url)

async function setupOf(id: string): Promise<Setup> {
  const file = at(`fixtures/rules/${id}/setup.ts`)
  return existsSync(file) ? ((await import(file.href)) as Setup) : {}
}

async function rulesFound(id: string, which: 'shows' | 'silent', setup: Setup): Promise<string[]> {
  const dir = temporaryDirectory()
  const files = at(`fixtures/rules/${id}/${which}`)
  if (existsSync(files)) cpSync(files, dir, { recursive: true, verbatimSymlinks: true })
  setup[which]?.(dir)
  try {
    const context = { kind: 'directory' as const, dir }
    const { findings } = setup.unprivileged ? auditAsNobody(dir) : await audit({ context, ...setup.request })
    return findings.map(finding => finding.rule)
  } finally {
    setup.teardown?.(dir)
  }
}

describe.each(RULES.map(rule => rule.id))('%s', id => {
  test('has a fixture that shows it and one that does not', async ({ skip }) => {
    const setup = await setupOf(id)
    if (setup.unprivileged && !mayBecomeNobody()) skip('only root can become somebody else')
    if (setup.needsMount && !canMount()) skip('nothing can be mounted here')
    expect(await rulesFound(id, 'shows', setup)).toContain(id)
    expect(await rulesFound(id, 'silent', setup)).not.toContain(id)
  })

  test('has a page that says what, why, how to fix and how to allow', () => {
    const page = readFileSync(at(`docs/rules/${id}.md`), 'utf8')
    expect(page.startsWith(`# \`${id}\`: `)).toBe(true)
    for (const heading of ['## Why it matters', '## Example', '## How to fix', '## How to allow'])
      expect(page).toContain(heading)
  })
})

test('no two rules have one id', () => {
  const ids = RULES.map(rule => rule.id)
  expect(ids).toEqual([...new Set(ids)])
})
