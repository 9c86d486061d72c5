import { readValues } from '../compose/document.ts'
import { BudgetSpent, child, childrenOf, type Entry, itemsOf, newBudget, textOf } from '../compose/values.ts'
import type { BakeTarget } from './model.ts'
import type { BakeBlock } from './names.ts'

/** A bake file in JSON, so far as it can be understood without evaluating HCL. */
export interface BakeJson {
  blocks: BakeBlock[]
  groups: Map<string, readonly string[]>
  targets: Map<string, BakeTarget & { inherits: readonly string[] }>
  /** targets that hold something to evaluate */
  open: Set<string>
  /** what has to be evaluated */
  beyond: { line: number; reason: string }[]
  /** it is no bake file at all */
  fault?: { line: number; reason: string }
}

/** Reads docker-bake.json: HCL's JSON syntax with plain values and `${NAME}`. Never throws. */
export function readBakeJson(
  text: string,
  file: string,
  environment: Readonly<Record<string, string | undefined>>,
): BakeJson {
  const json: BakeJson = { blocks: [], groups: new Map(), targets: new Map(), open: new Set(), beyond: [] }
  const root = rootOf(text, file, json)
  if (root === undefined) return json
  const variables = new Map<string, string>()
  const templates = templateReader(variables, json)
  for (const [name, variable] of childrenOf(child(root, 'variable'))) {
    const value = Object.hasOwn(environment, name) ? environment[name] : templates(child(variable, 'default'))
    if (value !== undefined) variables.set(name, value)
  }
  if (child(root, 'function') !== undefined) beyond(json, child(root, 'function')!, 'functions')
  for (const [name, group] of childrenOf(child(root, 'group'))) {
    json.groups.set(name, textsOf(child(group, 'targets'), templates))
    json.blocks.push({ kind: 'group', name, line: group.line, inherits: [] })
  }
  for (const [name, entry] of childrenOf(child(root, 'target'))) {
    const evaluated = json.beyond.length
    const inherits = textsOf(child(entry, 'inherits'), templates)
    json.targets.set(name, { ...targetOf(entry, templates, json), inherits })
    if (json.beyond.length > evaluated) json.open.add(name)
    json.blocks.push({ kind: 'target', name, line: entry.line, inherits })
  }
  return json
}

function rootOf(text: string, file: string, json: BakeJson): Entry | undefined {
  try {
    // YAML reads JSON, and knows lines; but it takes no tabs
    const { documents, faults } = readValues(text.replaceAll('\t', ' '), file, newBudget())
    const [root] = documents
    if (faults[0] !== undefined) json.fault = faults[0]
    else if (root?.value.kind !== 'map') json.fault = { line: 1, reason: 'it is no JSON object' }
    else return root
  } catch (error) {
    if (!(error instanceof BudgetSpent)) throw error
    json.fault = { line: 0, reason: error.message }
  }
  return undefined
}

type Templates = (entry: Entry | undefined) => string | undefined

const TEMPLATE = /\$\$\{|%%\{|\$\{\s*([A-Za-z_][\w-]*)\s*\}|[$%]\{/g

/** A text with its variables replaced; what is more than a variable is left to docker. */
function templateReader(variables: ReadonlyMap<string, string>, json: BakeJson): Templates {
  return entry => {
    if (entry === undefined) return undefined
    if (entry.value.kind !== 'scalar') beyond(json, entry, 'a value that is no plain text')
    return textOf(entry)?.replace(TEMPLATE, (written, name?: string) => {
      if (written === '$${' || written === '%%{') return written.slice(1)
      const value = name === undefined ? undefined : variables.get(name)
      if (value === undefined) beyond(json, entry, 'an expression')
      return value ?? ''
    })
  }
}

function beyond(json: BakeJson, { line }: Entry, what: string): void {
  json.beyond.push({ line, reason: `${what} to evaluate` })
}

function textsOf(entry: Entry | undefined, templates: Templates): string[] {
  return itemsOf(entry).flatMap(item => templates(item) ?? [])
}

const TEXTS = ['context', 'dockerfile', 'dockerfile-inline', 'target'] as const

function targetOf(entry: Entry, templates: Templates, json: BakeJson): BakeTarget {
  if (entry.value.kind !== 'map') beyond(json, entry, 'a list of blocks')
  const matrix = child(entry, 'matrix') ?? child(entry, 'name')
  if (matrix !== undefined) beyond(json, matrix, 'a matrix')
  const target: BakeTarget = {}
  for (const field of TEXTS) {
    const text = templates(child(entry, field))
    if (text !== undefined) target[field] = text
  }
  for (const field of ['args', 'contexts'] as const)
    if (child(entry, field) !== undefined)
      target[field] = Object.fromEntries(
        childrenOf(child(entry, field)).flatMap(([key, value]): [string, string][] => {
          const text = templates(value)
          return text === undefined ? [] : [[key, text]]
        }),
      )
  const platforms = child(entry, 'platforms')
  if (platforms !== undefined) target.platforms = textsOf(platforms, templates)
  const secrets = itemsOf(child(entry, 'secret')).flatMap(one =>
    one.value.kind === 'map' ? (templates(child(one, 'id')) ?? []) : (templates(one) ?? []),
  )
  if (secrets.length > 0)
    target.secret = secrets.map(secret => (secret.includes('=') ? secret : { id: secret }))
  const ssh = itemsOf(child(entry, 'ssh')).flatMap(one =>
    one.value.kind === 'map' ? (templates(child(one, 'id')) ?? []) : (templates(one) ?? []),
  )
  if (ssh.length > 0) target.ssh = ssh
  const caches = itemsOf(child(entry, 'cache-to')).map((one): Record<string, string> | string =>
    one.value.kind === 'map'
      ? Object.fromEntries(childrenOf(one).map(([key, value]) => [key, templates(value) ?? '']))
      : (templates(one) ?? ''),
  )
  if (caches.length > 0) target['cache-to'] = caches
  return target
}
