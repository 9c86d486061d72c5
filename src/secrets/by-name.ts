import type { FileSecrets } from '../model/secret.ts'
import { classify, kindsNamed } from './index.ts'
import { tokenDetectionFor } from './on-demand.ts'

/** What names alone say of what can't be read, or holds nothing: in the order of the files; undefined for nothing. */
export async function judgeByNames(
  files: readonly { path: string; bytes: number }[],
): Promise<(FileSecrets | undefined)[]> {
  const { tokensInName } = await tokenDetectionFor(files.map(({ path }) => path))
  return files.map(({ path, bytes }) => {
    const named = tokensInName(path)
    const match =
      bytes > 0 ? classify(path, undefined, { kinds: kindsNamed(path), fileBytes: bytes }) : undefined
    if (match === undefined) return named.length > 0 ? { tokens: [], named } : undefined
    const { kind, severity, state, values } = match
    const file = { kind: kind.id, severity, state, values, detectors: {} }
    return { file, tokens: [], ...(named.length > 0 && { named }) }
  })
}
