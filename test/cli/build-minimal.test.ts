import { spawn } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { BIN } from '../helpers/cli.ts'
import { fakeDocker } from '../helpers/fake-docker.ts'
import { makeTree, temporaryDirectory } from '../helpers/tree.ts'
import { base, clean, guard, leaking } from './guarding.ts'

describe('--minimal', () => {
  const home = temporaryDirectory()
  const env = { XDG_CACHE_HOME: home }

  test('gives the command a directory of its own with what the build takes', () => {
    const dir = makeTree({ ...clean, 'unused/big': 'x' })
    const { exitCode, docker } = guard(dir, ['--minimal'], ['docker', 'build', '-t', 'x', '.'], { env })
    expect(exitCode).toBe(0)
    const [, , , given] = docker!.args as [string, string, string, string]
    expect(docker!.args).toEqual(['build', '-t', 'x', given])
    expect(given.startsWith(home)).toBe(true)
    expect(given.split('/').at(-1)).toMatch(new RegExp(`^${dir.split('/').at(-1)}-[0-9a-f]{12}$`))
    expect(readdirSync(given).sort()).toEqual(['.dockerignore', 'Dockerfile', 'src'])
    expect(readFileSync(join(given, 'src/index.js'), 'utf8')).toBe('export {}\n')
  })

  test('a Dockerfile by another name is named there, one outside stays where it is', () => {
    const dir = makeTree({ ...clean, 'build/a.Dockerfile': 'FROM scratch\nCOPY src/index.js /\n' })
    const other = makeTree({ Dockerfile: 'FROM scratch\nCOPY src /\n' })
    const run = (file: string) =>
      guard(dir, ['--minimal', '-q'], ['docker', 'build', `--file=${file}`, '.'], { env }).docker!.args
    const [, named, context] = run('build/a.Dockerfile') as [string, string, string]
    expect(named).toBe(`--file=${context}/build/a.Dockerfile`)
    expect(existsSync(join(context, 'build/a.Dockerfile'))).toBe(true)
    expect(run(`${other}/Dockerfile`)[1]).toBe(`--file=${other}/Dockerfile`)
  })

  test('refuses before anything else where the command has no place for it', () => {
    const dir = makeTree({ ...clean, 'compose.yaml': 'services: { app: { build: . } }\n' })
    const { exitCode, stderr, docker } = guard(dir, ['--minimal'], ['docker', 'compose', 'build'], { env })
    expect({ exitCode, docker }).toEqual({ exitCode: 2, docker: undefined })
    expect(stderr).toContain('takes its contexts from the compose file')
    expect(guard(dir, ['--minimal'], ['docker', 'build', '-'], { env }).exitCode).toBe(2)
  })

  test('each target of bake gets its own, also where they differ in an argument only', () => {
    const target = (from: string) => ({ context: '.', args: { FROM: from } })
    const dir = makeTree({
      ...clean,
      Dockerfile: 'FROM scratch\nARG FROM\nCOPY src/$FROM.js /\n',
      'src/other.js': 'export {}\n',
      'docker-bake.json': JSON.stringify({
        group: { default: { targets: ['a', 'b'] } },
        target: { a: target('index'), b: target('other') },
      }),
    })
    const { docker } = guard(dir, ['--minimal'], ['docker', 'buildx', 'bake'], { env })
    const given = new Map(docker!.args.map(arg => arg.split('.context=') as [string, string]))
    expect(given.get('a')!.startsWith(`${home}/`)).toBe(true)
    expect(readdirSync(join(given.get('a')!, 'src'))).toEqual(['index.js'])
    expect(readdirSync(join(given.get('b')!, 'src'))).toEqual(['other.js'])
  })

  test('what was forced is not left behind', () => {
    const dir = makeTree(leaking)
    const own = { XDG_CACHE_HOME: temporaryDirectory() }
    const options = ['--minimal', '--force', 'made up']
    for (const _ of ['once', 'again']) {
      const { exitCode, stderr, docker } = guard(dir, options, ['docker', 'build', '.'], { env: own })
      expect(exitCode).toBe(0)
      expect(stderr).toContain('ctxguard: the staged context holds what was found, and was removed\n')
      expect(existsSync(docker!.args.at(-1)!)).toBe(false)
    }
    const left = readdirSync(own.XDG_CACHE_HOME, { recursive: true, encoding: 'utf8' })
    expect(left.filter(path => path.endsWith('.env'))).toEqual([])
  })

  test('nobody else gets to change the directory before the command has ended', async () => {
    const dir = makeTree(clean)
    const fake = fakeDocker()
    // it runs for as long as its standard input is open
    const first = spawn(process.execPath, [BIN, 'build', '--minimal', '--', 'docker', 'build', '.'], {
      cwd: dir,
      env: { HOME: '/nonexistent', ...base, ...env, PATH: fake.path },
      stdio: ['pipe', 'ignore', 'ignore'],
    })
    const ended = new Promise(resolve => first.on('exit', resolve))
    while (!fake.isRunning()) await new Promise(resolve => setTimeout(resolve, 20))
    const second = guard(dir, ['--minimal'], ['docker', 'build', '.'], { env })
    first.stdin.end()
    expect(await ended).toBe(0)
    expect(second).toMatchObject({ exitCode: 3, docker: undefined })
    expect(second.stderr).toContain(`is being staged by process ${first.pid}`)
    expect(guard(dir, ['--minimal'], ['docker', 'build', '.'], { env }).exitCode).toBe(0)
  })
})

/** Whether there is a docker client; an engine is not needed. */
