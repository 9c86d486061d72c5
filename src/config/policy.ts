import { isAbsolute, relative, resolve } from 'node:path'
import type { Files } from '../model/files.ts'
import { DEFAULT_POLICY, type Policy } from '../model/policy.ts'
import { userCacheDir } from './cache-dir.ts'
import { findConfig } from './find.ts'
import type { PolicyLayer } from './layer.ts'
import {
  type Environment,
  layerOfEnvironment,
  layerOfOptions,
  namedConfig,
  type PolicyOptions,
} from './settings.ts'

/**
 * The policy of one context: options over environment over configuration over {@link DEFAULT_POLICY}. Finds and
 * reads the configuration, if there is one; without one neither YAML nor validation code is loaded.
 *
 * @param from.contextDir where the search for a configuration begins
 * @param from.files where it lies; default: this machine. One that was named lies on this machine
 * @param from.knownRules ids of the rules that there are
 * @returns the policy, and the absolute path of the configuration that took part
 * @throws UsageError and ConfigError
 */
export async function loadPolicy(from: {
  contextDir: string
  files?: Files | undefined
  options: PolicyOptions
  environment: Environment
  knownRules: readonly string[]
}): Promise<{ policy: Policy; configFile: string | undefined }> {
  const { contextDir, files, options, environment, knownRules } = from
  const named = namedConfig(options, environment)
  const configFile =
    named === undefined ? findConfig(contextDir, files) : named === false ? undefined : resolve(named)
  const config =
    configFile === undefined
      ? {}
      : await readConfig(configFile, contextDir, knownRules, named ? undefined : files)
  return { policy: resolvePolicy({ options, environment, config, knownRules }), configFile }
}

async function readConfig(
  file: string,
  contextDir: string,
  rules: readonly string[],
  files: Files | undefined,
): Promise<PolicyLayer> {
  const { loadConfig } = await import('./load.ts')
  return loadConfig(file, { rules }, labelOf(file, contextDir), files)
}

/** Relative to the context where it lies inside, else absolute: as ignore files are called. */
function labelOf(file: string, contextDir: string): string {
  const inside = relative(resolve(contextDir), file)
  return inside.startsWith('..') || isAbsolute(inside) ? file : inside
}

/**
 * The policy that options, environment and configuration make together, in this order of precedence.
 *
 * @throws UsageError that names the option or the variable that is wrong
 */
export function resolvePolicy(from: {
  options: PolicyOptions
  environment: Environment
  config: PolicyLayer
  knownRules: readonly string[]
}): Policy {
  const { options, environment, config, knownRules } = from
  const layers = [layerOfOptions(options, knownRules), layerOfEnvironment(environment), config]
  const first = <T>(pick: (layer: PolicyLayer) => T | undefined): T | undefined =>
    layers.map(pick).find(value => value !== undefined)

  const fileBytes = first(layer => layer.limits?.fileBytes)
  const contextBytes = first(layer => layer.limits?.contextBytes)
  const contextFiles = first(layer => layer.limits?.contextFiles)
  const cacheDir = first(layer => layer.cache) === false ? undefined : userCacheDir(environment)
  const defaults = DEFAULT_POLICY.limits
  return {
    rules: { ...config.rules, ...layers[0]!.rules },
    limits: {
      fileBytes: fileBytes ?? defaults.fileBytes,
      contextBytes: contextBytes ?? defaults.contextBytes,
      contextFiles: contextFiles ?? defaults.contextFiles,
      secretBytes: first(layer => layer.limits?.secretBytes) ?? defaults.secretBytes,
      budget: contextBytes !== undefined || contextFiles !== undefined,
    },
    failOn: first(layer => layer.failOn) ?? DEFAULT_POLICY.failOn,
    allow: config.allow ?? [],
    secrets: first(layer => layer.secrets) ?? DEFAULT_POLICY.secrets,
    ...(cacheDir !== undefined && { cacheDir }),
  }
}
