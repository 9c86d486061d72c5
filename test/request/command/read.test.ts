import { chmodSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { UsageError } from '../../../src/errors.ts'
import type { BuildCommand, CommandBuild } from '../../../src/request/command/command.ts'
import { readCommand } from '../../../src/request/command/read.ts'
import { makeTree } from '../../helpers/tree.ts'

const cwd = makeTree({
  'home/.docker/cli-plugins/docker-buildx': '',
  'app/Dockerfile': 'FROM scratch',
  'app/args.env': '# comment\nA=file\nB=file\n\nFROM_ENV',
  'app/Containerfile.dev': 'FROM scratch',
  'github.com/me/here/x': '',
  token: 'x',
})
const environment = { HOME: join(cwd, 'home'), PATH: '/nonexistent' }

/** Words as a shell would split them; `''` and quotes as far as these tests need them. */
function words(line: string): string[] {
  const parts = line.replace(/\\\n/g, ' ').match(/(?:[^\s'"]|'[^']*'|"[^"]*")+/g) ?? []
  return parts.map(part => part.replace(/'([^']*)'|"([^"]*)"/g, '$1$2'))
}

function read(line: string, more: NodeJS.ProcessEnv = {}) {
  return readCommand(words(line), { cwd, environment: { ...environment, ...more } })
}

function build(line: string, more: NodeJS.ProcessEnv = {}): BuildCommand {
  const command = read(line, more)
  if (command.kind !== 'build') throw new Error(`${line} is read as ${command.name}`)
  return command
}

function only(line: string, more: NodeJS.ProcessEnv = {}): CommandBuild {
  const { builds } = build(line, more)
  expect(builds).toHaveLength(1)
  return builds[0]!
}

describe('builds are recognised, however they are spelled', () => {
  test.each([
    ['docker build .', 'docker', 'docker build', 'buildkit'],
    ['docker image build .', 'docker', 'docker image build', 'buildkit'],
    ['docker builder build .', 'buildx', 'docker builder build', 'buildkit'],
    ['docker builder b .', 'buildx', 'docker builder build', 'buildkit'],
    ['docker buildx build .', 'buildx', 'docker buildx build', 'buildkit'],
    ['docker buildx b .', 'buildx', 'docker buildx build', 'buildkit'],
    ['docker buildx --builder ci b .', 'buildx', 'docker buildx build', 'buildkit'],
    ['docker --context remote -H tcp://h:1 -D build .', 'docker', 'docker build', 'buildkit'],
    ['docker -c remote build -c 512 .', 'docker', 'docker build', 'buildkit'],
    ['docker --config=/x --log-level debug buildx build .', 'buildx', 'docker buildx build', 'buildkit'],
    ['/usr/bin/docker build .', 'docker', 'docker build', 'buildkit'],
    ['docker.exe build .', 'docker', 'docker build', 'buildkit'],
    ['docker-buildx build .', 'buildx', 'docker-buildx build', 'buildkit'],
    ['docker-buildx bake', 'bake', 'docker-buildx bake', 'buildkit'],
    ['docker bake', 'bake', 'docker bake', 'buildkit'],
    ['docker buildx bake', 'bake', 'docker buildx bake', 'buildkit'],
    ['docker buildx f', 'bake', 'docker buildx bake', 'buildkit'],
    ['docker compose build', 'compose', 'docker compose build', 'buildkit'],
    ['docker compose -f a.yaml -p x up --build -d', 'compose', 'docker compose up', 'buildkit'],
    ['docker compose run --build --rm api sh', 'compose', 'docker compose run', 'buildkit'],
    ['docker compose create --build', 'compose', 'docker compose create', 'buildkit'],
    ['docker-compose -f a.yml build api', 'compose', 'docker-compose build', 'buildkit'],
    ['docker-compose --host tcp://h:1 --verbose build', 'compose', 'docker-compose build', 'buildkit'],
    ['podman build .', 'podman', 'podman build', 'podman'],
    ['podman --log-level debug image build .', 'podman', 'podman image build', 'podman'],
    ['podman buildx build --load .', 'podman', 'podman buildx build', 'podman'],
    ['podman-remote -r build .', 'podman', 'podman-remote build', 'podman'],
    ['buildah build .', 'buildah', 'buildah build', 'podman'],
    ['buildah --storage-driver vfs bud .', 'buildah', 'buildah bud', 'podman'],
    ['nerdctl build .', 'nerdctl', 'nerdctl build', 'buildkit'],
    ['nerdctl -n k8s.io --debug image build .', 'nerdctl', 'nerdctl image build', 'buildkit'],
    ['nerdctl builder build --namespace k8s.io .', 'nerdctl', 'nerdctl builder build', 'buildkit'],
    ['env A=b docker build .', 'docker', 'docker build', 'buildkit'],
    ['env a-b=1 1A=1 docker build .', 'docker', 'docker build', 'buildkit'],
    ['docker -v build .', 'docker', 'docker build', 'buildkit'],
    ['docker --version buildx build .', 'buildx', 'docker buildx build', 'buildkit'],
    ['docker compose -v build', 'compose', 'docker compose build', 'buildkit'],
    ['docker-compose -v build', 'compose', 'docker-compose build', 'buildkit'],
    ['podman -v build .', 'podman', 'podman build', 'podman'],
    ['buildah --version build .', 'buildah', 'buildah build', 'podman'],
    ['nerdctl -v build .', 'nerdctl', 'nerdctl build', 'buildkit'],
    ['docker build --call=build,format=json .', 'docker', 'docker build', 'buildkit'],
    ['docker buildx bake --call format=json,build', 'bake', 'docker buildx bake', 'buildkit'],
    ['docker compose up --no-build --watch', 'compose', 'docker compose up', 'buildkit'],
    ['docker-28 build .', 'docker', 'docker build', 'buildkit'],
    ['env A=b env C= /usr/local/bin/docker build .', 'docker', 'docker build', 'buildkit'],
  ])('%s', (line, tool, name, builder) => {
    expect(build(line)).toMatchObject({ tool, name, builder, does: 'build' })
  })

  test('the command is handed back as it was', () => {
    const argv = words('env A=b docker build .')
    const command = readCommand(argv, { cwd, environment })
    expect(command.argv).toEqual(argv)
    expect(command).toMatchObject({ cwd, environment: { ...environment, A: 'b' } })
    expect(environment).not.toHaveProperty('A')
  })
})

describe('what is no build is left alone', () => {
  test.each([
    ['docker push a', 'docker push'],
    ['docker', 'docker'],
    ['docker --version', 'docker'],
    ['docker --help build .', 'docker'],
    ['podman -v', 'podman'],
    ['docker image ls --whatever', 'docker image ls'],
    ['docker buildx ls', 'docker buildx ls'],
    ['docker builder prune -af', 'docker builder prune'],
    ['docker run --rm -it build .', 'docker run'],
    ['docker build --help', 'docker build --help'],
    ['docker buildx build -h', 'docker buildx build --help'],
    ['docker compose', 'docker compose'],
    ['docker compose down', 'docker compose down'],
    ['docker compose up --no-build', 'docker compose up --no-build'],
    ['docker compose --version', 'docker compose'],
    ['podman push a', 'podman push'],
    ['podman kube play x.yaml', 'podman kube'],
    ['buildah from scratch', 'buildah from'],
    ['nerdctl compose ps', 'nerdctl compose'],
    ['buildctl du', 'buildctl'],
    ['npm run x', 'npm'],
    ['env', 'env'],
    ['env A=b', 'env'],
    ['sudo docker push a', 'sudo'],
  ])('%s', (line, name) => {
    expect(read(line)).toMatchObject({ kind: 'other', name, argv: words(line) })
  })

  test.each([
    ['sh -c "docker build ."', true],
    ['make docker-image', true],
    ['make build', true],
    ['docker ps', false],
    ['buildctl du', false],
    ['bash -ec "cd x && podman build ."', true],
    ['npm run docker', true],
    ['./ci/docker-build.sh x', true],
  ])('%s may build: %j', (line, may) => {
    expect('mayBuild' in read(line)).toBe(may)
  })
})

describe('what can not be followed is refused', () => {
  test.each([
    ['sudo docker build .', /^sudo: it runs a build, docker/],
    ['sudo -E env A=b docker compose up --build', /^sudo: it runs a build, docker/],
    ['time -p nice -n 5 podman build .', /^time: it runs a build, podman/],
    ['env -i docker build .', /^env: it runs a build/],
    ['flock /x docker build .', /^flock: it runs a build/],
    ['script -q /dev/null podman build .', /^script: it runs a build/],
    ['timeout 60 docker build --nope .', /^timeout: it runs a build/],
    ['buildctl build --frontend dockerfile.v0', /^buildctl build: /],
    ['podman-compose up', /^podman-compose up: /],
    ['podman compose build', /^podman compose build: /],
    ['nerdctl compose up', /^nerdctl compose up: /],
    ['podman kube play --build x.yaml', /^podman kube: /],
    ['depot build .', /^depot build: /],
    ['docker buildx dap build .', /^docker buildx dap: /],
    ['docker compose run --build', /names no service/],
    ['docker -- build .', /^docker: -- before the command/],
    ['docker build', /names no context/],
    ['docker build a b', /takes one context and gets 2: a b/],
    ['docker build https://me:hunter2@h/a.git b', /gets 2: https:\/\/h\/a.git b/],
    ['docker build . TOKEN=hunter2', /gets 2: . TOKEN=\*\*\*$/],
    ['docker build https://u:x/hunter2@h/a.git b', /gets 2: https:\/\/h\/a.git b/],
    ['docker build https://u:x@hunter2@h/a.git?token=hunter2 b', /https:\/\/h\/a.git\?token=\*\*\* b/],
    ['docker build --=hunter2 .', /bad flag syntax: --$/],
    ['docker build --pull=hunter2 .', /--pull is on or off/],
    ['env DOCKER_BUILDKIT=hunter2 docker build .', /DOCKER_BUILDKIT is on or off/],
    ["docker build ''", /context is blank/],
    ['docker build -f - -', /stdin can't be both/],
    ['docker build --build-arg =x .', /names no argument/],
    ['docker build --build-context x .', /NAME=PATH/],
    ['docker build --secret src=x .', /--secret can't be read: secret missing ID/],
    ['docker build --secret id=x,kind=y .', /unexpected key 'kind'/],
    ['docker build --secret id=x,type=vault .', /type must be file or env/],
    ['docker build --secret hunter2 .', /must be a key=value pair/],
    ['podman build --secret ID=x .', /unexpected key 'ID'/],
    ['podman build', /neither a context nor a Dockerfile/],
    ['podman build -f https://h/Dockerfile', /neither a context nor a Dockerfile/],
    ['podman build . x', /"x" stands behind the context/],
    ['podman build -f a -f - .', /- is one Dockerfile of several/],
    ['podman build --build-arg-file nope .', /--build-arg-file nope can't be read/],
    ['buildah build . -t x', /"-t" stands behind the context/],
    ['nerdctl build -', /no context that it takes/],
    ['nerdctl build https://h/a.git', /no context that it takes/],
    ['docker compose build --nope', /^docker compose build: unknown flag: --nope$/],
  ])('%s', (line, problem) => {
    expect(() => read(line)).toThrow(UsageError)
    expect(() => read(line)).toThrow(problem)
    expect(() => read(line)).not.toThrow('hunter2')
  })

  test('nothing to run', () => {
    expect(() => readCommand([], { cwd, environment })).toThrow('there is no command')
    expect(() => readCommand([''], { cwd, environment })).toThrow('there is no command')
  })

  test('with a word on how to go on', () => {
    const error = (line: string) => {
      try {
        read(line)
      } catch (caught) {
        return caught as UsageError
      }
      throw new Error('not refused')
    }
    expect(error('docker build --nope .')).toMatchObject({
      message: 'docker build: unknown flag: --nope',
      hint: expect.stringContaining('--on-unknown run'),
      exitCode: 2,
    })
    const classic = error('env DOCKER_BUILDKIT=0 docker build --secret id=x .')
    expect(classic.message).toBe('docker build: unknown flag: --secret')
    expect(classic.hint).toMatch(/^DOCKER_BUILDKIT is off: the classic builder builds; mend the command/)
    expect(error('sudo docker build .').hint).toContain('sudo ctxguard build -- docker …')
  })
})

describe('the context', () => {
  test.each([
    ['docker build .', { kind: 'directory', given: '.', at: { index: 2, offset: 0 } }],
    ['docker build -t a app', { kind: 'directory', given: 'app', at: { index: 4, offset: 0 } }],
    ['docker build app -t a', { kind: 'directory', given: 'app', at: { index: 2, offset: 0 } }],
    ['docker build -t a -- app', { kind: 'directory', given: 'app', at: { index: 5, offset: 0 } }],
    ['docker build -', { kind: 'stdin', at: { index: 2, offset: 0 } }],
    ['docker build -f x -', { kind: 'stdin', at: { index: 4, offset: 0 } }],
    ['docker build github.com/me/repo', { kind: 'remote', protocol: 'git', text: 'github.com/me/repo' }],
    ['docker build github.com/me/here', { kind: 'directory', given: 'github.com/me/here' }],
    ['docker build ./github.com/me/repo', { kind: 'directory', given: './github.com/me/repo' }],
    ['docker build git@github.com:me/r.git#main:sub', { kind: 'remote', protocol: 'git' }],
    ['docker build https://u:p@h/r.git#v1', { kind: 'remote', protocol: 'git', text: 'https://h/r.git#v1' }],
    ['docker build https://h/c.tar.gz', { kind: 'remote', protocol: 'http', text: 'https://h/c.tar.gz' }],
    ['podman build git://h/r', { kind: 'remote', protocol: 'git' }],
    ['podman build git@github.com:me/r.git', { kind: 'directory', given: 'git@github.com:me/r.git' }],
    ['podman build -f -', { kind: 'stdin', at: { index: 3, offset: 0 } }],
    ['podman build -f app/Dockerfile', { kind: 'directory', given: 'app' }],
    ['podman build -f https://h/D -f app/Containerfile.dev --target x -f y .', { given: '.' }, 'refused'],
    ['buildah build', { kind: 'directory', given: '.' }],
    ['buildah build app/Dockerfile', { kind: 'directory', given: 'app', at: { index: 2, offset: 0 } }],
  ])('%s', (line, context, refused?: string) => {
    if (refused) expect(() => read(line)).toThrow(UsageError)
    else expect(only(line).context).toMatchObject(context)
  })

  test('the classic builder takes any path that exists for local', () => {
    const more = { DOCKER_BUILDKIT: '0' }
    expect(only('docker build token', more).context).toMatchObject({ kind: 'directory', given: 'token' })
  })
})

describe('the Dockerfile', () => {
  test.each([
    ['docker build .', { kind: 'default' }],
    [
      'docker build -f app/Dockerfile .',
      { kind: 'files', given: ['app/Dockerfile'], at: { index: 3, offset: 0 } },
    ],
    ['docker build --file=x .', { kind: 'files', given: ['x'], at: { index: 2, offset: 7 } }],
    ['docker build -fx .', { kind: 'files', given: ['x'], at: { index: 2, offset: 2 } }],
    ['docker build -f=x .', { kind: 'files', given: ['x'], at: { index: 2, offset: 3 } }],
    ['docker build -qf x .', { kind: 'files', given: ['x'], at: { index: 3, offset: 0 } }],
    ['docker build -f x --file y .', { kind: 'files', given: ['y'] }],
    ['docker build -f x -f= .', { kind: 'files', given: ['='] }],
    ['docker build --file= .', { kind: 'default' }],
    ['docker build -f - .', { kind: 'stdin', at: { index: 3, offset: 0 } }],
    ['docker build -f https://t:k@h/D .', { kind: 'remote', text: 'https://h/D' }],
    ['podman build -f a,b -f c .', { kind: 'files', given: ['a', 'b', 'c'] }],
    ['podman build -f - .', { kind: 'stdin' }],
    ['buildah bud app/Dockerfile', { kind: 'files', given: ['app/Dockerfile'] }],
    ['nerdctl build -f - app', { kind: 'stdin' }],
  ])('%s', (line, dockerfile) => {
    expect(only(line).dockerfile).toMatchObject(dockerfile)
  })

  test('has no address for the classic builder', () => {
    const { dockerfile } = only('docker build -f https://h/D .', { DOCKER_BUILDKIT: '0' })
    expect(dockerfile).toMatchObject({ kind: 'files', given: ['https://h/D'] })
  })
})

describe('what a build is given', () => {
  test('arguments, also from the environment', () => {
    const line = 'docker build --build-arg A=1 --build-arg=B --build-arg C --build-arg A=2=3 --build-arg D= .'
    expect(only(line, { B: 'env' }).buildArgs).toEqual({ A: '2=3', B: 'env', D: '' })
  })

  test('arguments in a file of podman', () => {
    const line = 'podman build --build-arg-file app/args.env --build-arg B=flag app'
    expect(only(line, { FROM_ENV: 'x' }).buildArgs).toEqual({ A: 'file', B: 'flag', FROM_ENV: 'x' })
  })

  test.each([
    ['id=a,src=token', { id: 'a', source: { kind: 'file', path: 'token' }, exists: true }],
    ['id=a,source=nope', { id: 'a', source: { kind: 'file', path: 'nope' }, exists: false }],
    ['ID=a,Env=HOME', { id: 'a', source: { kind: 'env', name: 'HOME' }, exists: true }],
    ['type=env,id=a,src=NOPE', { id: 'a', source: { kind: 'env', name: 'NOPE' }, exists: false }],
    ['id=HOME', { id: 'HOME', source: { kind: 'env', name: 'HOME' }, exists: true }],
    ['id=token', { id: 'token', source: { kind: 'file', path: 'token' }, exists: true }],
    ['type=file,id=a,"src=a,b"', { id: 'a', source: { kind: 'file', path: 'a,b' }, exists: false }],
  ])('the secret %s', (spec, secret) => {
    const command = readCommand(['docker', 'build', '--secret', spec, '.'], { cwd, environment })
    expect(command).toMatchObject({ builds: [{ secrets: [secret] }] })
  })

  test.each([
    ['id=a,src=token', { source: { kind: 'file', path: 'token' } }],
    ['id=a,env=TOKEN', { source: { kind: 'env', name: 'TOKEN' } }],
    ['id=HOME,src=token', { source: { kind: 'env', name: 'token' } }],
    ['id=token', { source: { kind: 'file', path: 'token' } }],
  ])('the secret %s as podman reads it', (spec, secret) => {
    expect(only(`podman build --secret ${spec} .`).secrets).toMatchObject([secret])
  })

  test('secrets of one id once, ssh by its ids, caches, outputs, named contexts', () => {
    const line = `docker build --secret id=a,src=x --secret id=b,env=HOME --secret id=a,src=token --ssh default
      --ssh deploy=/keys/a,/keys/b --cache-to type=inline --cache-to=type=registry,ref=r,mode=max -o out
      --build-context base=docker-image://alpine --build-context lib=../lib --target final .`
    expect(only(line.replace(/\n/g, ' '))).toMatchObject({
      secrets: [
        { id: 'a', source: { kind: 'file', path: 'token' } },
        { id: 'b', source: { kind: 'env', name: 'HOME' } },
      ],
      ssh: ['default', 'deploy'],
      cacheTo: ['type=inline', 'type=registry,ref=r,mode=max'],
      output: ['out'],
      namedContexts: { base: 'docker-image://alpine', lib: '../lib' },
      target: 'final',
      foreign: [],
    })
  })

  test('options of buildctl are kept for what they say', () => {
    const line = '--export-cache type=inline --import-cache=type=registry,ref=x'
    expect(only(`docker build ${line} .`)).toMatchObject({
      foreign: ['--export-cache', '--import-cache'],
      context: { given: '.' },
    })
    expect(only(`nerdctl build ${line} .`).foreign).toHaveLength(2)
  })

  test.each([
    ['docker build --platform linux/arm64 .', {}, 'linux/arm64'],
    ['docker build --platform linux/arm64 --platform=linux/amd64 .', {}, 'linux/arm64,linux/amd64'],
    ['docker build .', { DOCKER_DEFAULT_PLATFORM: 'linux/386' }, 'linux/386'],
    ['podman build --platform linux/arm64,linux/amd64 .', {}, 'linux/arm64,linux/amd64'],
    ['podman build --arch arm --variant v7 .', { DOCKER_DEFAULT_PLATFORM: 'linux/386' }, 'linux/arm/v7'],
    ['nerdctl build --platform=arm64,amd64 .', {}, 'arm64,amd64'],
  ])('the platform of %s', (line, more, platform) => {
    expect(only(line, more).platform).toBe(platform)
  })

  test.each([
    ['docker build --check .', 'check'],
    ['docker build --check=false .', 'build'],
    ['docker build --call=check,format=json .', 'check'],
    ['docker build --check --call build .', 'build'],
    ['docker buildx build --print=outline .', 'check'],
    ['docker buildx bake --print', 'print'],
    ['docker buildx bake --list=targets', 'print'],
    ['docker buildx bake --check', 'check'],
    ['docker compose build --print', 'print'],
    ['docker compose build --check', 'check'],
    ['docker compose --dry-run up --build', 'print'],
    ['docker compose up --dry-run --build', 'print'],
    ['docker compose up', 'maybe'],
    ['docker compose up --build', 'build'],
    ['docker compose up --build=false', 'maybe'],
    ['docker compose run api', 'maybe'],
    ['docker compose watch', 'build'],
  ])('%s: %s', (line, does) => {
    const command = build(line)
    expect(command.does).toBe(does)
    if (does !== 'build') expect(command.notes).toHaveLength(1)
  })
})

describe('compose and bake are asked for what their flags say', () => {
  test('compose', () => {
    const line = `docker compose -f a.yaml --file b.yaml --profile dev -p shop --project-directory .. --env-file .env.ci
      build --build-arg A=1 --build-arg B --ssh default --with-dependencies api worker`
    expect(build(line.replace(/\n/g, ' ')).project).toEqual({
      kind: 'compose',
      options: {
        cwd,
        files: ['a.yaml', 'b.yaml'],
        projectDirectory: '..',
        projectName: 'shop',
        profiles: ['dev'],
        envFiles: ['.env.ci'],
        services: ['api', 'worker'],
        withDependencies: true,
        buildArgs: ['A=1', 'B'],
        ssh: ['default'],
      },
    })
  })

  test.each([
    ['docker compose build', [], false],
    ['docker compose up -d --build web', ['web'], true],
    ['docker compose up --build --no-deps web', ['web'], false],
    ['docker compose run --build -e A=b -- web npm test --build', ['web'], true],
    ['docker compose run --rm -it web build --no-deps', ['web'], true],
    ['docker compose create --build web db', ['web', 'db'], true],
  ])('%s', (line, services, withDependencies) => {
    expect(build(line).project).toMatchObject({ options: { services, withDependencies } })
  })

  test('bake', () => {
    const line = `docker buildx bake -f a.hcl --file=b.json --set *.platform=linux/amd64 --set app.args.X=1
      --var TAG=7 --push app tools`
    expect(build(line.replace(/\n/g, ' ')).project).toEqual({
      kind: 'bake',
      options: {
        cwd,
        files: ['a.hcl', 'b.json'],
        targets: ['app', 'tools'],
        sets: ['*.platform=linux/amd64', 'app.args.X=1'],
        variables: ['TAG=7'],
      },
    })
    expect(build('docker buildx bake https://u:p@h/r.git app').project).toMatchObject({
      options: { remote: { text: 'https://h/r.git' } },
    })
  })
})

describe('command lines as people write them', () => {
  test.each([
    [
      `docker build \\
        --pull \\
        --no-cache \\
        --build-arg VERSION=1.2.3 \\
        --label org.opencontainers.image.revision=abc \\
        -t registry.example.com/shop/api:1.2.3 -t registry.example.com/shop/api:latest \\
        -f app/Dockerfile \\
        .`,
      { context: { given: '.' }, dockerfile: { given: ['app/Dockerfile'] }, buildArgs: { VERSION: '1.2.3' } },
    ],
    [
      `docker buildx build --cache-from type=gha --cache-to type=gha,mode=max --file ./app/Dockerfile --iidfile /tmp/iid
        --attest type=provenance,mode=min,inline-only=true,builder-id=https://github.com/a/b --label "a=b c"
        --platform linux/amd64,linux/arm64 --secret id=GIT_AUTH_TOKEN,src=token --metadata-file /tmp/m --push
        --tag user/app:latest https://github.com/a/b.git#refs/heads/main`,
      {
        context: { kind: 'remote', protocol: 'git' },
        cacheTo: ['type=gha,mode=max'],
        platform: 'linux/amd64,linux/arm64',
        secrets: [{ id: 'GIT_AUTH_TOKEN' }],
      },
    ],
    [
      'docker build --network=host --add-host db:10.0.0.1 --shm-size 1g --ulimit nofile=1024 -m 2g --rm=false -q app',
      { context: { given: 'app' } },
    ],
    [
      'podman build --squash --format docker --layers=false --pull=newer -v /a:/b:ro,Z --security-opt label=disable -t x app',
      { context: { given: 'app' } },
    ],
    ['podman build --pull --isolation chroot -D --tls-verify=false app', { context: { given: 'app' } }],
    ['buildah bud --layers --net host -f app/Dockerfile -t x app', { context: { given: 'app' } }],
    ['podman build --ignorefile app/.ignore app', { ignoreFile: 'app/.ignore' }],
    ['nerdctl build -t x --buildkit-host unix:///x -o type=docker app', { output: ['type=docker'] }],
  ])('%s', (line, facts) => {
    expect(only(line)).toMatchObject(facts)
  })
})

describe('docker may be podman', () => {
  const script = '#!/bin/sh\n[ -e /etc/containers/nodocker ] || echo >&2 Emulate\nexec /usr/bin/podman "$@"\n'
  const bin = makeTree({
    'linked/podman': '#!/bin/sh\n',
    'linked/docker': { link: 'podman' },
    'script/docker': { text: script, mode: 0o755 },
    'other/docker': { text: '#!/bin/sh\nexec /usr/bin/docker.real "$@" # not podman "$@"\n', mode: 0o755 },
  })
  chmodSync(join(bin, 'linked/podman'), 0o755)

  test.each(['linked', 'script'])('%s', dir => {
    const more = { PATH: `/nowhere:${join(bin, dir)}`, DOCKER_BUILDKIT: '0' }
    expect(build('docker build -f app/Dockerfile', more)).toMatchObject({
      tool: 'podman',
      builder: 'podman',
      name: 'docker build',
    })
    expect(build(`${join(bin, dir)}/docker build .`)).toMatchObject({ builder: 'podman' })
  })

  test('another script is docker', () => {
    expect(build('docker build .', { PATH: join(bin, 'other') })).toMatchObject({ builder: 'buildkit' })
  })
})

test('docker under another name is read as docker', () => {
  const bin = makeTree({ docker: '#!/bin/sh' })
  chmodSync(join(bin, 'docker'), 0o755)
  symlinkSync('docker', join(bin, 'd'))
  expect(build('d build .', { PATH: bin })).toMatchObject({ tool: 'docker', name: 'docker build' })
  expect(build(`${bin}/d build .`)).toMatchObject({ tool: 'docker' })
  expect(() => read('nice d build .', { PATH: bin })).toThrow('nice: it runs a build')
})
