import { posix } from 'node:path'
import type { TransferSource } from '../model/build-plan.ts'

/** Whether a source is written so that it would leave the context; every builder keeps it inside, or refuses it. */
export function leavesContext({ expanded, path }: TransferSource): boolean {
  return path !== '' && !expanded.startsWith('/') && posix.normalize(expanded).startsWith('..')
}

/** A wildcard that stands for one name, which may be there or not: `yarn.lock*`, `.env?`, `yarn.loc[k]`. */
export function isOptional({ path }: TransferSource): boolean {
  return /^[^*?[]*[^*?[/]([*?]|\[[^\]^-]\])$/.test(path)
}
