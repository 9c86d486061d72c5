import { relative } from 'node:path'
import type { DeclaredBuild } from '../../src/request/declared.ts'

/** By service, what decides which files are taken; directories below `dir` start with `{DIR}`. */
export function comparableBuilds(builds: readonly DeclaredBuild[], dir: string): Record<string, unknown> {
  const place = (path: string) =>
    path.startsWith('/') ? `{DIR}/${relative(dir, path)}`.replace(/\/$/, '') : path
  const contexts = (build: DeclaredBuild) =>
    Object.fromEntries(Object.entries(build.contexts).map(([name, path]) => [name, place(path)]))
  return Object.fromEntries(
    builds.map(build => {
      const { inline, dockerfile = 'Dockerfile', target, platform, args, secrets } = build
      return [
        build.name.replace(/^service /, ''),
        {
          context: place(build.context),
          ...(inline === undefined ? { dockerfile } : { inline: inline.text }),
          ...(target !== undefined && { target }),
          args,
          contexts: contexts(build),
          secrets,
          ...(platform !== undefined && { platform }),
        },
      ]
    }),
  )
}
