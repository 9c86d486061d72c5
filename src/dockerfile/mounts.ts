import type { Mount, Word } from '../model/dockerfile.ts'
import { csvFields } from './csv.ts'
import { lower, quote } from './go-text.ts'
import { isByteSize, isUint32, parseBool } from './numbers.ts'
import { Refusal } from './refusal.ts'
import { suggestion } from './suggest.ts'

type MountType = Mount['type']

const TYPES: readonly MountType[] = ['bind', 'cache', 'tmpfs', 'secret', 'ssh']
const SHARING = ['shared', 'private', 'locked']
const KEYS =
  'type from source target readonly id sharing required size mode uid gid src dst destination ro rw readwrite env'.split(
    ' ',
  )

/** A mount as it comes together, field by field. */
interface Draft {
  type: MountType
  from: string | null
  source: string
  target: string
  id: string | null
  env: string | null
  required: boolean
  /** null: what the type wants */
  readOnly: boolean | null
  sharing: string
  owner: Set<'mode' | 'uid' | 'gid'>
}

/**
 * The value of `--mount`. `replace` puts in variables; what it throws goes through. Only values are replaced.
 * Source: buildkit frontend/dockerfile/instructions/commands_runmount.go, parseMount.
 */
export function parseMount(text: string, replace: (word: string) => string): Mount | { reason: string } {
  try {
    const draft: Draft = {
      type: 'bind',
      from: null,
      source: '',
      target: '',
      id: null,
      env: null,
      required: false,
      readOnly: null,
      sharing: '',
      owner: new Set(),
    }
    for (const field of mountFields(text)) setField(draft, field, replace)
    return finish(draft)
  } catch (error) {
    if (error instanceof Refusal) return { reason: error.reason }
    throw error
  }
}

/** Refuses what the frontend refuses in a mount while variables are not known yet. */
export function checkMount({ text }: Word): void {
  for (const field of mountFields(text)) {
    const { key, value } = cut(field)
    if (key !== 'from' || value === undefined) continue
    const dollar = value.indexOf('$')
    if (dollar >= 0 && dollar !== value.length - 1)
      throw new Refusal("'from' doesn't support variable expansion, define alias stage instead")
  }
}

function mountFields(text: string): string[] {
  try {
    return csvFields(text)
  } catch (error) {
    throw error instanceof Refusal ? new Refusal(`failed to parse csv mounts: ${error.reason}`) : error
  }
}

function cut(field: string): { key: string; value: string | undefined } {
  const sign = field.indexOf('=')
  if (sign < 0) return { key: lower(field), value: undefined }
  return { key: lower(field.slice(0, sign)), value: field.slice(sign + 1) }
}

function setField(draft: Draft, field: string, replace: (word: string) => string) {
  const { key, value } = cut(field)
  if (value === undefined) setWithoutValue(draft, key, field)
  else setValue(draft, key, replace(value), field)
}

function setWithoutValue(draft: Draft, key: string, field: string) {
  if (key === 'readonly' || key === 'ro') draft.readOnly = true
  else if (key === 'readwrite' || key === 'rw') draft.readOnly = false
  else if (key === 'required') {
    onlyFor(draft, key, ['secret', 'ssh'])
    draft.required = true
  } else throw new Refusal(`invalid field '${field}' must be a key=value pair`)
}

function setValue(draft: Draft, key: string, value: string, field: string) {
  switch (key) {
    case 'type':
      draft.type = oneOf(value, TYPES, 'mount type')
      return
    case 'from':
      draft.from = value
      return
    case 'source':
    case 'src':
      draft.source = value
      return
    case 'target':
    case 'dst':
    case 'destination':
      draft.target = value
      return
    case 'readonly':
    case 'ro':
      draft.readOnly = boolean(key, value)
      return
    case 'readwrite':
    case 'rw':
      draft.readOnly = !boolean(key, value)
      return
    case 'id':
      draft.id = value
      return
    case 'env':
      draft.env = value
      return
    default:
      setLesser(draft, key, value, field)
  }
}

/** What says nothing of files, but may be refused. */
function setLesser(draft: Draft, key: string, value: string, field: string) {
  switch (key) {
    case 'required':
      onlyFor(draft, key, ['secret', 'ssh'])
      draft.required = boolean(key, value)
      return
    case 'size':
      onlyFor(draft, key, ['tmpfs'])
      if (!isByteSize(value)) throw new Refusal(`invalid value for ${key}: ${value}`)
      return
    case 'sharing':
      draft.sharing = oneOf(value, SHARING, 'sharing value')
      return
    case 'mode':
    case 'uid':
    case 'gid':
      if (!isUint32(value, key === 'mode' ? 8 : 10)) throw new Refusal(`invalid value ${value} for ${key}`)
      draft.owner.add(key)
      return
    default:
      throw new Refusal(`unexpected key '${key}' in '${field}'${suggestion(key, KEYS, true)}`)
  }
}

function onlyFor(draft: Draft, key: string, types: readonly MountType[]) {
  if (!types.includes(draft.type)) throw new Refusal(`unexpected key '${key}' for mount type '${draft.type}'`)
}

function oneOf<T extends string>(value: string, options: readonly T[], what: string): T {
  const found = options.find(option => option === lower(value))
  if (found !== undefined) return found
  throw new Refusal(`unsupported ${what} ${quote(value)}${suggestion(value, options, true)}`)
}

function boolean(key: string, value: string): boolean {
  const parsed = parseBool(value)
  if (parsed === undefined) throw new Refusal(`invalid value for ${key}: ${value}`)
  return parsed
}

/** What fields say of each other, whatever their order. */
function finish(draft: Draft): Mount {
  const { type, sharing, owner, ...mount } = draft
  const barred = (['mode', 'uid', 'gid'] as const).find(key => owner.has(key))
  if (barred !== undefined && (type === 'bind' || type === 'tmpfs'))
    throw new Refusal(`${barred} not allowed for ${quote(type)} type mounts`)
  if (type === 'secret') checkSecret(draft)
  if (sharing !== '' && type !== 'cache') throw new Refusal(`invalid cache sharing set for ${type} mount`)
  return { type, ...mount, readOnly: mount.readOnly ?? (type !== 'cache' && type !== 'tmpfs') }
}

function checkSecret({ from, source, target, id, sharing }: Draft) {
  if (from) throw new Refusal('secret mount should not have a from')
  if (sharing !== '') throw new Refusal('secret mount should not define sharing')
  if (!source && !target && !id) throw new Refusal('invalid secret mount. one of source, target required')
  if (source && id) throw new Refusal("both source and id can't be set")
}
