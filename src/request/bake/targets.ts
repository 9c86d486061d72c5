import { UsageError } from '../../errors.ts'
import { globMatch } from '../../ignore/go-match.ts'
import type { BakeJson } from './json.ts'
import type { BakeTarget } from './model.ts'
import { wantedNames } from './names.ts'
import { type Overrides, overridden, overridesOf } from './overrides.ts'

type Targets = BakeJson['targets']

/** The targets of bake files that are merged in order, with what they inherit, as `bake --print` would write them. */
export function resolvedTargets(files: readonly BakeJson[]): Map<string, BakeTarget> {
  const targets = mergedFiles(files)
  const groups = new Map(files.flatMap(file => [...file.groups]))
  const found = new Map<string, BakeTarget>()
  const open = wantedNames(files.flatMap(({ blocks }) => blocks))
  const seen = new Set<string>()
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (seen.has(name)) continue
    seen.add(name)
    if (groups.has(name)) open.push(...groups.get(name)!)
    else if (targets.has(name) && !isOpen(name, files, targets)) {
      const target = withInherited(name, targets, new Map())
      found.set(name, target)
      for (const context of Object.values(target.contexts ?? {}))
        if (context.startsWith('target:')) open.push(context.slice('target:'.length))
    }
  }
  const order = [...targets.keys()]
  return new Map([...found].sort(([a], [b]) => order.indexOf(a) - order.indexOf(b)))
}

/** What a command that names groups and targets, or patterns of such names, makes of them. */
export function targetsOf(
  files: readonly BakeJson[],
  { names, sets }: { names: readonly string[]; sets: readonly string[] },
  environment: Readonly<Record<string, string | undefined>>,
): Map<string, BakeTarget> {
  const targets = mergedFiles(files)
  const groups = new Map(files.flatMap(file => [...file.groups]))
  const overrides = overridesOf(sets, [...targets.keys()], environment)
  const all = [...groups.keys(), ...targets.keys()]
  const visited = new Map<string, readonly string[]>()
  const found = new Map<string, BakeTarget>()
  const open = names.flatMap(name => matching(name, all)).flatMap(name => members(name, groups, visited))
  for (let name = open.shift(); name !== undefined; name = open.shift()) {
    if (found.has(name)) continue
    if (!targets.has(name)) throw noTarget(`failed to find target ${name}`)
    const target = withInherited(name, targets, new Map(), overrides)
    found.set(name, target)
    for (const context of Object.values(target.contexts ?? {}))
      if (context.startsWith('target:')) open.push(context.slice('target:'.length))
  }
  return found
}

/** A dot is an underscore there (docker/buildx bake/bake.go sanitizeTargetName, matchNames). */
function matching(given: string, all: readonly string[]): readonly string[] {
  const pattern = given.replaceAll('.', '_')
  if (!/[*?[\]]/.test(pattern)) return [pattern]
  const names = all.filter(name => globMatch(pattern, name))
  if (names.length === 0) throw noTarget(`could not find any target matching "${pattern}"`)
  return names
}

/** A group that holds its own name means the target (docker/buildx bake/bake.go Config.group). */
function members(
  name: string,
  groups: ReadonlyMap<string, readonly string[]>,
  visited: Map<string, readonly string[]>,
): readonly string[] {
  const known = visited.get(name)
  if (known !== undefined) return known
  const listed = groups.get(name)
  if (listed === undefined) return [name]
  visited.set(name, [])
  const targets = listed.flatMap(one => {
    const found = members(one, groups, visited)
    return found.length > 0 ? found : [one]
  })
  const once = [...new Set(targets)]
  visited.set(name, once)
  return once
}

function noTarget(problem: string): UsageError {
  return new UsageError(problem, { hint: 'docker buildx bake finds none either' })
}

function mergedFiles(files: readonly BakeJson[]): Targets {
  const targets: Targets = new Map()
  for (const file of files)
    for (const [name, target] of file.targets) {
      const known = targets.get(name)
      const inherits = [...(known?.inherits ?? []), ...target.inherits]
      targets.set(name, { ...mergedTargets(known ?? {}, target), inherits })
    }
  return targets
}

/** Whether something of the target, or of what it inherits, is yet to be evaluated. */
function isOpen(
  name: string,
  files: readonly BakeJson[],
  targets: Targets,
  seen = new Set<string>(),
): boolean {
  if (seen.has(name)) return false
  seen.add(name)
  const inherits = targets.get(name)?.inherits ?? []
  return files.some(({ open }) => open.has(name)) || inherits.some(base => isOpen(base, files, targets, seen))
}

/** docker/buildx bake/bake.go Config.target: a target that is being resolved counts as nothing. */
function withInherited(
  name: string,
  targets: Targets,
  visited: Map<string, BakeTarget>,
  overrides?: ReadonlyMap<string, Overrides>,
): BakeTarget {
  const known = visited.get(name)
  if (known !== undefined) return known
  visited.set(name, {})
  const own = targets.get(name)
  const inherited = (own?.inherits ?? []).map(base => withInherited(base, targets, visited, overrides))
  const target = overridden([...inherited, own ?? {}].reduce(mergedTargets, {}), overrides?.get(name))
  visited.set(name, target)
  return target
}

/** docker/buildx bake/bake.go Target.Merge */
function mergedTargets(base: BakeTarget, over: BakeTarget): BakeTarget {
  return {
    ...base,
    ...over,
    ...((base.args ?? over.args) && { args: { ...base.args, ...over.args } }),
    ...((base.contexts ?? over.contexts) && { contexts: { ...base.contexts, ...over.contexts } }),
    ...((base.secret ?? over.secret) && { secret: [...(base.secret ?? []), ...(over.secret ?? [])] }),
    ...((base.ssh ?? over.ssh) && { ssh: [...(base.ssh ?? []), ...(over.ssh ?? [])] }),
  }
}
