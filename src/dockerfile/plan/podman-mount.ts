import type { Mount } from '../../model/dockerfile.ts'
import { parseBool } from '../numbers.ts'

const TYPES: readonly Mount['type'][] = ['bind', 'cache', 'tmpfs', 'secret', 'ssh']

/**
 * What a mount takes of files, as buildah reads it. It knows options that BuildKit refuses (`Z`, `U`, `relabel`), and
 * fields are no CSV. Mirrors containers/buildah internal/volumes/volumes.go GetBindMount.
 */
export function readPodmanMount(text: string, replace: (word: string) => string): Mount {
  const fields = new Map(
    replace(text)
      .split(',')
      .map(field => {
        const equals = field.indexOf('=')
        return equals < 0 ? [field, ''] : [field.slice(0, equals), field.slice(equals + 1)]
      }),
  )
  const first = (...names: string[]) => names.map(name => fields.get(name)).find(value => value !== undefined)
  const type = TYPES.find(known => known === fields.get('type')) ?? 'bind'
  const required = fields.get('required')
  const writable = type === 'cache' || type === 'tmpfs' || fields.has('rw') || fields.has('readwrite')
  return {
    type,
    from: fields.get('from') ?? null,
    source: first('source', 'src') ?? '',
    target: first('target', 'dst', 'destination', 'dest') ?? '',
    id: fields.get('id') ?? null,
    env: fields.get('env') ?? null,
    required: required === '' || parseBool(required ?? '') === true,
    readOnly: !writable,
  }
}
