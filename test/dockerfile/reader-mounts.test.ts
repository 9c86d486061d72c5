import { expect, test } from 'vitest'
import { parseMount } from '../../src/dockerfile/mounts.ts'

const asWritten = (word: string) => word
const expand = (word: string) => word.replaceAll('$V', 'value')

test('a mount is a bind of the whole source, read-only, by default', () => {
  expect(parseMount('target=/t', asWritten)).toEqual({
    type: 'bind',
    from: null,
    source: '',
    target: '/t',
    id: null,
    env: null,
    required: false,
    readOnly: true,
  })
})

test('variables are replaced in values, whatever the key, and not in keys', () => {
  expect(parseMount('type=cache,src=$V/a,dst=/$V,from=$V,id=$V', expand)).toMatchObject({
    type: 'cache',
    source: 'value/a',
    target: '/value',
    from: 'value',
    id: 'value',
    readOnly: false,
  })
  expect(parseMount('type=bind,$VALUE=x', expand)).toEqual({
    reason: "unexpected key '$value' in '$VALUE=x'",
  })
})

test('a type may come from a variable', () => {
  const type = () => 'tmpfs'
  expect(parseMount('type=$T', type)).toMatchObject({ type: 'tmpfs', readOnly: false })
})

test('what the replacement throws goes through', () => {
  const failure = new Error('X: is not allowed to be unset')
  const fail = () => {
    throw failure
  }
  expect(() => parseMount('source=$X', fail)).toThrow(failure)
})

test('an empty from is told from none', () => {
  expect(parseMount('from=,target=/t', asWritten)).toMatchObject({ from: '' })
})

test('keys know no case, quotes hold commas together', () => {
  expect(parseMount('TYPE=Secret,ID=a,"target=/x,y",required,env=E', asWritten)).toMatchObject({
    type: 'secret',
    id: 'a',
    target: '/x,y',
    required: true,
    env: 'E',
  })
})

test.each([
  ['type=bnd,target=/t', 'unsupported mount type "bnd" (did you mean bind?)'],
  ['target', "invalid field 'target' must be a key=value pair"],
  ['traget=/t', "unexpected key 'traget' in 'traget=/t' (did you mean target?)"],
  ['ro=maybe', 'invalid value for ro: maybe'],
  ['type=bind,required', "unexpected key 'required' for mount type 'bind'"],
  ['type=tmpfs,size=many', 'invalid value for size: many'],
  ['type=tmpfs,uid=1', 'uid not allowed for "tmpfs" type mounts'],
  ['type=cache,mode=9', 'invalid value 9 for mode'],
  ['type=secret,from=a,id=b', 'secret mount should not have a from'],
  ['type=secret', 'invalid secret mount. one of source, target required'],
  ['type=bind,sharing=locked', 'invalid cache sharing set for bind mount'],
  ['', 'failed to parse csv mounts: EOF'],
  ['é"', 'failed to parse csv mounts: parse error on line 1, column 3: bare " in non-quoted-field'],
])("%s is refused in the frontend's words", (text, reason) => {
  expect(parseMount(text, asWritten)).toEqual({ reason })
})
