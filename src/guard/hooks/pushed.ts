import { CtxguardError } from '../../errors.ts'

/** A ref that is about to be pushed, as git tells it. */
export interface PushedRef {
  /** what was named on the command line: a ref, or anything else that names an object */
  localRef: string
  localOid: string
  remoteRef: string
  /** all zeros where the remote has no such ref */
  remoteOid: string
}

const OID = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/

/** Reads the lines that git gives a pre-push hook on its standard input; those of deletions are left out. */
export function pushedRefs(lines: string): PushedRef[] {
  return lines.split('\n').flatMap(line => {
    if (line.trim() === '') return []
    const fields = line.split(' ')
    const [remoteOid, remoteRef, localOid] = [fields.pop() ?? '', fields.pop() ?? '', fields.pop() ?? '']
    if (!OID.test(remoteOid) || !OID.test(localOid) || remoteRef === '')
      throw new CtxguardError(`this is no line of git's for a pre-push hook: ${line}`, {
        hint: 'give it the standard input that git gave the hook',
      })
    return isZero(localOid) ? [] : [{ localRef: fields.join(' '), localOid, remoteRef, remoteOid }]
  })
}

/** Where nothing is. */
export function isZero(oid: string): boolean {
  return /^0+$/.test(oid)
}
