import { expect, test } from 'vitest'
import { runCli } from '../helpers/cli.ts'
import { commitAll, makeTree } from '../helpers/tree.ts'

const dir = makeTree({ '.dockerignore': '*.log\n!keep.log\n', 'a.log': '', 'keep.log': '', 'src/x': '' })
commitAll(dir)

test('says what decided and what to write to change it', () => {
  const { stdout, stderr, exitCode } = runCli(['explain', 'a.log', 'keep.log', 'src/x'], { cwd: dir })
  expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 })
  expect(stdout).toBe(`a.log  not sent
  .dockerignore:1  *.log  leaves it out
  git: tracked
  to let it in, add to the end of .dockerignore:  !a.log

keep.log  sent
  .dockerignore:2  !keep.log  lets it in
  git: tracked
  to leave it out, add to the end of .dockerignore:  keep.log

src/x  sent
  no line of the ignore file says anything of it
  git: tracked
  to leave it out, add to the end of .dockerignore:  src/x
`)
})

test('--trace shows every line that took part', () => {
  const { stdout } = runCli(['explain', '--trace', '-C', dir, 'keep.log'])
  expect(stdout).toContain(
    '  out  .dockerignore:1  *.log  (keep.log)\n  in   .dockerignore:2  !keep.log  (keep.log)\n',
  )
})

test('--json prints the explanation, of several paths an array', () => {
  const one = JSON.parse(runCli(['explain', '--json', '-C', dir, 'a.log']).stdout)
  expect(one).toEqual({
    path: 'a.log',
    exists: true,
    sent: false,
    decidedBy: { file: '.dockerignore', line: 1, text: '*.log', negated: false },
    trace: [{ file: '.dockerignore', line: 1, text: '*.log', negated: false, path: 'a.log', sent: false }],
    requested: null,
    exposure: null,
    carrier: null,
    mayReachFinal: false,
    requestedBy: [],
    git: 'tracked',
    belowExcluded: null,
  })
  expect(JSON.parse(runCli(['explain', '--json', '-C', dir, 'a.log', 'src']).stdout)).toHaveLength(2)
})

test('names the instructions that take a path, and how far it gets', () => {
  const built = makeTree({
    '.dockerignore': 'no\n',
    Dockerfile: 'FROM scratch AS build\nCOPY src /s\nFROM scratch\nCOPY --from=build /s/x /\nCOPY src/y* /\n',
    'src/x': '',
    'src/yes': '',
    other: '',
  })
  const paths = ['src/x', 'src/yes', 'other']
  const { stdout } = runCli(['explain', '-C', built, ...paths])
  expect(stdout).toContain(
    'Dockerfile:2  COPY src /s  takes it (stage build)\n  it gets into the final image by Dockerfile:4\n',
  )
  expect(stdout).toContain('Dockerfile:5  COPY src/y* /  takes it (stage 1)')
  expect(stdout).toContain('not taken: no instruction of this build names it')
  const json = JSON.parse(runCli(['explain', '--json', '-C', built, ...paths]).stdout)
  expect(
    json.map(({ requested, exposure }: { requested: boolean; exposure: string }) => [requested, exposure]),
  ).toEqual([
    [true, 'final'],
    [true, 'final'],
    [false, 'sent'],
  ])
  expect(json[0].requestedBy).toEqual([
    { file: 'Dockerfile', line: 2, instruction: 'COPY src /s', stage: 'build' },
  ])
})

test('of a long instruction it shows no more than a line has room for', () => {
  const run = `RUN --mount=type=bind,target=. \\\n    make build && ${'echo more && '.repeat(20)}true`
  const dir = makeTree({ file: 'text\n', Dockerfile: `FROM alpine\nWORKDIR /src\n${run}\n` })
  const { stdout } = runCli(['explain', '-C', dir, 'file'])
  const line = stdout.split('\n').find(one => one.includes('takes it'))
  expect(line).toMatch(/^ {2}Dockerfile:3 {2}RUN --mount=type=bind,target=\. make build && .*… {2}takes it/)
  expect(line!.length).toBeLessThanOrEqual(100)
})
