import { execFileSync, spawn } from 'node:child_process'
import { readdirSync, readlinkSync, statSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { BIN } from '../helpers/cli.ts'
import { fakeDocker } from '../helpers/fake-docker.ts'
import { makeTree, type Tree, temporaryDirectory } from '../helpers/tree.ts'
import { base, clean, guard, leaking } from './guarding.ts'

describe('standard input', () => {
  const dir = makeTree(clean)
  const tmp = temporaryDirectory()
  const env = { TMPDIR: tmp }
  const leftOver = () => readdirSync(tmp)

  test('a Dockerfile is audited and handed on to the byte', () => {
    const text = Buffer.from('FROM scratch\r\nCOPY src /\nENV NAME=caf\xe9\n', 'latin1')
    const { exitCode, docker } = guard(dir, [], ['docker', 'build', '-f', '-', '.'], { input: text, env })
    expect(exitCode).toBe(0)
    expect(docker?.stdin).toBe(text.toString('latin1'))
    expect(leftOver()).toEqual([])
  })

  test('a Dockerfile with a secret is refused', () => {
    const text = 'FROM scratch\nENV API_TOKEN=k3Jd82mQpLx0Vn5Rt7Yw\nCOPY src /\n'
    for (const command of [
      ['docker', 'build', '-f', '-', '.'],
      ['docker', 'build', '-'],
    ]) {
      const { exitCode, stderr, docker } = guard(dir, [], command, { input: text, env })
      expect({ exitCode, docker }).toEqual({ exitCode: 1, docker: undefined })
      expect(stderr).toContain('secret-in-dockerfile')
    }
    expect(leftOver()).toEqual([])
  })

  test('an archive is audited as the context, and handed on to the byte', () => {
    const pack = (tree: Tree) => execFileSync('tar', ['-C', makeTree(tree), '-cz', '.'])
    const archive = pack(clean)
    const passed = guard(dir, [], ['docker', 'build', '-'], { input: archive, env })
    expect(passed.exitCode).toBe(0)
    expect(passed.docker?.stdin).toBe(archive.toString('latin1'))
    const refused = guard(dir, [], ['docker', 'build', '-'], { input: pack(leaking), env })
    expect(refused).toMatchObject({ exitCode: 1, docker: undefined })
    expect(refused.stderr).toContain('src/.env')
    expect(leftOver()).toEqual([])
  })

  test('one that never ends is not read for ever', () => {
    const { exitCode, stderr } = guard(dir, [], ['docker', 'build', '-f', '-', '.'], {
      input: Buffer.alloc(17 * 2 ** 20, '#'),
      env,
    })
    expect(exitCode).toBe(3)
    expect(stderr).toContain('longer than 16 MiB')
    expect(leftOver()).toEqual([])
  })

  const isLinux = process.platform === 'linux'
  test.runIf(isLinux).each(['SIGTERM', 'SIGKILL'] as const)('nothing stays behind after %s', async signal => {
    const child = spawn(process.execPath, [BIN, 'build', '--', 'docker', 'build', '-'], {
      cwd: dir,
      stdio: ['pipe', 'ignore', 'ignore'],
      env: { ...base, ...env, PATH: fakeDocker().path },
    })
    const ended = new Promise(resolve => child.on('exit', (_, signal) => resolve(signal)))
    child.stdin.write('FROM scratch\n')
    while (!isKeptBy(child.pid!)) await new Promise(next => setTimeout(next, 20))
    child.kill(signal)
    expect(await ended).toBe(signal)
    expect(leftOver()).toEqual([])
  })

  /** Whether a process has a file open that lay in `tmp`, and holds something. */
  function isKeptBy(pid: number): boolean {
    return readdirSync(`/proc/${pid}/fd`).some(fd => {
      try {
        const file = `/proc/${pid}/fd/${fd}`
        return readlinkSync(file).startsWith(tmp) && statSync(file).size > 0
      } catch {
        return false // closed meanwhile
      }
    })
  }
})
