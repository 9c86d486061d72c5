import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { readDockerfile } from '../../src/dockerfile/read.ts'
import type { Command } from '../../src/model/dockerfile.ts'

function dockerfile(name: string) {
  return readDockerfile(readFileSync(new URL(`../../fixtures/dockerfiles/${name}`, import.meta.url), 'utf8'))
}

/** The one instruction behind `FROM a`. */
function second<K extends Command['kind']>(text: string, kind: K): Command & { kind: K } {
  const { problem, commands } = readDockerfile(`FROM a\n${text}`)
  expect(problem).toBeNull()
  expect(commands[1]!.kind).toBe(kind)
  return commands[1] as Command & { kind: K }
}

describe('stages', () => {
  test('hold what is theirs; an ARG before the first is global', () => {
    const { globalArgs, stages, problem } = dockerfile('node.Dockerfile')
    expect(problem).toBeNull()
    expect(globalArgs.map(({ declared }) => declared[0]!.key)).toEqual(['NODE_VERSION', 'REGISTRY'])
    expect(stages.map(({ from }) => [from.stage, from.base.text])).toEqual([
      ['base', `\${REGISTRY}/library/node:\${NODE_VERSION}-alpine`],
      ['deps', 'base'],
      ['build', 'base'],
      [null, 'base'],
    ])
    expect(stages.map(({ commands }) => commands.length)).toEqual([2, 2, 3, 9])
    expect(stages.map(({ index }) => index)).toEqual([0, 1, 2, 3])
  })

  test('have lower-case names', () => {
    expect(readDockerfile('FROM a As Build-1\n').stages[0]!.from.stage).toBe('build-1')
  })
})

describe('copies', () => {
  test('keep sources, destination and flags as they are written, heredocs apart', () => {
    const copy = second(
      'COPY --link --exclude=*.md --exclude="a b" --from=$X "q" <<E ./d \\\n  /to/\nE\n',
      'copy',
    )
    expect(copy.sources.map(({ text }) => text)).toEqual(['"q"', './d'])
    expect(copy.dest).toEqual({ text: '/to/', line: 3, column: 3 })
    expect(copy.from).toEqual({ text: '$X', line: 2, column: 51 })
    expect(copy.exclude.map(({ text }) => text)).toEqual(['*.md', 'a b'])
    expect([copy.link, copy.parents, copy.unpack]).toEqual([true, false, null])
    expect(copy.heredocs.map(({ name, content }) => [name, content])).toEqual([['E', '']])
  })

  test('with an empty --from are told from those with none', () => {
    expect(second('COPY --from= a b', 'copy').from).toEqual({ text: '', line: 2, column: 13 })
    expect(second('COPY a b', 'copy').from).toBeNull()
  })

  test('take names with blanks in the JSON form only', () => {
    const { sources, json } = second('COPY ["a b", "c\\u0064", "/e"]', 'copy')
    expect(sources).toEqual([
      { text: 'a b', line: 2, column: 7 },
      { text: 'cd', line: 2, column: 14 },
    ])
    expect(json).toBe(true)
    expect(second('COPY "a b" c', 'copy').sources.map(({ text }) => text)).toEqual(['"a', 'b"'])
  })

  test('of ADD say whether to unpack', () => {
    expect(second('ADD --unpack=false a b', 'add').unpack).toBe(false)
    expect(second('ADD --unpack a b', 'add').unpack).toBe(true)
    expect(second('ADD a b', 'add').unpack).toBeNull()
  })
})

describe('heredocs', () => {
  test('are content, not instructions, and know where they stand', () => {
    const { stages } = dockerfile('python.Dockerfile')
    const copy = stages[0]!.commands.find(({ heredocs }) => heredocs.length > 0)!
    expect(copy).toMatchObject({ kind: 'copy', line: 8, endLine: 14, sources: [] })
    expect(copy.heredocs).toEqual([
      {
        name: 'settings.py',
        content: 'DEBUG = $NOT_A_VARIABLE\nCOPY . /not-an-instruction\n',
        expand: false,
        contentLine: 9,
        line: 8,
        column: 6,
      },
      {
        name: 'entry.sh',
        content: `#!/bin/sh\nexec gunicorn \${APP:-app}:main\n`,
        expand: true,
        contentLine: 12,
        line: 8,
        column: 22,
      },
    ])
    const run = stages[0]!.commands.find(({ kind }) => kind === 'run')!
    expect(run.heredocs.map(({ name, expand }) => [name, expand])).toEqual([
      ['EOF', true],
      ['MORE', false],
    ])
    expect(run.endLine).toBe(23)
  })

  test('are not where quotes, arithmetics or <<< only look like it', () => {
    expect(second(`RUN echo "<<A" '<<B' $((1<<C)) <<<D`, 'run').heredocs).toEqual([])
  })
})

describe('continuations', () => {
  test('leave comments and empty lines out, and every token where it stands', () => {
    const run = second('RUN --mount=target=/a \\\n # c\n\n  --mount=target=/b \\ \n  ls', 'run')
    expect(run.text).toBe('RUN --mount=target=/a   --mount=target=/b   ls')
    expect(run.mounts).toEqual([
      { text: 'target=/a', line: 2, column: 13 },
      { text: 'target=/b', line: 5, column: 11 },
    ])
    expect(run.words).toEqual([{ text: 'ls', line: 6, column: 3 }])
    expect(run.endLine).toBe(6)
  })

  test('use the escape token that the file names', () => {
    const { directives, commands } = dockerfile('windows.Dockerfile')
    expect(directives).toMatchObject({
      escape: '`',
      syntax: { text: 'docker/dockerfile:1', line: 2, column: 10 },
    })
    expect(commands.map(({ name, line }) => `${line} ${name}`)).toEqual([
      '3 FROM',
      '4 SHELL',
      '5 COPY',
      '6 COPY',
      '7 ENV',
      '9 RUN',
      '13 WORKDIR',
      '14 CMD',
    ])
    const [, , backslashes, json] = commands
    expect(backslashes).toMatchObject({ sources: [{ text: 'app\\bin\\' }], dest: { text: 'C:\\app\\bin\\' } })
    expect(json).toMatchObject({ sources: [{ text: 'app/read me.txt' }], dest: { text: 'C:\\app\\' } })
  })
})

test('a byte-order mark, CRLF and characters beyond ASCII change neither words nor columns', () => {
  const { directives, commands, problem } = dockerfile('crlf.Dockerfile')
  expect(problem).toBeNull()
  expect(directives.check).toEqual({ text: 'error=false', line: 1, column: 9 })
  const [from, run, copy, label, last] = commands
  expect(from).toMatchObject({ line: 2, column: 1, stage: 'crlf' })
  expect(run).toMatchObject({
    line: 3,
    endLine: 6,
    text: 'RUN apt-get update &&     apt-get install -y curl',
  })
  expect(copy).toMatchObject({ heredocs: [{ content: 'key=value\r\n' }], dest: { text: '/etc/ä.conf' } })
  expect(label!.words).toEqual([
    { text: 'a="日本"', line: 10, column: 7 },
    { text: 'b=😀\\ x', line: 10, column: 14 },
  ])
  expect(last).toMatchObject({ dest: { text: '/d/', line: 11, column: 16 } })
})

describe('variables', () => {
  test('keep their quotes; the old form takes the rest of the line', () => {
    expect(second('ENV a=b c="d e" f=g\\ h', 'env')).toMatchObject({
      legacy: false,
      declared: [
        { key: 'a', value: 'b', column: 5 },
        { key: 'c', value: '"d e"', column: 9 },
        { key: 'f', value: 'g\\ h', column: 17 },
      ],
    })
    expect(second('ENV key  a b=c', 'env')).toMatchObject({
      legacy: true,
      declared: [{ key: 'key', value: 'a b=c' }],
    })
    expect(second('ARG x y= z=1', 'arg').declared).toMatchObject([
      { key: 'x', value: null },
      { key: 'y', value: '' },
      { key: 'z', value: '1' },
    ])
  })
})

describe('ONBUILD', () => {
  test('keeps a command with its own positions', () => {
    const { commands } = dockerfile('onbuild.Dockerfile')
    const triggers = commands.flatMap(command => (command.kind === 'onbuild' ? [command.trigger] : []))
    expect(triggers).toMatchObject([
      { kind: 'arg', line: 3, column: 9 },
      {
        kind: 'copy',
        line: 4,
        endLine: 5,
        chown: { text: '1000', line: 4, column: 22 },
        sources: [
          { text: 'pom.xml', line: 4, column: 27 },
          { text: 'settings.xml', line: 5, column: 3 },
        ],
      },
      { kind: 'run', heredocs: [{ name: 'EOF', content: 'mvn -P$PROFILE dependency:go-offline\n' }] },
      { kind: 'add', line: 9, column: 9 },
    ])
  })

  test('says no sooner than a child runs it what is wrong with it', () => {
    const { trigger } = second('ONBUILD COPY --lnk a b', 'onbuild')
    expect(trigger).toEqual({ reason: 'unknown flag: --lnk (did you mean link?)', line: 2, column: 9 })
  })
})
