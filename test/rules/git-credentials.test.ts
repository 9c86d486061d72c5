import { describe, expect, it } from 'vitest'
import { commitAll, git, makeTree } from '../helpers/tree.ts'
import { madeUp, password } from '../secrets/examples/made-up.ts'
import { findingsOf } from './audit-tree.ts'

const RULE = 'git-credentials'

function repository(remote: string): string {
  const dir = makeTree({ 'a.txt': '' })
  commitAll(dir)
  git(dir, 'remote', 'add', 'origin', remote)
  return dir
}

describe(RULE, () => {
  it('finds the password of a remote, at its line', async () => {
    const secret = password()
    const [finding, ...others] = await findingsOf(
      RULE,
      repository(`https://ci:${secret}@git.corp.internal/a.git`),
    )
    expect(others).toEqual([])
    expect(finding).toMatchObject({
      severity: 'error',
      path: '.git/config',
      location: { file: '.git/config' },
      data: { detector: 'git-config', live: 1 },
      fix: { pattern: '**/.git' },
    })
    expect(finding!.message).toContain('https://ci:***@git.corp.internal')
    expect(JSON.stringify(finding)).not.toContain(secret)
  })

  it('finds a token in place of the user', async () => {
    const token = `tok7${madeUp('base62', 36)}`
    const [finding] = await findingsOf(RULE, repository(`https://${token}@git.corp.internal/a.git`))
    expect(finding!.message).toContain('https://***@git.corp.internal')
    expect(JSON.stringify(finding)).not.toContain(token)
  })

  it.each([
    'git@git.corp.internal:a.git',
    'https://first.last@git.corp.internal/a.git',
    'https://git.corp.internal/a.git',
    '../a.git',
  ])('is silent about the remote %s', async remote =>
    expect(await findingsOf(RULE, repository(remote))).toEqual([]),
  )

  it('finds what a CI checkout leaves behind', async () => {
    const dir = repository('https://git.corp.internal/a.git')
    const login = Buffer.from(`x-access-token:${madeUp('base62', 40)}`).toString('base64')
    git(dir, 'config', 'http.https://git.corp.internal/.extraheader', `AUTHORIZATION: basic ${login}`)
    const [finding] = await findingsOf(RULE, dir)
    expect(finding).toMatchObject({ severity: 'error', data: { keys: ['Authorization'] } })
    expect(JSON.stringify(finding)).not.toContain(login.slice(0, 12))
  })

  it('looks at stored credentials, hooks, submodules and the configuration of the user', async () => {
    const url = () => `https://ci:${password()}@git.corp.internal`
    const dir = makeTree({
      'home/.git-credentials': `${url()}\n`,
      'home/.gitconfig': `[url "${url()}/"]\n\tinsteadOf = https://git.corp.internal/\n`,
      '.gitmodules': `[submodule "a"]\n\turl = ${url()}/a.git\n`,
      'sub/.git/hooks/post-commit': `#!/bin/sh\ncurl ${url()}/hook\n`,
      'sub/.git/hooks/pre-commit.sample': `#!/bin/sh\ncurl ${url()}/hook\n`,
      '.git/modules/a/config': `[remote "origin"]\n\turl = ${url()}/a.git\n`,
    })
    const findings = await findingsOf(RULE, dir)
    expect(findings.map(({ path, fix }) => [path, fix?.pattern]).sort()).toEqual([
      ['.git/modules/a/config', '**/.git'],
      ['.gitmodules', '.gitmodules'],
      ['home/.git-credentials', 'home/.git-credentials'],
      ['home/.gitconfig', 'home/.gitconfig'],
      ['sub/.git/hooks/post-commit', '**/.git'],
    ])
    expect(await findingsOf('secret-file', dir)).toEqual([])
  })

  it('is silent where the repository is not sent', async () => {
    const dir = repository(`https://ci:${password()}@git.corp.internal/a.git`)
    makeTree({ '.dockerignore': '.git\n' }, dir)
    expect(await findingsOf(RULE, dir)).toEqual([])
  })
})
