import type { Position } from '../../model/dockerfile.ts'
import { lower } from '../go-text.ts'
import { parseGitReference } from './git-ref.ts'
import { contextName, parseReference } from './reference.ts'
import { PlanRefusal } from './refusal.ts'

/** A value of `--build-context`. */
export interface NamedContext {
  /** as in the request */
  name: string
  value: string
  /** a directory of this machine */
  local: boolean
}

const SCHEMES = ['docker-image://', 'oci-layout://', 'target:', 'input:', 'http://', 'https://']

export class NamedContexts {
  /** by the short name of an image, without `:latest` */
  private readonly byName = new Map<string, NamedContext>()
  readonly all: readonly NamedContext[]

  constructor(values: Readonly<Record<string, string>>) {
    this.all = Object.entries(values).map(([name, value]) => ({ name, value, local: isLocal(value) }))
    for (const context of this.all) {
      const reference = parseReference(context.name)
      if (!('reason' in reference)) this.byName.set(contextName(reference), context)
    }
  }

  /**
   * The one that stands for a stage or an image of that name. Mirrors moby/buildkit
   * frontend/dockerfile/dockerfile2llb/convert.go namedContextFunc and frontend/dockerui/config.go NamedContext.
   */
  find(name: string, at: Position): NamedContext | undefined {
    if (lower(name) === 'scratch' || lower(name) === 'context') return undefined
    const reference = parseReference(name)
    if ('reason' in reference) throw new PlanRefusal(`invalid context name ${name}: ${reference.reason}`, at)
    return this.byName.get(contextName(reference))
  }
}

/** Mirrors docker/buildx build/opt.go loadInputs: what is no address is a directory. */
function isLocal(value: string): boolean {
  if (SCHEMES.some(scheme => value.startsWith(scheme))) return false
  const git = parseGitReference(value)
  return git === undefined || 'reason' in git
}
