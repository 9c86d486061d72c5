import { CtxguardError } from '../../errors.ts'
import { runGit } from '../../git/run.ts'
import { isZero, type PushedRef } from './pushed.ts'

/** A commit that is pushed. */
export interface Tip {
  commit: string
  /** the refs of the remote that become it */
  refs: string[]
  /**
   * commits that the remote has: of each ref the one that it is now, or the closest that it is known to have; the tip
   * itself where that one holds the same files; null where none is known. A finding is old news only to a ref whose
   * commit has it.
   */
  known: (string | null)[]
}

/**
 * The commits that a push makes the tips of refs, each once. A tag stands for its commit; what names no commit, such
 * as a tag of a tree, is in `without`.
 */
export async function tipsOf(
  top: string,
  remote: string,
  pushed: readonly PushedRef[],
): Promise<{ tips: Tip[]; without: string[] }> {
  const tips = new Map<string, Tip>()
  const without: string[] = []
  for (const [index, { commit, known }] of (await lookUp(top, remote, pushed)).entries()) {
    const { remoteRef } = pushed[index]!
    if (commit === undefined) {
      without.push(remoteRef)
      continue
    }
    const tip = tips.get(commit) ?? { commit, refs: [], known: [] }
    tip.refs.push(remoteRef)
    if (!tip.known.includes(known)) tip.known.push(known)
    tips.set(commit, tip)
  }
  return { tips: [...tips.values()], without }
}

/** A push of all tags is one of many refs, and each is a few questions to git. */
const AT_ONCE = 8

async function lookUp(top: string, remote: string, pushed: readonly PushedRef[]) {
  const found: { commit?: string; known: string | null }[] = []
  while (found.length < pushed.length) {
    const some = pushed.slice(found.length, found.length + AT_ONCE)
    found.push(...(await Promise.all(some.map(ref => lookUpOne(top, remote, ref)))))
  }
  return found
}

async function lookUpOne(top: string, remote: string, { localOid, remoteOid }: PushedRef) {
  const [commit, there] = await Promise.all([
    commitOf(top, localOid),
    isZero(remoteOid) ? undefined : commitOf(top, remoteOid),
  ])
  if (commit === undefined) {
    await requireObject(top, localOid)
    return { known: null }
  }
  const known = there ?? (await closest(top, remote, commit))
  return { commit, known: known !== null && (await sameTree(top, commit, known)) ? commit : known }
}

/** The commit that a name leads to; undefined where there is none. */
export async function commitOf(top: string, name: string): Promise<string | undefined> {
  return name.startsWith('-') ? undefined : ask(top, ['rev-parse', '--verify', `${name}^{commit}`])
}

async function sameTree(top: string, a: string, b: string): Promise<boolean> {
  const [one, other] = ((await ask(top, ['rev-parse', `${a}^{tree}`, `${b}^{tree}`])) ?? '').split('\n')
  return other !== undefined && one === other
}

/** A tree or a blob is nothing to build; an object that is not there is nothing to pass over. */
async function requireObject(top: string, oid: string): Promise<void> {
  if ((await ask(top, ['cat-file', '-t', oid])) === undefined)
    throw new CtxguardError(`the pushed object ${oid} is not in ${top}`, {
      hint: 'GIT_DIR is not followed: push from a worktree of the repository itself',
    })
}

/** The last commit of the tip's history that the remote is known to have, by its remote-tracking branches. */
export async function closest(top: string, remote: string, tip: string): Promise<string | null> {
  // a remote that is no name but a URL has none
  if (remote === '' || /[\s*?[\\:^~]/.test(remote)) return null
  const printed = await ask(top, ['for-each-ref', '--format=%(objectname)', `refs/remotes/${remote}/`])
  const branches = [...new Set((printed ?? '').split('\n').filter(Boolean))]
  return branches.length === 0 ? null : ((await ask(top, ['merge-base', tip, ...branches])) ?? null)
}

/** What git prints, without replacements of objects, which are not pushed; undefined where it says no. */
async function ask(top: string, args: readonly string[]): Promise<string | undefined> {
  try {
    return (await runGit(top, ['--no-replace-objects', ...args])).trim()
  } catch {
    return undefined
  }
}
