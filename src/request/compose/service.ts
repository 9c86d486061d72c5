import { homedir } from 'node:os'
import { isAbsolute, resolve } from 'node:path'
import { isRemote } from '../references.ts'
import { interpolate, type Lookup } from './interpolate.ts'
import {
  childrenOf,
  type Entry,
  isNull,
  itemsOf,
  mappingEntry,
  NOTHING,
  type Scalar,
  textOf,
  type Value,
} from './values.ts'

/** How the texts of one file are read. */
export interface Reading {
  /** absolute; what relative paths are relative to */
  base: string
  lookup: Lookup
  /** what an alias stands for is made once for each way to read it */
  made: Map<unknown, Map<Value, Value>>
}

export function newReading(base: string, lookup: Lookup): Reading {
  return { base, lookup, made: new Map() }
}

type Form = (entry: Entry, reading: Reading) => Entry
type Forms = Readonly<Record<string, Form>>

const BUILD: Forms = {
  context: pathForm,
  dockerfile: textForm,
  dockerfile_inline: textForm,
  target: textForm,
  args: (entry, reading) => keyedForm(entry, reading, asItIs),
  additional_contexts: (entry, reading) => keyedForm(entry, reading, absolute),
  secrets: (entry, reading) => listForm(entry, reading, secretForm),
  ssh: (entry, reading) => keyedForm(entry, reading, asItIs),
  cache_to: textsForm,
  platforms: (entry, reading) => listForm(entry, reading, textForm),
}

const EXTENDS: Forms = { service: textForm, file: textForm }

const DEPENDENCY: Forms = { required: textForm }

const SERVICE: Forms = {
  build: (entry, reading) => fieldsForm(longForm(entry, 'context'), reading, BUILD),
  platform: textForm,
  extends: (entry, reading) => fieldsForm(longForm(entry, 'service'), reading, EXTENDS),
  profiles: textsForm,
  depends_on: dependsForm,
  links: textsForm,
  volumes_from: textsForm,
  network_mode: textForm,
  ipc: textForm,
  pid: textForm,
  uts: textForm,
  cgroup: textForm,
}

/** Of a service, what says what is built, and with what: long forms only, variables replaced, contexts absolute. */
export function serviceForm(service: Entry, reading: Reading): Entry {
  return fieldsForm(service, reading, SERVICE)
}

export function textForm(entry: Entry, reading: Reading): Entry {
  return { ...entry, value: once('text', entry.value, reading, () => textValue(entry.value, reading)) }
}

function textValue(value: Value, { lookup }: Reading): Scalar {
  if (value.kind !== 'scalar') return { ...NOTHING, problem: 'a plain text is expected there' }
  if (value.text === null || !value.text.includes('$')) return value
  return { ...value, ...interpolate(value.text, lookup) }
}

function pathForm(entry: Entry, reading: Reading): Entry {
  return { ...entry, value: absolute(textValue(entry.value, reading), reading) }
}

/** compose-go paths/context.go absContextPath */
function absolute(scalar: Scalar, { base }: Reading): Scalar {
  const { text } = scalar
  if (text === null || text === '' || scalar.problem !== undefined) return scalar
  if (text.length > 4096 || text.includes('\0')) return { ...NOTHING, problem: 'it is no path' }
  if (text.includes('://') || text.startsWith('service:') || isRemote(text)) return scalar
  if (text.startsWith('~')) return { ...scalar, text: resolve(homedir(), `.${text.slice(1)}`) }
  return { ...scalar, text: isAbsolute(text) ? text : resolve(base, text) }
}

function asItIs(scalar: Scalar): Scalar {
  return scalar
}

/** `KEY: value` and `- KEY=value` are the same; without a value it is null. */
function keyedForm(entry: Entry, reading: Reading, finish: typeof absolute): Entry {
  const value = once(finish, entry.value, reading, () => {
    const pairs = [...pairsOf(entry.value, reading)]
    return mappingEntry(
      entry,
      pairs.map(([key, pair, scalar]) => [key, { ...pair, value: finish(scalar, reading) }]),
    ).value
  })
  return { ...entry, value }
}

function* pairsOf(value: Value, reading: Reading): Generator<[key: string, pair: Entry, scalar: Scalar]> {
  if (value.kind === 'map')
    for (const [key, pair] of value.entries) yield [key, pair, textValue(pair.value, reading)]
  if (value.kind === 'list')
    for (const item of value.items) {
      const scalar = textValue(item.value, reading)
      const [, key, text] = /^([^=]*)(?:=([\s\S]*))?$/.exec(scalar.text ?? '')!
      if (key !== '') yield [key!, item, { ...scalar, text: text ?? null }]
    }
}

function listForm(entry: Entry, reading: Reading, form: Form): Entry {
  if (entry.value.kind !== 'list') return { ...entry, value: NOTHING }
  const { items } = entry.value
  const value = once(form, entry.value, reading, () => ({
    kind: 'list',
    items: items.map(item => form(item, reading)),
  }))
  return { ...entry, value }
}

function textsForm(entry: Entry, reading: Reading): Entry {
  return listForm(entry, reading, textForm)
}

/** By service; a name alone is a dependency without more to say. */
function dependsForm(entry: Entry, reading: Reading): Entry {
  const value = once(dependsForm, entry.value, reading, () => {
    const named = itemsOf(entry).flatMap((item): [string, Entry][] => {
      const name = textOf(textForm(item, reading))
      return name === undefined ? [] : [[name, mappingEntry(item, [])]]
    })
    const described = childrenOf(entry).map(([name, one]): [string, Entry] => [
      name,
      fieldsForm(one, reading, DEPENDENCY),
    ])
    return mappingEntry(entry, [...named, ...described]).value
  })
  return { ...entry, value }
}

/** Its id: docker/compose pkg/compose/build_bake.go toBakeSecrets. */
function secretForm(entry: Entry, reading: Reading): Entry {
  if (entry.value.kind !== 'map') return textForm(entry, reading)
  const { entries } = entry.value
  const named = entries.get('target') ?? entries.get('source')
  return named === undefined ? { ...entry, value: NOTHING } : textForm(named, reading)
}

/** Of a mapping, the fields that are named here. */
function fieldsForm(entry: Entry, reading: Reading, forms: Forms): Entry {
  if (isNull(entry)) return entry
  if (entry.value.kind !== 'map')
    return { ...entry, value: { ...NOTHING, problem: 'a mapping is expected there' } }
  const { entries } = entry.value
  const value = once(forms, entry.value, reading, () => {
    const fields = Object.entries(forms).flatMap(([name, form]): [string, Entry][] => {
      const field = entries.get(name)
      return field === undefined ? [] : [[name, form(field, reading)]]
    })
    return mappingEntry(entry, fields).value
  })
  return { ...entry, value }
}

/** The short form is the long one with nothing but this field. */
function longForm(entry: Entry, field: string): Entry {
  return entry.value.kind === 'scalar' && entry.value.text !== null
    ? mappingEntry(entry, [[field, { ...entry, tag: null }]])
    : entry
}

function once(way: unknown, value: Value, { made }: Reading, make: () => Value): Value {
  const known = made.get(way) ?? new Map<Value, Value>()
  made.set(way, known)
  const before = known.get(value)
  if (before !== undefined) return before
  const result = make()
  known.set(value, result)
  return result
}
