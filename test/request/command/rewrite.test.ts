import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { BuildCommand } from '../../../src/request/command/command.ts'
import { readCommand } from '../../../src/request/command/read.ts'
import { type Replacement, rewriteCommand } from '../../../src/request/command/rewrite.ts'
import { makeTree } from '../../helpers/tree.ts'

const cwd = makeTree({
  '.docker/cli-plugins/docker-buildx': '',
  'app/Dockerfile': '',
  'app/in-context': '',
  'here.Dockerfile': '',
  'a,b': '',
})

function command(line: string): BuildCommand {
  const read = readCommand(line.split(' '), { cwd, environment: { HOME: cwd, PATH: '/nonexistent' } })
  if (read.kind !== 'build') throw new Error(`${line} is read as ${read.name}`)
  return read
}

function rewritten(line: string, replacement: Partial<Replacement> = {}) {
  const result = rewriteCommand(command(line), [{ directory: '/s', ...replacement }])
  return 'argv' in result ? result.argv.join(' ').replaceAll(cwd, 'CWD') : result
}

describe('another context in the place of the one that is named', () => {
  test.each([
    ['docker build .', 'docker build /s'],
    ['docker build -t a app --pull', 'docker build -t a /s --pull'],
    ['env A=b docker -D buildx b --load -- app', 'env A=b docker -D buildx b --load -- /s'],
    [
      'docker build -f here.Dockerfile --build-arg app app',
      'docker build -f here.Dockerfile --build-arg app /s',
    ],
    ['docker build -f - app', 'docker build -f - /s'],
    ['docker build --target . .', 'docker build --target . /s'],
    ['podman build app', 'podman build /s'],
    ['podman build -f in-context app', 'podman build -f CWD/app/in-context /s'],
    [
      'podman build --file=here.Dockerfile,in-context app',
      'podman build --file=CWD/here.Dockerfile,CWD/app/in-context /s',
    ],
    ['podman build -f here.Dockerfile', 'podman build -f CWD/here.Dockerfile /s'],
    ['buildah build', 'buildah build /s'],
    ['buildah bud app/Dockerfile', 'buildah bud -f CWD/app/Dockerfile /s'],
    ['nerdctl build -qf here.Dockerfile app', 'nerdctl build -qf here.Dockerfile /s'],
  ])('%s', (line, expected) => {
    expect(rewritten(line)).toBe(expected)
  })

  test.each([
    ['docker build .', 'docker build -f /D /s'],
    ['docker build -t a -- app', 'docker build -f /D -t a -- /s'],
    ['docker build --file=app/Dockerfile app', 'docker build --file=/D /s'],
    ['docker build -qfapp/Dockerfile app', 'docker build -qf/D /s'],
    ['docker build -f x -f y app', 'docker build -f x -f /D /s'],
    ['docker -c ctx image build -c 512 app', 'docker -c ctx image build -f /D -c 512 /s'],
  ])('and another Dockerfile: %s', (line, expected) => {
    expect(rewritten(line, { dockerfile: '/D' })).toBe(expected)
  })

  test('a comma in a name is no separator for podman', () => {
    expect(rewritten('podman build -f "a,b" app')).toBe('podman build -f "CWD/a,b" /s')
  })

  test('the command itself stays as it was', () => {
    const read = command('docker build app')
    rewriteCommand(read, [{ directory: '/s', dockerfile: '/D' }])
    expect(read.argv).toEqual(['docker', 'build', 'app'])
  })

  test('what is rewritten is understood in the same way', () => {
    const read = command('docker build --build-arg A=1 -qt x --file app/Dockerfile app')
    const result = rewriteCommand(read, [{ directory: join(cwd, 'app'), dockerfile: '/D' }])
    const again = readCommand('argv' in result ? result.argv : [], { cwd, environment: read.environment })
    const [before] = read.builds
    expect(again).toMatchObject({
      builds: [
        {
          ...before,
          context: { ...before!.context, given: join(cwd, 'app') },
          dockerfile: { ...before!.dockerfile, given: ['/D'] },
        },
      ],
    })
  })
})

describe('bake', () => {
  const two: Replacement[] = [
    { target: 'app', directory: '/s/app', dockerfile: '/D' },
    { target: 'lib', directory: '/s/lib' },
  ]
  const sets = '--set app.context=/s/app --set app.dockerfile=/D --set lib.context=/s/lib'

  test('is told by --set, which wins over others', () => {
    const result = rewriteCommand(command('docker buildx bake --set *.context=x app lib'), two)
    expect(result).toEqual({ argv: `docker buildx bake --set *.context=x app lib ${sets}`.split(' ') })
    const dashed = rewriteCommand(command('docker bake -f a.hcl -- app lib'), two)
    expect(dashed).toEqual({ argv: `docker bake -f a.hcl ${sets} -- app lib`.split(' ') })
  })

  test('may have to be allowed to read there', () => {
    const result = rewriteCommand(command('docker bake lib'), two.slice(1), { allowReads: true })
    expect(result).toEqual({
      argv: ['docker', 'bake', 'lib', '--set', 'lib.context=/s/lib', '--allow=fs.read=/s/lib'],
    })
  })
})

describe('what no arguments can say', () => {
  test.each([
    ['docker compose build', /docker compose build takes its contexts from the compose file/],
    ['docker build -', /no directory of this machine/],
    ['docker build https://github.com/a/b.git', /no directory of this machine/],
  ])('%s', (line, reason) => {
    expect(rewritten(line)).toEqual({ unsupported: expect.stringMatching(reason) })
  })
})
