import { describe, expect, test } from 'vitest'
import { pushedRefs } from '../../../src/guard/hooks/pushed.ts'
import { closest, tipsOf } from '../../../src/guard/hooks/tips.ts'
import { isolateGit } from '../../git/learn.ts'
import { commitAll, git, makeTree } from '../../helpers/tree.ts'

isolateGit()

const ZERO = '0'.repeat(40)
const ELSEWHERE = '1'.repeat(40)

/** Commits a to e, one after the other, and a function that names them. */
function history() {
  const dir = makeTree({ file: '' })
  commitAll(dir)
  const oids = 'abcde'.split('').map(name => {
    makeTree({ file: name }, dir)
    git(dir, 'commit', '-q', '-a', '-m', name)
    return git(dir, 'rev-parse', 'HEAD').trim()
  })
  return { dir, commit: (name: string) => oids['abcde'.indexOf(name)]! }
}

describe('lines of git', () => {
  test('are read from their end: what is pushed may be called anything', () => {
    const line = `HEAD@{1 day ago} ${ELSEWHERE} refs/heads/x ${ZERO}\n`
    expect(pushedRefs(line)).toEqual([
      { localRef: 'HEAD@{1 day ago}', localOid: ELSEWHERE, remoteRef: 'refs/heads/x', remoteOid: ZERO },
    ])
  })

  test('of deletions and blank ones are none; SHA-256 is as good', () => {
    expect(pushedRefs(`(delete) ${ZERO} refs/heads/x ${ELSEWHERE}\n\n`)).toEqual([])
    expect(pushedRefs(`a ${'2'.repeat(64)} b ${'0'.repeat(64)}\n`)).toHaveLength(1)
  })

  test.each(['x', `a ${ZERO.slice(1)} b ${ZERO}`, `a ${ELSEWHERE} b`])('%j is an error', line => {
    expect(() => pushedRefs(line)).toThrow("no line of git's")
  })
})

describe('the commit that the remote has', () => {
  const { dir, commit } = history()
  const tipsFor = async (...refs: [local: string, remote: string][]) =>
    (
      await tipsOf(
        dir,
        'origin',
        refs.map(([localOid, remoteOid], i) => ({
          localRef: 'x',
          localOid,
          remoteRef: `refs/heads/${i}`,
          remoteOid,
        })),
      )
    ).tips

  test('is where the ref is; the same tip for several refs is one', async () => {
    expect(
      await tipsFor([commit('e'), commit('b')], [commit('e'), commit('c')], [commit('d'), commit('b')]),
    ).toEqual([
      { commit: commit('e'), refs: ['refs/heads/0', 'refs/heads/1'], known: [commit('b'), commit('c')] },
      { commit: commit('d'), refs: ['refs/heads/2'], known: [commit('b')] },
    ])
  })

  test('is the closest of its branches for a new ref, and where the remote went on unseen', async () => {
    expect(await tipsFor([commit('e'), ZERO])).toMatchObject([{ known: [null] }])
    git(dir, 'update-ref', 'refs/remotes/origin/old', commit('a'))
    git(dir, 'update-ref', 'refs/remotes/origin/main', commit('c'))
    git(dir, 'update-ref', 'refs/remotes/other/main', commit('d'))
    expect(await tipsFor([commit('e'), ZERO])).toMatchObject([{ known: [commit('c')] }])
    expect(await tipsFor([commit('e'), ELSEWHERE])).toMatchObject([{ known: [commit('c')] }])
    expect(await tipsFor([commit('b'), ZERO])).toMatchObject([{ known: [commit('b')] }])
  })

  test('is not known of a remote without branches here, such as a URL', async () => {
    for (const remote of ['', '/srv/x.git', 'https://host/x.git', 'git@host:x.git', 'or*', 'gone'])
      expect(await closest(dir, remote, commit('e'))).toBeNull()
  })

  test('is as good as the tip where it holds the same files', async () => {
    git(dir, 'commit', '-q', '--allow-empty', '-m', 'nothing')
    const nothing = git(dir, 'rev-parse', 'HEAD').trim()
    git(dir, 'reset', '-q', '--hard', commit('e'))
    expect(await tipsFor([nothing, commit('e')])).toMatchObject([{ known: [nothing] }])
  })

  test('has nothing in common with a history of its own', async () => {
    git(dir, 'checkout', '-q', '--orphan', 'alone')
    makeTree({ file: 'alone' }, dir)
    git(dir, 'commit', '-q', '-a', '-m', 'alone')
    expect(await tipsFor([git(dir, 'rev-parse', 'HEAD').trim(), ZERO])).toMatchObject([{ known: [null] }])
  })
})

test('a tag is its commit; a tag of a tree is none; an object that is not there is an error', async () => {
  const { dir, commit } = history()
  git(dir, 'tag', '-a', '-m', 'x', 'v1')
  git(dir, 'tag', '-a', '-m', 'x', 'tree', 'HEAD^{tree}')
  const ref = (localOid: string) => ({ localRef: 'x', localOid, remoteRef: 'refs/tags/x', remoteOid: ZERO })
  const [v1, tree] = ['v1', 'tree'].map(name => git(dir, 'rev-parse', name).trim())
  expect(v1).not.toBe(commit('e'))
  expect(await tipsOf(dir, 'origin', [ref(v1!), ref(tree!)])).toEqual({
    tips: [{ commit: commit('e'), refs: ['refs/tags/x'], known: [null] }],
    without: ['refs/tags/x'],
  })
  await expect(tipsOf(dir, 'origin', [ref(ELSEWHERE)])).rejects.toThrow('is not in')
})

test('a replaced commit is not what is pushed', async () => {
  const { dir, commit } = history()
  git(dir, 'update-ref', 'refs/remotes/origin/main', commit('b'))
  // as if e had no parent
  git(dir, 'replace', '--graft', commit('e'))
  expect(await closest(dir, 'origin', commit('e'))).toBe(commit('b'))
})
