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

/** `https://host.example:8443/…`, and no name or password in which a slash stands */
const PLAIN_HOST = /^[a-z][a-z+.-]*:\/\/(localhost|[\w-]+(\.[\w-]+)+|\[[\da-f:.]+\])(:\d+)?\//i

/** What a query says of a repository (docs of `docker build`, URL queries); all else in it may be a secret. */
const TELLING = /^(ref|tag|branch|commit|checksum|subdir|submodules|keep-git-dir)$/

/** An address without the password or token that may stand in it: whatever is before the last `@`, values of its query. */
export function withoutCredentials(address: string): string {
  const user = PLAIN_HOST.test(address) ? address : address.replace(/^([a-z][a-z+.-]*:\/\/)[^?#]*@/i, '$1')
  if (!/^[a-z][a-z+.-]*:\/\//i.test(user)) return user
  return user.replace(/([?&])([^=&#]*)(=?)[^&#]*/g, (field, sign: string, name: string, equals: string) => {
    if (equals === '') return `${sign}***`
    return TELLING.test(name) ? field : `${sign}${name}=***`
  })
}

/** An argument as errors may show it: of `NAME=value` no more than the name. */
export function shownArgument(text: string): string {
  return /^[\w.-]*=/.test(text) ? `${text.slice(0, text.indexOf('='))}=***` : withoutCredentials(text)
}
