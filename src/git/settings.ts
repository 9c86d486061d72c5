import { runGit } from './run.ts'

export interface GitSettings {
  /** names of the filters that the configuration defines, such as `lfs` */
  filters: string[]
  sparseCheckout: boolean
}

/** What git's configuration, the user's and the repository's, says for `dir`. */
export async function settingsOf(dir: string): Promise<GitSettings> {
  const names = (await runGit(dir, ['config', '--list', '--name-only', '-z'])).split('\0')
  const filters = names.flatMap(name => /^filter\.(.*)\.[^.]+$/s.exec(name)?.[1] ?? [])
  return { filters: [...new Set(filters)], sparseCheckout: names.includes('core.sparsecheckout') }
}
