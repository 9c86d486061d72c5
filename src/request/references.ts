import { isWebAddress, parseGitReference } from '../dockerfile/plan/git-ref.ts'

/** Named contexts that are no directory: docker/buildx build/opt.go loadInputs, and compose's `service:`. */
const REFERENCE = /^(docker-image:\/\/|oci-layout:\/\/|target:|service:)/

/** Whether a builder fetches it from elsewhere. `./` and `../` are always of this machine. */
export function isRemote(text: string): boolean {
  if (isWebAddress(text)) return true
  const git = parseGitReference(text)
  return git !== undefined && !('reason' in git)
}

/** Whether the value of a named context is something else than a directory of this machine. */
export function isReference(text: string): boolean {
  return REFERENCE.test(text) || isRemote(text)
}

/** An address without the password or token that may stand in it. */
export function withoutCredentials(address: string): string {
  return address.replace(/^([a-z+]+:\/\/)[^/@]*@/i, '$1')
}
