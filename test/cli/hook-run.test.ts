import { spawnSync } from 'node:child_process'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { runCli } from '../helpers/cli.ts'
import { git, makeTree, temporaryDirectory } from '../helpers/tree.ts'
import { CLEAN, commit, ENVIRONMENT, push, repository, runHook, SECRET } from './pushing.ts'

const SILENT = { said: '', stdout: '', exitCode: 0 }

describe('a push', () => {
  test('that is clean says nothing', () => {
    const dir = repository(CLEAN)
    expect(push(dir)).toEqual(SILENT)
    expect(git(dir, 'ls-remote', 'origin')).toContain('refs/heads/main')
    // nothing to push
    expect(push(dir)).toEqual(SILENT)
  })

  test('with a tracked secret that a clean clone would build is refused, and the secret is not shown', () => {
    const dir = repository({ ...CLEAN, 'config/prod.env': SECRET })
    const { said, stdout, exitCode } = push(dir)
    expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 1 })
    expect(said).toContain('ctxguard: push refused: 1 finding in what builds would send')
    expect(said).toMatch(/^main \([0-9a-f]{7}\), as a clean clone would send it$/m)
    expect(said).toContain('config/prod.env')
    expect(said).toContain('in the final image by Dockerfile:2')
    expect(said).toContain('anyway   CTXGUARD_SKIP="reason" git push\n         git push --no-verify')
    expect(said).not.toContain('k3Jd82mQpLx0Vn5Rt7Yw')
    expect(git(dir, 'ls-remote', 'origin')).toBe('')
  })

  test('is judged by its commit, not by the working tree', () => {
    const dir = repository({ ...CLEAN, 'prod.env': SECRET })
    rmSync(join(dir, 'prod.env'))
    expect(push(dir)).toMatchObject({ exitCode: 1 })
    commit(dir)
    // the secret is in the commits in between, which nobody builds
    expect(push(dir)).toEqual(SILENT)
    makeTree({ 'prod.env': SECRET }, dir)
    git(dir, 'checkout', '-q', '-b', 'other')
    commit(dir)
    expect(push(dir, ['origin', 'HEAD~1:refs/heads/before'])).toEqual(SILENT)
    expect(push(dir, ['origin', 'other'])).toMatchObject({ exitCode: 1 })
  })

  test('is refused for an ignored file that a build here would send', () => {
    const dir = repository({ ...CLEAN, '.gitignore': '.env\n' })
    makeTree({ '.env': SECRET }, dir)
    const { said, exitCode } = push(dir)
    expect(exitCode).toBe(1)
    expect(said).toContain('working tree, as a build here would send it')
    expect(said).toMatch(/^error {4}\.env/m)
    expect(said).toContain('to do    exclude by .dockerignore what the image does not need: **/.env')
    expect(said).not.toContain('clean clone would send')
    commit(dir, { '.dockerignore': '.git\n.env\n' })
    expect(push(dir)).toEqual(SILENT)
  })

  test('goes on with a reason, which is said', () => {
    const dir = repository({ ...CLEAN, 'prod.env': SECRET })
    expect(push(dir, undefined, { CTXGUARD_SKIP: 'test keys' })).toMatchObject({
      said: 'ctxguard: pre-push hook skipped: test keys\n',
      exitCode: 0,
    })
  })

  test('that only deletes is not looked at', () => {
    const dir = repository({ ...CLEAN, 'prod.env': SECRET })
    push(dir, ['origin', 'main', 'main:gone'], { CTXGUARD_SKIP: 'x' })
    makeTree({ '.gitignore': 'more.env\n', 'more.env': SECRET }, dir)
    expect(push(dir, ['origin', ':gone'])).toEqual(SILENT)
  })

  test('of a tag counts as one of its commit; a tag of a tree builds nothing', () => {
    const dir = repository({ ...CLEAN, 'prod.env': SECRET })
    git(dir, 'tag', '-a', '-m', 'release', 'v1')
    git(dir, 'tag', 'tree', 'HEAD^{tree}')
    const { said, exitCode } = push(dir, ['origin', 'v1', 'main'])
    expect(exitCode).toBe(1)
    // one commit, audited and shown once
    expect(said).toMatch(/^(main, tag v1|tag v1, main) \([0-9a-f]{7}\), as a clean clone/m)
    expect(push(dir, ['origin', 'tree']).said).toContain('refs/tags/tree names no commit')
  })
})

describe('what the remote has already', () => {
  const dir = repository({ ...CLEAN, 'old.env': SECRET })
  push(dir, undefined, { CTXGUARD_SKIP: 'as it was' })

  test('does not stop a push again, but is counted; what is new does', () => {
    commit(dir, { 'app.js': '2\n' })
    expect(push(dir)).toMatchObject({
      said: expect.stringContaining('push passed; 1 finding that the remote has already'),
      exitCode: 0,
    })
    commit(dir, { 'new.env': SECRET })
    const { said, exitCode } = push(dir)
    expect(exitCode).toBe(1)
    expect(said).toContain('1 finding in')
    expect(said).toContain('new.env')
    expect(said).not.toContain('old.env')
    expect(said).toContain('1 more finding that the remote has already is not counted (--all)')
  })

  test('counts with --all', () => {
    const [head, base] = [git(dir, 'rev-parse', 'HEAD').trim(), git(dir, 'rev-parse', 'origin/main').trim()]
    const line = `refs/heads/main ${head} refs/heads/main ${base}\n`
    const { stdout, exitCode } = runHook(dir, ['pre-push', 'origin', '', '--all'], line)
    expect(exitCode).toBe(1)
    expect(stdout).toContain('2 findings')
    expect(stdout).toContain('old.env')
  })

  test('is known of a new branch by where it left the others, and of a new remote not at all', () => {
    git(dir, 'checkout', '-q', '-b', 'topic', 'origin/main')
    commit(dir, { 'app.js': '3\n' })
    expect(push(dir, ['origin', 'topic'])).toMatchObject({ exitCode: 0 })
    const other = temporaryDirectory()
    git(other, 'init', '-q', '--bare')
    expect(push(dir, [other, 'topic'])).toMatchObject({ exitCode: 1 })
  })

  test('excuses nothing that is on disk only', () => {
    git(dir, 'checkout', '-q', 'origin/main')
    writeFileSync(join(dir, 'loose.env'), SECRET)
    for (const _ of ['first', 'again']) {
      const { said, exitCode } = push(dir, ['origin', 'HEAD:refs/heads/loose'])
      expect(exitCode).toBe(1)
      expect(said).toContain('loose.env')
    }
  })
})

describe('fails closed, with the way around:', () => {
  test('a configuration that is wrong', () => {
    const dir = repository({ ...CLEAN, 'ctxguard.yaml': 'ruls: {}\n' })
    const { said, exitCode } = push(dir)
    expect(exitCode).toBe(1)
    expect(said).toContain('ctxguard.yaml:1:1')
    expect(said).toContain('this push was not audited, so it is refused')
    expect(said).toContain('git push --no-verify')
  })

  test('a Dockerfile that no builder takes, but for one that the remote has already', () => {
    const dir = repository({ ...CLEAN, 'old/Dockerfile': 'FROM scratch\nCOPY a\n' })
    const { said, exitCode } = push(dir)
    expect(exitCode).toBe(1)
    expect(said).toContain('could not be learnt')
    expect(said).toContain('Dockerfile:2:1')
    push(dir, undefined, { CTXGUARD_SKIP: 'x' })
    commit(dir, { 'app.js': '2\n' })
    expect(push(dir)).toEqual(SILENT)
    commit(dir, { 'new/Dockerfile': 'FROM scratch\nCOPY b\n' })
    expect(push(dir).exitCode).toBe(1)
  })

  test('ctxguard that is nowhere', () => {
    const dir = repository(CLEAN)
    const file = join(dir, '.git', 'hooks', 'pre-push')
    writeFileSync(file, readFileSync(file, 'utf8').replace(/(ctxguard_program=).*/, "$1'/nowhere'"))
    const { said, exitCode } = push(dir)
    expect(exitCode).toBe(1)
    expect(said).toContain('was not found')
    expect(said).toContain('put it on PATH, or install the hook again')
    expect(said).toContain('CTXGUARD_SKIP="reason" git push')
    expect(push(dir, undefined, { CTXGUARD_SKIP: 'in a hurry' }).exitCode).toBe(0)
  })

  test('a standard input that says nothing of what is pushed: HEAD counts', () => {
    const dir = repository({ ...CLEAN, 'prod.env': SECRET })
    const untold = 'ctxguard: no line on stdin said what is pushed, so HEAD was audited\n'
    const refused = runHook(dir, ['pre-push', 'origin', 'url'], '')
    expect(refused.exitCode).toBe(1)
    expect(refused.stdout).toContain('prod.env')
    expect(refused.stderr).toContain(untold)
    const file = join(dir, '.git', 'hooks', 'pre-push')
    const hook = readFileSync(file, 'utf8')
    for (const eater of ['cat >/dev/null', 'exec <&-']) {
      writeFileSync(file, hook.replace('\n', `\n${eater}\n`))
      const { said, exitCode } = push(dir)
      expect(exitCode).toBe(1)
      expect(said).toContain(untold)
    }
    commit(dir, { 'prod.env': '' })
    expect(runHook(dir, ['pre-push', 'origin', 'url'], '')).toEqual({ stdout: '', stderr: '', exitCode: 0 })
    expect(runHook(dir, ['pre-push', 'origin', 'url', '-v'], '').stderr).toContain(untold)
    expect(git(dir, 'ls-remote', 'origin')).toBe('')
  })

  test('lines that are not git’s, and a hook that there is not', () => {
    const dir = repository(CLEAN)
    expect(runHook(dir, ['pre-push', 'origin', ''], 'what is this\n')).toMatchObject({
      stdout: '',
      exitCode: 3,
    })
    expect(runHook(dir, ['post-merge'], '')).toMatchObject({ stdout: '', exitCode: 2 })
    const absent =
      'refs/heads/x 1111111111111111111111111111111111111111 refs/heads/x 0000000000000000000000000000000000000000\n'
    expect(runHook(dir, ['pre-push', 'origin', ''], absent).exitCode).toBe(3)
  })
})

test('the screen holds the worst, however much there is', () => {
  const secrets = Object.fromEntries(
    Array.from({ length: 30 }, (_, i) => [
      `services/number-${i}/configuration/production/settings.env`,
      SECRET,
    ]),
  )
  const dir = repository({ ...CLEAN, ...secrets, '.gitignore': '*.pem\n' })
  makeTree({ 'key.pem': `-----BEGIN ${'RSA PRIVATE KEY'}-----\nMIIEpAIBAAKCAQEA\n` }, dir)
  const { said } = push(dir)
  const ours = said.split('\n').filter(line => !line.startsWith('error: failed to push'))
  expect(ours.length).toBeLessThanOrEqual(24)
  for (const line of ours) expect(line.length).toBeLessThanOrEqual(80)
  expect(said).toMatch(/… and \d+ more \(ctxguard hook run pre-push -v\)/)
})

describe('pre-commit', () => {
  test('audits the working tree, but for what HEAD has already', () => {
    const dir = repository({ ...CLEAN, 'old.env': SECRET, '.gitignore': '.env\n' })
    expect(runCli(['hook', 'install', '--pre-commit'], { cwd: dir }).exitCode).toBe(0)
    const tryCommit = () => {
      const { stderr, status } = spawnSync(
        'git',
        ['-c', 'user.name=t', '-c', 'user.email=t@t', 'commit', '-qam', 'x'],
        {
          cwd: dir,
          encoding: 'utf8',
          env: ENVIRONMENT,
        },
      )
      return { said: stderr, exitCode: status }
    }
    writeFileSync(join(dir, 'app.js'), '2\n')
    expect(tryCommit()).toMatchObject({ exitCode: 0 })
    writeFileSync(join(dir, '.env'), SECRET)
    writeFileSync(join(dir, 'app.js'), '3\n')
    const { said, exitCode } = tryCommit()
    expect(exitCode).toBe(1)
    expect(said).toContain('commit refused: 1 finding')
    expect(said).toContain('git commit --no-verify')
  })
})
