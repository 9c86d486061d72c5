import { runGit } from '../git/run.ts'

/** What of a remote git context this machine has too. */
export interface LocalRef {
  /** as `--ref` takes it */
  ref: string
  /** the folder of the repository that is the context; '' for all of it */
  folder: string
}

/**
 * The commit that a git context names, where the repository that `cwd` lies in knows its address as a remote and has
 * that ref: as a remote-tracking branch, as a tag or by its id. What the remote has by now only the remote can tell.
 */
export async function localRefOf(address: string, cwd: string): Promise<LocalRef | undefined> {
  const { repository, ref, folder } = partsOf(address)
  try {
    const remotes = (await runGit(cwd, ['remote', '--verbose'])).split('\n')
    for (const line of remotes) {
      const [remote, url, way] = line.split(/\s/)
      if (way !== '(fetch)' || placeOf(url!) !== placeOf(repository)) continue
      const branch = ref.replace(/^refs\/heads\//, '')
      const names =
        ref === '' ? [`${remote}/HEAD`] : [`${remote}/${branch}`, ref.startsWith('refs/heads/') ? '' : ref]
      for (const name of names.filter(Boolean)) if (await isCommit(cwd, name)) return { ref: name, folder }
    }
  } catch {
    // no repository, or no git: then there is nothing to offer
  }
  return undefined
}

/** `#ref:folder`, or the same behind `?`. */
function partsOf(address: string): { repository: string; ref: string; folder: string } {
  const [, repository = '', query = '', fragment = ''] =
    /^([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/s.exec(address) ?? []
  const asked = new URLSearchParams(query)
  const [ref = '', folder = ''] = fragment.split(/:(.*)/s)
  const named =
    ref || asked.get('ref') || asked.get('commit') || asked.get('tag') || asked.get('branch') || ''
  return { repository, ref: named, folder: (folder || asked.get('subdir') || '').replace(/^\/+|\/+$/g, '') }
}

/** One spelling for what `https://host/a/b.git`, `git@host:a/b` and `github.com/a/b` mean. */
function placeOf(url: string): string {
  return url
    .replace(/^[a-z+]+:\/\//i, '')
    .replace(/^[^/@]*@/, '')
    .replace(/^([^/:]+):(?:\d+\/)?/, '$1/')
    .replace(/\/+$/, '')
    .replace(/\.git$/, '')
}

async function isCommit(cwd: string, name: string): Promise<boolean> {
  try {
    await runGit(cwd, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`])
    return true
  } catch {
    return false
  }
}
