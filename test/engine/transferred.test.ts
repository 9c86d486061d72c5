import { describe, expect, test } from 'vitest'
import { makeTree, type Tree } from '../helpers/tree.ts'
import { buildWithBuildkit } from './buildkit-build.ts'
import { engineAnswers } from './docker.ts'

/** The other tests of this folder rely on it; so here the expectations are by hand (SEMANTICS.md 5.1 and 5.2). */
describe.skipIf(!engineAnswers())('what BuildKit transfers is read from the engine', () => {
  const TREE: Tree = {
    'real/x': '1',
    'real/y': '22',
    other: '333',
    link: { link: 'real' },
    chain: { link: 'link' },
    out: { link: '/etc/passwd' },
  }
  const ALL = [
    'chain -> link',
    'link -> real',
    'other 3',
    'out -> /etc/passwd',
    'real/',
    'real/x 1',
    'real/y 2',
  ]

  test.each<[string, string, Tree, string[] | null]>([
    ['a file with its directory', 'COPY real/x /', {}, ['real/', 'real/x 1']],
    ['no context where nothing uses it', 'COPY <<E /e\ntext\nE', {}, null],
    ['all of it', 'COPY . /', {}, ['Dockerfile 22', ...ALL]],
    [
      'links with what they lead to',
      'COPY chain/y /',
      {},
      ['chain -> link', 'link -> real', 'real/', 'real/y 2'],
    ],
    ['a link that leads out, and nothing from there', 'COPY o* /d/', {}, ['other 3', 'out -> /etc/passwd']],
    ['nothing where nothing matches', 'COPY no* /d/', {}, []],
    ['what the ignore file leaves', 'COPY real/? /', { '.dockerignore': 'real/x' }, ['real/', 'real/y 2']],
    ['the ignore file itself', 'COPY .dockerignore /', { '.dockerignore': 'real' }, ['.dockerignore 4']],
    ['nothing where all is ignored', 'COPY real* /d/', { '.dockerignore': 'real' }, []],
    [
      'only the first of what lies behind one link',
      'COPY link/x link/y* /d/',
      {},
      ['link -> real', 'real/', 'real/x 1'],
    ],
  ])('%s', (_, line, more, expected) => {
    const contextDir = makeTree({ ...TREE, ...more, Dockerfile: `FROM scratch\n${line}\n` })
    const { transferred } = buildWithBuildkit(contextDir)
    expect(transferred?.map(readable).sort() ?? null).toEqual(expected)
  })
})

function readable(line: string): string {
  const [, kind, size, name] = /^(.) \d+ (\d+) (.*)$/.exec(line)!
  return kind === 'd' ? `${name}/` : kind === 'f' ? `${name} ${size}` : name!
}
