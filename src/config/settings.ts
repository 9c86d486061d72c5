import { UsageError } from '../errors.ts'
import type { Severity } from '../model/finding.ts'
import type { PolicyLayer } from './layer.ts'
import { FAIL_ON, LEVELS } from './levels.ts'
import { readCount, readSize, SIZE_HINT } from './size.ts'
import { quote, suggestion } from './words.ts'

/** What the command line says of the policy, as it was typed. */
export interface PolicyOptions {
  failOn?: string | undefined
  maxFileSize?: string | undefined
  maxContextSize?: string | undefined
  maxFiles?: string | undefined
  secretMaxBytes?: string | undefined
  /** `ID=SEVERITY` or `ID=off` each; of two for one rule the later holds */
  rule?: readonly string[] | undefined
  /** false leaves out the rules of the family Secrets; true and undefined are no statement */
  secrets?: boolean | undefined
  /** false remembers nothing; true and undefined are no statement */
  cache?: boolean | undefined
  /** a configuration in place of the one that would be found; false for none */
  config?: string | false | undefined
}

/** As `process.env`. An empty variable counts as one that is not set. */
export type Environment = Readonly<Record<string, string | undefined>>

/** @throws UsageError that names the option */
export function layerOfOptions(options: PolicyOptions, knownRules: readonly string[]): PolicyLayer {
  return {
    ...layerOf({
      failOn: ['--fail-on', options.failOn],
      fileBytes: ['--max-file-size', options.maxFileSize],
      contextBytes: ['--max-context-size', options.maxContextSize],
      contextFiles: ['--max-files', options.maxFiles],
      secretBytes: ['--secret-max-bytes', options.secretMaxBytes],
    }),
    rules: Object.fromEntries((options.rule ?? []).map(setting => readRule(setting, knownRules))),
    secrets: options.secrets === false ? false : undefined,
    cache: options.cache === false ? false : undefined,
  }
}

/** @throws UsageError that names the variable */
export function layerOfEnvironment(environment: Environment): PolicyLayer {
  const variable = (name: string): Setting => [name, environment[name] || undefined]
  const withoutSecrets = read(variable('CTXGUARD_NO_SECRETS'), FLAG)
  const withoutCache = read(variable('CTXGUARD_NO_CACHE'), FLAG)
  return {
    ...layerOf({
      failOn: variable('CTXGUARD_FAIL_ON'),
      fileBytes: variable('CTXGUARD_MAX_FILE_SIZE'),
      contextBytes: variable('CTXGUARD_MAX_CONTEXT_SIZE'),
      contextFiles: variable('CTXGUARD_MAX_FILES'),
      secretBytes: variable('CTXGUARD_SECRET_MAX_BYTES'),
    }),
    secrets: withoutSecrets === undefined ? undefined : !withoutSecrets,
    cache: withoutCache === undefined ? undefined : !withoutCache,
  }
}

/** Which configuration the user names: a file, false for none, undefined for the one that is found. */
export function namedConfig({ config }: PolicyOptions, environment: Environment): string | false | undefined {
  if (config !== undefined) return config
  if (read(['CTXGUARD_NO_CONFIG', environment.CTXGUARD_NO_CONFIG || undefined], FLAG)) return false
  return environment.CTXGUARD_CONFIG || undefined
}

/** Where a value was given, and its text. */
type Setting = readonly [name: string, text: string | undefined]

interface Kind<T> {
  /** undefined where the text is none of the kind */
  parse(text: string): T | undefined
  what: string
  hint: string
}

/** Nothing of a file is not a part of it. */
const PART: Kind<number> = {
  parse: text => readSize(text) || undefined,
  what: 'a size to search',
  hint: `${SIZE_HINT}; --no-secrets searches nothing`,
}

const SIZE: Kind<number> = { parse: readSize, what: 'a size', hint: SIZE_HINT }
const COUNT: Kind<number> = { parse: readCount, what: 'a whole number', hint: 'write digits only' }
const FLAG: Kind<boolean> = {
  parse: text => (/^(1|true)$/i.test(text) ? true : /^(0|false)$/i.test(text) ? false : undefined),
  what: 'a yes or no',
  hint: 'write 1 or 0',
}

function read<T>([name, text]: Setting, { parse, what, hint }: Kind<T>): T | undefined {
  if (text === undefined) return undefined
  const value = parse(text)
  if (value === undefined) throw new UsageError(`${name}: ${quote(text)} is not ${what}`, { hint })
  return value
}

function layerOf(
  settings: Record<'failOn' | keyof NonNullable<PolicyLayer['limits']>, Setting>,
): PolicyLayer {
  const [failOnName, failOn] = settings.failOn
  return {
    failOn: failOn === undefined ? undefined : readWord(failOnName, 'severity to fail on', failOn, FAIL_ON),
    limits: {
      fileBytes: read(settings.fileBytes, SIZE),
      contextBytes: read(settings.contextBytes, SIZE),
      contextFiles: read(settings.contextFiles, COUNT),
      secretBytes: read(settings.secretBytes, PART),
    },
  }
}

function readRule(setting: string, knownRules: readonly string[]): [rule: string, level: Severity | 'off'] {
  const equals = setting.indexOf('=')
  if (equals < 0) {
    throw new UsageError(`--rule: ${quote(setting)} sets nothing`, {
      hint: 'write --rule ID=error, =warning, =info or =off',
    })
  }
  const rule = readWord('--rule', 'rule', setting.slice(0, equals), knownRules)
  return [rule, readWord('--rule', 'severity', setting.slice(equals + 1), LEVELS)]
}

function readWord<T extends string>(name: string, what: string, word: string, known: readonly T[]): T {
  const found = known.find(candidate => candidate === word)
  if (found === undefined)
    throw new UsageError(`${name}: unknown ${what} ${quote(word)}${suggestion(word, known)}`)
  return found
}
