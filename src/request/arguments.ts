import { UsageError } from '../errors.ts'
import { shownArgument } from './references.ts'

/**
 * Values of `--build-arg`: `KEY=value`, or `KEY` for its value in the environment; one that is not there either is
 * not passed. Of a key given twice the last counts. Throws a UsageError where there is no key.
 */
export function buildArgsOf(
  list: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  const pairs = list.flatMap((given): [string, string][] => {
    const equals = given.indexOf('=')
    const key = equals < 0 ? given : given.slice(0, equals)
    if (key === '')
      throw new UsageError(`--build-arg ${shownArgument(given)} names no argument`, {
        hint: 'KEY=value, or KEY',
      })
    const value = equals < 0 ? fromEnvironment(key, environment) : given.slice(equals + 1)
    return value === undefined ? [] : [[key, value]]
  })
  return Object.fromEntries(pairs)
}

function fromEnvironment(
  key: string,
  environment: Readonly<Record<string, string | undefined>>,
): string | undefined {
  return Object.hasOwn(environment, key) ? environment[key] : undefined
}

/** Values of `--build-context`, `NAME=PATH`, by name as it is given; throws a UsageError where that is not their form. */
export function namedContextsOf(list: readonly string[]): Record<string, string> {
  const pairs = list.map((given): [string, string] => {
    const equals = given.indexOf('=')
    if (equals <= 0)
      throw new UsageError(`--build-context ${shownArgument(given)} is not of the form NAME=PATH`, {
        hint: 'as for docker buildx build',
      })
    return [given.slice(0, equals), given.slice(equals + 1)]
  })
  return Object.fromEntries(pairs)
}
