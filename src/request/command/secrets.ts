import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { csvFields } from '../../dockerfile/csv.ts'
import { Refusal } from '../../dockerfile/refusal.ts'
import type { CommandSecret } from './command.ts'
import { badValue } from './flags.ts'

export interface SecretSurroundings {
  cwd: string
  environment: NodeJS.ProcessEnv
  command: string
}

/**
 * Values of `--secret` as BuildKit's clients read them: docker/buildx util/buildflags/secrets.go UnmarshalText, moby/buildkit
 * session/secrets/secretsprovider/store.go NewStore. Of an id given twice the last counts. Throws a UsageError where they
 * refuse it.
 */
export function secretsOf(given: readonly string[], around: SecretSurroundings): CommandSecret[] {
  return lastOfEach(given.filter(Boolean).map(text => buildkitSecret(text, around)))
}

function buildkitSecret(text: string, around: SecretSurroundings): CommandSecret {
  const fields = fieldsOf(text, around)
  const known = new Map<string, string>()
  for (const [name, value] of fields) {
    const key = name.toLowerCase()
    if (!['type', 'id', 'source', 'src', 'env'].includes(key))
      throw badValue(around.command, 'secret', `unexpected key '${key}'`)
    known.set(key === 'source' ? 'src' : key, value)
  }
  const type = typeOf(known.get('type'), around)
  const id = known.get('id') ?? ''
  if (id === '') throw badValue(around.command, 'secret', 'secret missing ID')
  let path = known.get('src') ?? ''
  let env = known.get('env') ?? ''
  if (type === 'env' && env === '') [env, path] = [path, '']
  if (env === '' && path === '') {
    if (Object.hasOwn(around.environment, id)) env = id
    else path = id
  }
  return env === '' ? file(id, path, around) : variable(id, env, around)
}

/** The same as podman and buildah read them: containers/buildah pkg/parse/parse.go Secrets. */
export function podmanSecretsOf(given: readonly string[], around: SecretSurroundings): CommandSecret[] {
  return lastOfEach(given.map(text => podmanSecret(text, around)))
}

function podmanSecret(text: string, around: SecretSurroundings): CommandSecret {
  let [id, source, type]: [string, string, string | undefined] = ['', '', undefined]
  for (const [key, value] of text.split(',').map(field => pair(field, around))) {
    if (key === 'id') id = value
    else if (key === 'src') source = value
    else if (key === 'env') [source, type] = [value, 'env']
    else if (key === 'type') type = typeOf(value, around)
    else throw badValue(around.command, 'secret', `unexpected key '${key}'`)
  }
  if (id === '') throw badValue(around.command, 'secret', 'secret missing ID')
  const isVariable = type === undefined ? Object.hasOwn(around.environment, id) : type === 'env'
  return isVariable ? variable(id, source || id, around) : file(id, source || id, around)
}

function fieldsOf(text: string, around: SecretSurroundings): [string, string][] {
  try {
    return csvFields(text).map(field => pair(field, around))
  } catch (error) {
    if (error instanceof Refusal) throw badValue(around.command, 'secret', error.reason)
    throw error
  }
}

function pair(field: string, { command }: SecretSurroundings): [string, string] {
  const equals = field.indexOf('=')
  if (equals < 0) throw badValue(command, 'secret', 'a field must be a key=value pair')
  return [field.slice(0, equals), field.slice(equals + 1)]
}

function typeOf(type: string | undefined, { command }: SecretSurroundings): string | undefined {
  if (type === undefined || type === 'file' || type === 'env') return type
  throw badValue(command, 'secret', 'its type must be file or env')
}

function file(id: string, path: string, { cwd }: SecretSurroundings): CommandSecret {
  return { id, source: { kind: 'file', path }, exists: existsSync(resolve(cwd, path)) }
}

function variable(id: string, name: string, { environment }: SecretSurroundings): CommandSecret {
  return { id, source: { kind: 'env', name }, exists: Object.hasOwn(environment, name) }
}

function lastOfEach(secrets: readonly CommandSecret[]): CommandSecret[] {
  return [...new Map(secrets.map(secret => [secret.id, secret])).values()]
}

/** Ids of `--ssh`, which is `default` or `id=socket-or-keys`. */
export function sshIdsOf(given: readonly string[]): string[] {
  return [...new Set(given.filter(Boolean).map(text => text.split('=', 1)[0]!))]
}
