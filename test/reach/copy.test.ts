import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import type { Builder } from '../../src/model/request.ts'
import { copyAll, placedFiles } from '../helpers/reach.ts'
import { makeTree, type Tree } from '../helpers/tree.ts'

const NODES: Tree = {
  'd/in': 'in',
  'd/sub/x': 'x',
  'f.txt': 'f',
  'g.txt': 'g',
  link: { link: 'd' },
  tofile: { link: 'f.txt' },
}

function copy(lines: string, nodes: Tree = NODES, builder: Builder = 'buildkit') {
  return copyAll(makeTree(nodes), `FROM scratch\n${lines}\n`, builder)
}

/** `path = entry`, and how sources fail: `kind path`, with a question mark where the builder goes on. */
async function outcome(lines: string, nodes?: Tree, builder?: Builder): Promise<string[]> {
  const copied = await copy(lines, nodes, builder)
  const failures = copied.outcomes.flatMap(({ failure }) =>
    failure ? [`${failure.kind} ${failure.path}${failure.fails ? '' : '?'}`] : [],
  )
  const files = [...placedFiles(copied, copied.plan.target)].flatMap(([path, placed]) =>
    placed === 'made' || placed.kind === 'directory' ? [] : [`${path} = ${placed.path}`],
  )
  return [...failures, ...files]
}

describe('where things come to lie', () => {
  test('a directory, and the whole context, is one run', async () => {
    const { outcomes, snapshot } = await copy('COPY d /to\nCOPY . /all')
    const [d] = [snapshot.entries.findIndex(({ path }) => path === 'd')]
    expect(outcomes.map(({ placements }) => placements)).toEqual([
      [{ from: d, to: d + 4, root: 'd', at: '/to' }],
      [{ from: 0, to: snapshot.entries.length, root: '', at: '/all' }],
    ])
  })

  test('a file takes the name of its destination, or lies in it', async () => {
    expect(await outcome('COPY f.txt /new\nCOPY f.txt /dir/')).toEqual(['new = f.txt', 'dir/f.txt = f.txt'])
  })

  test('a link that is named is followed, and a file keeps the name of the link', async () => {
    expect(await outcome('COPY tofile /to/\nCOPY link/in /to/')).toEqual([
      'to/tofile = f.txt',
      'to/in = d/in',
    ])
  })

  test('links in what is copied stay links', async () => {
    expect(await outcome('COPY . /\nCOPY link /via/')).toContain('link = link')
  })

  test('files of one directory that a wildcard takes are runs', async () => {
    const { outcomes } = await copy('COPY *.txt /to/')
    expect(outcomes[0]!.placements).toMatchObject([{ root: '', at: '/to' }])
  })

  test('a second file without a slash at the destination replaces the first', async () => {
    expect(await outcome('COPY f.txt g.txt /one')).toEqual(['one = g.txt'])
    expect(await outcome('COPY *.txt /one')).toEqual(['one = g.txt'])
  })

  test('what an earlier instruction put there makes the destination a directory', async () => {
    expect(await outcome('COPY d /app\nCOPY f.txt /app')).toContain('app/f.txt = f.txt')
    expect(await outcome('COPY d /app\nCOPY f.txt /app/sub')).toContain('app/sub/f.txt = f.txt')
    expect(await outcome('COPY d /app\nCOPY f.txt /app/in')).toContain('app/in = f.txt')
    expect(await outcome('WORKDIR /srv/app\nCOPY f.txt /srv')).toEqual(['srv/f.txt = f.txt'])
  })

  test('a layer of its own does not see what is there', async () => {
    expect(await outcome('COPY d /app\nCOPY --link f.txt /app')).toContain('app = f.txt')
  })

  test('where nobody can tell, a file is placed both ways', async () => {
    const dockerfile = 'FROM alpine\nCOPY f.txt /opt\nCOPY f.txt /etc/'
    const { outcomes } = await copyAll(makeTree(NODES), dockerfile)
    const places = outcomes.map(({ placements }) => placements.map(({ at }) => at))
    expect(places).toEqual([['/opt', '/opt/f.txt'], ['/etc']])
    expect(await outcome('RUN true\nCOPY f.txt /opt')).toEqual(['opt = f.txt', 'opt/f.txt = f.txt'])
  })

  test('what may lie in a directory is no proof that there is one, but all above it is', async () => {
    const dockerfile = 'FROM alpine\nCOPY f.txt /srv/opt\nCOPY g.txt /srv/opt\nCOPY f.txt /srv\n'
    const { outcomes } = await copyAll(makeTree(NODES), dockerfile)
    const places = outcomes.map(({ placements }) => placements.map(({ at }) => at))
    expect(places).toEqual([['/srv/opt', '/srv/opt/f.txt'], ['/srv/opt', '/srv/opt/g.txt'], ['/srv']])
  })

  test('a stage built on another knows what lies there', async () => {
    const copied = await copyAll(
      makeTree(NODES),
      'FROM scratch AS base\nCOPY d /app\nFROM base\nCOPY f.txt /app',
    )
    expect(copied.outcomes[1]!.placements).toMatchObject([{ root: '', at: '/app' }])
  })

  test('a bind mount shows what it names, a tmpfs nothing', async () => {
    const { outcomes } = await copy(
      'RUN --mount=type=bind,source=link,target=/m --mount=type=tmpfs,target=/t --mount=type=cache,target=/c true',
    )
    expect(outcomes).toMatchObject([{ placements: [{ root: 'd', at: '/m' }] }])
  })

  test('a source on a tmpfs fails, whatever is in the context', async () => {
    expect(await outcome('RUN --mount=type=tmpfs,source=d,target=/t true')).toEqual(['forbidden d'])
  })
})

describe('why a source fails', () => {
  test('nothing there, ignored, or a link that leads nowhere', async () => {
    const nodes: Tree = {
      ...NODES,
      '.dockerignore': 'd/in\n.dockerignore\ntofile\n',
      out: { link: '../x' },
      circle: { link: 'circle' },
    }
    for (const builder of ['buildkit', 'classic'] as const) {
      expect(await outcome('COPY none/x /', nodes, builder)).toEqual(['missing none/x'])
      expect(await outcome('COPY d/in /', nodes, builder)).toEqual(['excluded d/in'])
      expect(await outcome('COPY link/in /', nodes, builder)).toEqual(['excluded d/in'])
      expect(await outcome('COPY tofile /', nodes, builder)).toEqual(['excluded tofile'])
      expect(await outcome('COPY out/y /', nodes, builder)).toEqual(['link out'])
      expect(await outcome('COPY circle /', nodes, builder)).toEqual(['link circle'])
      expect(await outcome('COPY link/none /', nodes, builder)).toEqual(['missing d/none'])
    }
  })

  test('an exception brings a file back for COPY too', async () => {
    const nodes: Tree = { ...NODES, '.dockerignore': '*\n!d\n' }
    expect(await outcome('COPY d/in /\nCOPY f.txt /', nodes)).toEqual(['excluded f.txt', 'in = d/in'])
  })

  test('of two sources through one link BuildKit transfers the first only', async () => {
    const lines = 'COPY link/in /a\nCOPY link/sub /b'
    expect(await outcome(lines)).toEqual(['shared-link link', 'a = d/in'])
    expect(await outcome(lines, NODES, 'classic')).toEqual(['a = d/in', 'b/x = d/sub/x'])
    expect(await outcome(`${lines}\nCOPY d/sub /c`)).toEqual(['a = d/in', 'b/x = d/sub/x', 'c/x = d/sub/x'])
  })

  test('a wildcard through a shared link matches less, and no word is said', async () => {
    expect(await outcome('COPY link/i* /a/\nCOPY link/s* /b/')).toEqual(['shared-link link?', 'a/in = d/in'])
  })

  test('a wildcard without a match: BuildKit goes on, the others only beside another source', async () => {
    expect(await outcome('COPY zz* /x/')).toEqual(['no-match zz*?'])
    for (const builder of ['classic', 'podman'] as const) {
      expect(await outcome('COPY zz* /x/', NODES, builder)).toEqual(['no-match zz*'])
      expect(await outcome('COPY zz* f.txt /x/', NODES, builder)).toEqual([
        'no-match zz*?',
        'x/f.txt = f.txt',
      ])
    }
  })

  test('a wildcard that matches only what is ignored', async () => {
    const nodes: Tree = { ...NODES, '.dockerignore': '*.txt\n' }
    expect(await outcome('COPY *.txt /x/', nodes)).toEqual(['excluded f.txt?'])
    expect(await outcome('COPY *.txt /x/', nodes, 'classic')).toEqual(['excluded f.txt'])
    expect(await outcome('COPY *.txt d /x/', nodes, 'podman')).toContain('excluded f.txt')
  })

  test('the directory before a wildcard has to be there', async () => {
    expect(await outcome('COPY none/*.txt /x/')).toEqual(['missing none'])
    expect(await outcome('COPY none/*.txt f.txt /x/', NODES, 'classic')).toEqual([
      'no-match none/*.txt?',
      'x/f.txt = f.txt',
    ])
  })

  test('a wildcard behind a link is followed by BuildKit and podman, not by classic', async () => {
    expect(await outcome('COPY link/* /x/')).toEqual(['x/in = d/in', 'x/x = d/sub/x'])
    expect(await outcome('COPY link/* /x/', NODES, 'podman')).toEqual(['x/in = d/in', 'x/x = d/sub/x'])
    expect(await outcome('COPY link/* /x/', NODES, 'classic')).toEqual(['no-match link/*'])
  })

  test('a dangling link that a wildcard matches fails', async () => {
    const nodes: Tree = { ...NODES, ldang: { link: 'nope' } }
    for (const builder of ['buildkit', 'classic', 'podman'] as const)
      expect(await outcome('COPY l* /x/', nodes, builder)).toContain('link ldang')
  })

  test('only classic forbids to leave the context, the others stay inside', async () => {
    expect(await outcome('COPY ../f.txt /x', NODES, 'classic')).toEqual(['forbidden ../f.txt'])
    expect(await outcome('COPY ../f.txt /x')).toEqual(['x = f.txt'])
    expect(await outcome('COPY ../f.txt /x', NODES, 'podman')).toEqual(['x = f.txt'])
  })

  test('classic takes several things only to a slash', async () => {
    for (const line of ['COPY f.txt g* .', 'COPY *.txt /x', 'COPY *.txt /x/.'])
      expect((await outcome(line, NODES, 'classic'))[0]).toMatch(/^forbidden /)
    expect(await outcome('COPY *.txt ./', NODES, 'classic')).toEqual(['f.txt = f.txt', 'g.txt = g.txt'])
  })

  test('a bad class in a source is refused', async () => {
    expect(await outcome('COPY ["[x", "/"]')).toEqual(['forbidden [x'])
  })

  test('a name with a blank at its end never arrives', async () => {
    expect(await outcome('COPY ["f ", "/x"]', { 'f ': '' })).toEqual(['forbidden f '])
  })

  test('podman copies an ignored file by a path that no line excludes', async () => {
    const nodes: Tree = { ...NODES, '.dockerignore': 'd/in\n' }
    expect(await outcome('COPY link/in /x', nodes, 'podman')).toEqual(['excluded d/in?'])
    expect(await outcome('COPY link /x', nodes, 'podman')).toEqual(['x/sub/x = d/sub/x'])
  })
})

describe('--exclude and --parents', () => {
  test('--exclude is relative to the source, and spares a source that is a file', async () => {
    expect(await outcome('COPY --exclude=in d /x')).toEqual(['x/sub/x = d/sub/x'])
    expect(await outcome('COPY --exclude=d/in d /x')).toEqual(['x/in = d/in', 'x/sub/x = d/sub/x'])
    expect(await outcome('COPY --exclude=*.txt *.txt /x/')).toEqual(['x/f.txt = f.txt', 'x/g.txt = g.txt'])
    expect(await outcome('COPY --exclude=* --exclude=!sub d /x')).toEqual(['x/sub/x = d/sub/x'])
  })

  test('--parents keeps the directories, from the pivot on', async () => {
    expect(await outcome('COPY --parents d/sub/x /to/')).toEqual(['to/d/sub/x = d/sub/x'])
    expect(await outcome('COPY --parents d/./sub/x /to/')).toEqual(['to/sub/x = d/sub/x'])
    expect(await outcome('COPY --parents **/x /to/')).toEqual(['to/d/sub/x = d/sub/x'])
    expect(await outcome('COPY --parents d/sub/x /to/', NODES, 'podman')).toEqual(['to/d/sub/x = d/sub/x'])
  })

  test('--parents follows no link, and a path without wildcards has to be there', async () => {
    expect(await outcome('COPY --parents link/in /to/')).toEqual(['link link'])
    expect(await outcome('COPY --parents d/none /to/')).toEqual(['missing d/none'])
    expect(await outcome('COPY --parents . /to/')).toEqual(['missing '])
  })
})

describe('ADD', () => {
  // one file named `a`, from GNU tar
  const tar = Buffer.alloc(1024)
  tar.write('a')
  tar.write('0000644\0', 100)
  tar.write('00000000000\0', 124)
  tar.write('        ', 148)
  tar.write(
    tar
      .subarray(0, 512)
      .reduce((sum, byte) => sum + byte, 0)
      .toString(8)
      .padStart(6, '0'),
    148,
  )

  const nodes: Tree = {
    plain: tar,
    'any.gz': gzipSync(tar),
    'text.gz': gzipSync('hello'),
    'x.tar.xz': Buffer.from('fd377a585a0000', 'hex'),
    'notes.xz': Buffer.from('fd377a585a0000', 'hex'),
    zeros: Buffer.alloc(1024),
    short: tar.subarray(0, 500),
    empty: '',
  }

  test.each([
    ['plain', true],
    ['any.gz', true],
    ['x.tar.xz', true],
    ['text.gz', false],
    ['notes.xz', false],
    ['zeros', false],
    ['short', false],
    ['empty', false],
  ])('%s is unpacked: %s', async (name, unpacked) => {
    const { outcomes } = await copy(`ADD ${name} /to`, nodes)
    const at = expect.objectContaining({ at: '/to' })
    expect(outcomes[0]!.placements).toEqual([at])
    expect(outcomes[0]!.placements[0]!.unpacked === true).toBe(unpacked)
  })

  test('COPY unpacks nothing, and what is unpacked lies in the destination', async () => {
    const { outcomes } = await copy('COPY plain /x\nADD plain any.gz /two/', nodes)
    expect(outcomes.map(({ placements }) => placements.map(({ at, unpacked }) => [at, unpacked]))).toEqual([
      [['/x', undefined]],
      [['/two', true]],
      [['/two', true]],
    ])
  })

  test('a source from elsewhere is none of the context', async () => {
    const { outcomes } = await copy('ADD https://example.com/x.tar plain /to/', nodes)
    expect(outcomes.map(({ source }) => source.path)).toEqual(['plain'])
  })
})
