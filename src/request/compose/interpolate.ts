/** What compose puts in for `$NAME`; undefined where it is not set. */
export type Lookup = (name: string) => string | undefined

export interface Interpolated {
  text: string
  /** variables that are not set and have no default: blank there */
  unset: readonly string[]
  /** why compose would refuse the text */
  problem?: string
}

const NAME = /[a-z_][a-z0-9_]*/iy
/** No line break: the pattern of compose-go template/template.go does not let one in. */
const BRACED = /^([a-z_][a-z0-9_]*)(?:(:?[-+?])(.*))?$/i
const BEGINNING = /^\$\{\w{0,40}[^\w\s]?/
const MAX_NESTED = 32

/** An environment as a lookup. */
export function lookupIn(environment: Readonly<Record<string, string | undefined>>): Lookup {
  return name => (Object.hasOwn(environment, name) ? environment[name] : undefined)
}

/** Replaces variables as compose does: `$NAME`, `${NAME}`, its operators `:-` `-` `:?` `?` `:+` `+`, and `$$`. */
export function interpolate(template: string, lookup: Lookup): Interpolated {
  const state: State = { lookup, unset: new Set() }
  const text = substitute(template, state, 0)
  return { text, unset: [...state.unset], ...(state.problem !== undefined && { problem: state.problem }) }
}

interface State {
  lookup: Lookup
  unset: Set<string>
  problem?: string
}

/** Variables can double what others hold; nobody has a value as long as this. */
const MOST_CHARACTERS = 2 ** 20

function substitute(template: string, state: State, nested: number): string {
  let text = ''
  let at = 0
  while (state.problem === undefined) {
    if (text.length > MOST_CHARACTERS) {
      state.problem = 'it comes to more than a million characters'
      return ''
    }
    const dollar = template.indexOf('$', at)
    if (dollar < 0) return text + template.slice(at)
    text += template.slice(at, dollar)
    const next = template[dollar + 1]
    if (next === '{') {
      const end = nested < MAX_NESTED ? closingBrace(template, dollar + 1) : -1
      const braced = end < 0 ? null : BRACED.exec(template.slice(dollar + 2, end))
      if (braced === null) {
        // no more of it: a default may be a secret
        state.problem = `invalid interpolation format: ${BEGINNING.exec(template.slice(dollar))![0]}…`
        break
      }
      text += bracedValue(braced, state, nested)
      at = end + 1
      continue
    }
    NAME.lastIndex = dollar + 1
    const name = NAME.exec(template)?.[0]
    if (name !== undefined) text += plainValue(name, state)
    else text += '$'
    at = dollar + 1 + (name?.length ?? (next === '$' ? 1 : 0))
  }
  return text
}

function closingBrace(template: string, open: number): number {
  let depth = 0
  for (let at = open; at < template.length; at++) {
    if (template[at] === '{') depth++
    else if (template[at] === '}' && --depth === 0) return at
  }
  return -1
}

function plainValue(name: string, { lookup, unset }: State): string {
  const value = lookup(name)
  if (value === undefined) unset.add(name)
  return value ?? ''
}

function bracedValue([, name, operator, word]: RegExpExecArray, state: State, nested: number): string {
  if (operator === undefined) return plainValue(name!, state)
  const value = state.lookup(name!)
  const given = operator.startsWith(':') ? Boolean(value) : value !== undefined
  if (operator.endsWith('+')) return given ? substitute(word!, state, nested + 1) : (value ?? '')
  if (given) return value!
  const text = substitute(word!, state, nested + 1)
  if (operator.endsWith('-')) return text
  state.problem ??= `required variable ${name} is missing a value${text === '' ? '' : `: ${text}`}`
  return ''
}
