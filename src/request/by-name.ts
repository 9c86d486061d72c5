import { basename, dirname, join, relative } from 'node:path'
import type { Files } from '../model/files.ts'
import type { Incomplete } from '../model/snapshot.ts'
import type { NamedRequest } from './combine.ts'
import { findDockerfile } from './dockerfile.ts'
import { factsOfFile } from './dockerfile-facts.ts'
import type { FoundFiles } from './find.ts'
import { guessContext } from './guess-context.ts'
import { isDefaultName } from './names.ts'
import { contextIn, directory, type Surroundings, shown } from './requests.ts'

/** Builds of Dockerfiles that nothing but their name tells of; those that are none, or not yet, are noted. */
export function buildsByName(
  found: FoundFiles['files'],
  around: Surroundings,
): { named: NamedRequest[]; incomplete: Incomplete[] } {
  const named: NamedRequest[] = []
  const incomplete: Incomplete[] = []
  const top = repositoryOf(around.files, around.root) ?? around.root
  for (const { file, kind } of found) {
    const facts = kind === 'dockerfile' ? factsOfFile(file, around.files) : undefined
    const fragment = facts?.stages === 0 && !isDefaultName(basename(file))
    if (kind === 'template' || fragment)
      incomplete.push(notBuilt(shown(file, around.root), kind === 'template'))
    else {
      named.push(namedRequest(file, guessContext(file, top, facts, around.files), around))
    }
  }
  return { named, incomplete }
}

/** The root of the repository that a directory lies in: what a build takes may lie above where somebody looks. */
function repositoryOf(files: Files, dir: string): string | undefined {
  if (files.exists(join(dir, '.git'))) return dir
  return dirname(dir) === dir ? undefined : repositoryOf(files, dirname(dir))
}

function namedRequest(file: string, dir: string, around: Surroundings): NamedRequest {
  const { root, cwd, builder, files } = around
  const context = directory(dir, files) ?? dir
  const shownContext = dir === root ? '.' : shown(dir, root)
  const name = dir === dirname(file) ? 'found by name' : `found by name, context ${shownContext}`
  return {
    request: {
      context: contextIn(files, context, relative(cwd, dir) || '.'),
      dockerfile: findDockerfile(context, builder, cwd, relative(cwd, file), files),
      builder,
      origin: { kind: 'discovered', label: `${shown(file, root)}, ${name}` },
    },
    file: shown(file, root),
    name,
  }
}

function notBuilt(path: string, template: boolean): Incomplete {
  return {
    what: `${path} was not audited`,
    path,
    reason: template
      ? 'by its name it is a template, which something has to fill in'
      : 'it has no FROM: a part of a Dockerfile, or none',
    hint: 'audit what is made of it',
    fatal: false,
  }
}
