import { resolve } from 'node:path'
import { contextName, parseReference } from '../dockerfile/plan/reference.ts'
import { UsageError } from '../errors.ts'
import type { Files } from '../model/files.ts'
import { isReference } from './references.ts'
import { directory } from './requests.ts'

/**
 * Named contexts as the builder gets them: names as docker shortens them (docker/buildx util/buildflags/context.go),
 * directories absolute. Throws a UsageError for a name that is none, and for a path that is no directory
 * (docker/buildx build/opt.go loadInputs).
 */
export function resolveNamedContexts(
  given: Readonly<Record<string, string>>,
  cwd: string,
  files: Files,
): Record<string, string> {
  const pairs = Object.entries(given).map(([name, value]): [string, string] => {
    if (isReference(value)) return [normalName(name), value]
    const path = resolve(cwd, value)
    if (value === '' || value.includes('\0') || directory(path, files) === undefined)
      throw new UsageError(`the build context ${name}=*** is no directory`, {
        hint: 'name a directory, or an image as docker-image://NAME',
      })
    return [normalName(name), path]
  })
  return Object.fromEntries(pairs)
}

function normalName(name: string): string {
  const reference = parseReference(name)
  if ('reason' in reference)
    throw new UsageError(`the build context name ${JSON.stringify(name)}: ${reference.reason}`, {
      hint: 'name it as an image: lower-case letters, digits and . _ - /',
    })
  return contextName(reference)
}
