import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { makeTree, type Tree } from '../helpers/tree.ts'
import { laidOut, packed, pathsOf, readBack, type Wanted } from './packed.ts'

const TAKES_A = 'FROM scratch\nCOPY a /\n'
const TAKES_ALL = 'FROM scratch\nCOPY . /\n'

async function placed(tree: Tree, options: (dir: string) => Wanted = () => ({})) {
  const dir = makeTree(tree)
  const { packing } = await laidOut(join(dir, 'ctx'), options(dir))
  const { dockerfile, named, exposesDockerfile, otherKeys } = packing
  return { dockerfile, named, exposesDockerfile, otherKeys, paths: pathsOf(packing) }
}

test('one that is sent is packed where it lies, taken or not', async () => {
  expect(await placed({ 'ctx/Dockerfile': TAKES_A, 'ctx/a': '', 'ctx/b': '' })).toEqual({
    dockerfile: 'Dockerfile',
    named: false,
    exposesDockerfile: false,
    otherKeys: false,
    paths: ['Dockerfile', 'a'],
  })
})

test('one of another name has to be named', async () => {
  const tree = { 'ctx/build/app.Dockerfile': TAKES_A, 'ctx/a': '', 'ctx/build/x': '' }
  const found = await placed(tree, dir => ({ dockerfile: join(dir, 'ctx/build/app.Dockerfile') }))
  expect(found).toMatchObject({ dockerfile: 'build/app.Dockerfile', named: true })
  expect(found.paths).toEqual(['a', 'build', 'build/app.Dockerfile'])
})

test('dockerfile needs no name, unless there is a Dockerfile too', async () => {
  expect(await placed({ 'ctx/dockerfile': TAKES_ALL })).toMatchObject({ named: false })
  const both = { 'ctx/dockerfile': TAKES_ALL, 'ctx/Dockerfile': TAKES_A, 'ctx/a': '' }
  const found = await placed(both, dir => ({ dockerfile: join(dir, 'ctx/dockerfile') }))
  expect(found).toMatchObject({ dockerfile: 'dockerfile', named: true })
})

describe('one that is not sent', () => {
  test('is packed where it lies: COPY takes it, and that is said', async () => {
    const tree = { 'ctx/.dockerignore': 'Dockerfile', 'ctx/Dockerfile': TAKES_ALL, 'ctx/a': '' }
    expect(await placed(tree)).toEqual({
      dockerfile: 'Dockerfile',
      named: false,
      exposesDockerfile: true,
      otherKeys: true,
      paths: ['.dockerignore', 'Dockerfile', 'a'],
    })
  })

  test('with its directory, where that is not sent either', async () => {
    const tree = {
      'ctx/.dockerignore': 'build',
      'ctx/build/Dockerfile': TAKES_A,
      'ctx/build/x': '',
      'ctx/a': '',
    }
    const found = await placed(tree, dir => ({ dockerfile: join(dir, 'ctx/build/Dockerfile') }))
    expect(found).toMatchObject({ dockerfile: 'build/Dockerfile', exposesDockerfile: false })
    expect(found.paths).toEqual(['a', 'build', 'build/Dockerfile'])
  })

  test.each([
    ['COPY D* /', true],
    ['COPY [DE]ockerfile /', true],
    ['COPY ?? /', false],
    ['COPY *.json a /', false],
    ['RUN --mount=target=/m true\nCOPY a /', true],
    ['RUN --mount=source=a,target=/m true', false],
  ])('%s takes it: %s', async (line, exposesDockerfile) => {
    const tree = {
      'ctx/.dockerignore': 'Dockerfile',
      'ctx/Dockerfile': `FROM scratch\n${line}\n`,
      'ctx/a': '',
    }
    expect(await placed(tree)).toMatchObject({ exposesDockerfile })
  })
})

describe('one from elsewhere', () => {
  test('is exposed to what takes the whole context through links', async () => {
    const tree = { 'ctx/la': { link: '.' }, 'ctx/zl': { link: 'la' }, 'ctx/a': '' }
    const from = (source: string) =>
      placed({ ...tree, 'Other.Dockerfile': `FROM scratch\nCOPY ${source} /x/\n` }, dir => ({
        dockerfile: join(dir, 'Other.Dockerfile'),
      }))
    expect(await from('zl/la/')).toMatchObject({ exposesDockerfile: true })
    expect(await from('zl/la/a')).toMatchObject({ exposesDockerfile: false })
  })

  test('gets a name that nothing has', async () => {
    const tree = { 'Other.Dockerfile': TAKES_ALL, 'ctx/a': '', 'ctx/.ctxguard.Dockerfile': 'taken' }
    const found = await placed(tree, dir => ({ dockerfile: join(dir, 'Other.Dockerfile') }))
    expect(found).toMatchObject({
      dockerfile: '.ctxguard.Dockerfile.2',
      named: true,
      exposesDockerfile: true,
    })
    expect(found.paths).toEqual(['.ctxguard.Dockerfile', '.ctxguard.Dockerfile.2', 'a'])
  })

  test('is packed as it was read, to the byte', async () => {
    const text = '# caf\udce9\r\nFROM scratch\r\nCOPY a /\r\n'
    const dir = makeTree({ a: '' })
    const tar = await packed(dir, { inlineDockerfile: { text, label: 'inline' } })
    const found = (await readBack(tar)).find(({ header }) => header.name === '.ctxguard.Dockerfile')
    expect(found?.content.toString('latin1')).toBe('# caf\xe9\r\nFROM scratch\r\nCOPY a /\r\n')
    expect(found?.header).toMatchObject({ mode: 0o644, mtime: new Date(0) })
  })

  test('through a link to a directory too', async () => {
    const tree = { 'build/Dockerfile': TAKES_A, 'ctx/a': '', 'ctx/away': { link: '../build' } }
    const found = await placed(tree, dir => ({ dockerfile: join(dir, 'ctx/away/Dockerfile') }))
    expect(found).toMatchObject({ dockerfile: '.ctxguard.Dockerfile', named: true })
  })
})

test('a link to a Dockerfile is packed with its end', async () => {
  const tree = { 'ctx/Dockerfile': { link: 'real' }, 'ctx/real': TAKES_A, 'ctx/a': '', 'ctx/b': '' }
  expect(await placed(tree)).toMatchObject({ dockerfile: 'Dockerfile', paths: ['Dockerfile', 'a', 'real'] })
})

describe('the classic builder takes it out again', () => {
  const classic = (dir: string): Wanted => ({ builder: 'classic', dockerfile: join(dir, 'Dockerfile') })
  const ignoreFile = async (tree: Tree) => {
    const dir = makeTree(tree)
    const members = await readBack(await packed(join(dir, 'ctx'), classic(dir)))
    return members.find(({ header }) => header.name === '.dockerignore')?.content.toString()
  }

  test('by an ignore file that is made for it', async () => {
    const tree = { Dockerfile: TAKES_ALL, 'ctx/a': '' }
    expect(await placed(tree, classic)).toMatchObject({ exposesDockerfile: false, otherKeys: false })
    expect(await ignoreFile(tree)).toBe('.dockerignore\n.ctxguard.Dockerfile\n')
  })

  test('by a line more in the one that is sent', async () => {
    const tree = { Dockerfile: TAKES_ALL, 'ctx/.dockerignore': '*.log', 'ctx/a': '' }
    expect(await ignoreFile(tree)).toBe('*.log\n.ctxguard.Dockerfile\n')
  })

  test('by the one that keeps it out itself', async () => {
    const tree = { 'ctx/.dockerignore': 'Dockerfile\n', 'ctx/Dockerfile': TAKES_ALL, 'ctx/a': '' }
    const found = await placed(tree, dir => ({ ...classic(dir), dockerfile: join(dir, 'ctx/Dockerfile') }))
    expect(found).toMatchObject({ exposesDockerfile: false, paths: ['.dockerignore', 'Dockerfile', 'a'] })
  })

  const inContext = (dir: string): Wanted => ({ ...classic(dir), dockerfile: join(dir, 'ctx/Dockerfile') })
  test('from where its link leads to: the client names that, and an empty directory stays', async () => {
    const link = { 'ctx/Dockerfile': { link: 'build/real' }, 'ctx/build/real': TAKES_ALL }
    const found = await placed({ 'ctx/.dockerignore': 'build\n', 'ctx/a': '', ...link }, inContext)
    expect(found).toMatchObject({ dockerfile: 'build/real', named: true, exposesDockerfile: false })
    expect(found.paths).toEqual(['.dockerignore', 'Dockerfile', 'a', 'build', 'build/real'])
  })

  test('from its reserved name where a link leads out of the context', async () => {
    const dir = makeTree({
      'ctx/.dockerignore': '*.log',
      'ctx/Dockerfile': { link: '../real' },
      real: TAKES_ALL,
    })
    const members = await readBack(await packed(join(dir, 'ctx'), inContext(dir)))
    const ignoring = members.find(({ header }) => header.name === '.dockerignore')
    expect(ignoring?.content.toString()).toBe('*.log\n.ctxguard.Dockerfile\n')
  })
})

test('a Dockerfile that is another one by now is refused', async () => {
  const dir = makeTree({ Dockerfile: TAKES_A, a: '' })
  const { unauditedContext } = await import('../../src/packable.ts')
  const { resolveRequest } = await import('../../src/request/resolve.ts')
  const { packingOf } = await import('../../src/pack/packing.ts')
  const { snapshot, reach } = await unauditedContext(resolveRequest({ contextDir: dir }))
  const planned = 'FROM scratch\n'
  expect(() => packingOf(snapshot, reach, planned)).toThrow('Dockerfile changed while it was packed')
  expect(dirname(join(dir, 'Dockerfile'))).toBe(dir)
})
