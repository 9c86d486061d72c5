import { basename, join } from 'node:path'
import type { Files } from '../../model/files.ts'
import type { Trouble } from '../declared.ts'
import { readText } from '../read-text.ts'
import { readValues } from './document.ts'
import { readDotenv } from './dotenv.ts'
import { interpolate, type Lookup } from './interpolate.ts'
import { type Budget, BudgetSpent, child, type Entry, newBudget, textOf } from './values.ts'

/** What is learnt of a project while its files are read. */
export interface Project {
  /** the main file */
  file: string
  /** it is about to be built: whatever can't be resolved is fatal */
  strict: boolean
  /** where all its files lie */
  disk: Files
  troubles: Trouble[]
  budget: Budget
  /** each file is read once */
  documents: Map<string, readonly Entry[]>
  /** files that an `include` names, and those that services of other files extend */
  included: Set<string>
  extended: Set<string>
  /** variables that some build uses and that are not set, and where the first use is */
  unset: Map<string, Entry>
}

/** A model that is read by hand is far smaller. */
const MOST_BYTES = 2 * 2 ** 20

export function newProject(file: string, disk: Files, strict = false): Project {
  return {
    file,
    strict,
    disk,
    troubles: [],
    budget: newBudget(),
    documents: new Map(),
    included: new Set(),
    extended: new Set(),
    unset: new Map(),
  }
}

/** The documents of a compose file; none where it can't be read, and then the project says why. */
export function documentsOf(file: string, project: Project): readonly Entry[] {
  const known = project.documents.get(file)
  if (known !== undefined) return known
  const read = readText(file, MOST_BYTES, project.disk)
  const documents =
    'reason' in read ? unread(file, 0, read.reason, project) : parsed(file, read.text, project)
  project.documents.set(file, documents)
  return documents
}

function parsed(file: string, text: string, project: Project): readonly Entry[] {
  const { documents, faults } = readValues(text, file, project.budget)
  for (const { line, reason } of faults) unread(file, line, reason, project)
  const odd = documents.find(({ value }) => value.kind !== 'map')
  return odd === undefined ? documents : unread(file, odd.line, 'it is no mapping', project)
}

/** Says why a file, or a part of it without which nothing is known, could not be read. */
export function unread(file: string, line: number, reason: string, project: Project): readonly Entry[] {
  const what = `${basename(file)} could not be read`
  const hint = 'mend it: docker compose refuses it too'
  project.troubles.push({ what, file, line, reason, hint, fatal: true })
  return []
}

/** Runs what reads a project's files; one that is too large is said. */
export function withinBudget<T>(project: Project, work: () => T): T | undefined {
  try {
    return work()
  } catch (error) {
    if (!(error instanceof BudgetSpent)) throw error
    unread(project.file, 0, error.message, project)
    return undefined
  }
}

/** The environment of a project: the process's, then its `.env` or the files named; the project's name with it. */
export function projectEnvironment(dir: string, environment: Lookup, project: Project): Lookup {
  const disabled = /^(1|t|true)$/i.test(environment('COMPOSE_DISABLE_ENV_FILE') ?? '')
  const lookup = disabled ? environment : withEnvFiles([join(dir, '.env')], environment, project, true)
  return withProjectName(dir, lookup, project)
}

/** The same environment with the project's name: `given`, or what it says itself, or a file, or the directory. */
export function withProjectName(dir: string, lookup: Lookup, project: Project, given?: string): Lookup {
  const name = given || lookup('COMPOSE_PROJECT_NAME') || undefined
  let found: string | undefined
  return variable => {
    if (variable !== 'COMPOSE_PROJECT_NAME') return lookup(variable)
    found ??= name ?? projectName(dir, lookup, project)
    return found
  }
}

/** compose-go cli/options.go withNamePrecedenceLoad, loader/loader.go NormalizeProjectName */
function projectName(dir: string, lookup: Lookup, project: Project): string {
  const [document] = documentsOf(project.file, project)
  const named = textOf(child(document, 'name'))
  const name = named === undefined ? basename(dir) : interpolate(named, lookup).text
  return name
    .toLowerCase()
    .replace(/[^a-z0-9_-]/g, '')
    .replace(/^[_-]+/, '')
}

/**
 * The same environment with what env files say of variables that it does not have; the last of them that has one counts
 * (compose-go dotenv/env.go GetEnvFromFile).
 */
export function withEnvFiles(
  files: readonly string[],
  environment: Lookup,
  project: Project,
  optional: boolean,
): Lookup {
  const found = new Map<string, string>()
  const lookup: Lookup = name => environment(name) ?? found.get(name)
  for (const file of files) {
    const read = readText(file, MOST_BYTES, project.disk)
    if ('reason' in read) {
      if (!(optional && read.missing)) envTrouble(file, 0, read.reason, project)
      continue
    }
    const { values, problem } = readDotenv(read.text, lookup)
    if (problem !== undefined) envTrouble(file, problem.line, problem.reason, project)
    for (const [name, value] of values) found.set(name, value)
  }
  return lookup
}

function envTrouble(file: string, line: number, reason: string, project: Project): void {
  const what = `variables of ${basename(file)} may be missing`
  const hint = 'mend it: docker compose refuses it too'
  project.troubles.push({ what, file, line, reason, hint, fatal: project.strict })
}
