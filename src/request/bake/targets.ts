import type { BakeJson } from './json.ts'
import type { BakeTarget } from './model.ts'
import { wantedNames } from './names.ts'

type Targets = BakeJson['targets']

/** The targets of bake files that are merged in order, with what they inherit, as `bake --print` would write them. */
export function resolvedTargets(files: readonly BakeJson[]): Map<string, BakeTarget> {
  const targets: Targets = new Map()
  for (const file of files)
    for (const [name, target] of file.targets) {
      const known = targets.get(name)
      const inherits = [...(known?.inherits ?? []), ...target.inherits]
      targets.set(name, { ...mergedTargets(known ?? {}, target), inherits })
    }
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
function withInherited(name: string, targets: Targets, visited: Map<string, BakeTarget>): BakeTarget {
  const known = visited.get(name)
  if (known !== undefined) return known
  visited.set(name, {})
  const own = targets.get(name)
  const inherited = (own?.inherits ?? []).map(base => withInherited(base, targets, visited))
  const target = [...inherited, own ?? {}].reduce(mergedTargets, {})
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
  }
}
