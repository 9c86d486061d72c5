import { existsSync, lstatSync, readFileSync, readlinkSync, realpathSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { CtxguardError } from '../../errors.ts'
import { removeFile, replaceFile } from '../replace-file.ts'
import { aliasIn, newConfig, withAlias, withoutAlias } from './alias.ts'
import { objectAt } from './json-members.ts'

/** docker's config.json may hold credentials: its text is never shown, nor kept anywhere else. */
export interface DockerConfig {
  /** links followed */
  file: string
  /** one character for each byte, so that none is lost; undefined where there is no file */
  text: string | undefined
  /** `aliases.builder` */
  alias: unknown
  /** `cliPluginsExtraDirs` */
  extraDirs: string[]
  /** `currentContext` */
  currentContext: string | undefined
}

/** Throws where docker itself would not read it, or where what is meant by `aliases` is not certain. */
export function readDockerConfig(configDir: string): DockerConfig {
  const named = join(configDir, 'config.json')
  const file = existsSync(named) ? realpathSync(named) : endOf(named)
  const none = { file, text: undefined, alias: undefined, extraDirs: [], currentContext: undefined }
  const text = readText(file)
  if (text === undefined) return none
  const data = parsed(file, text)
  const dirs = Array.isArray(data.cliPluginsExtraDirs) ? data.cliPluginsExtraDirs : []
  return {
    file,
    text,
    alias: aliasIn(text),
    extraDirs: dirs.filter(dir => typeof dir === 'string'),
    currentContext: typeof data.currentContext === 'string' ? data.currentContext : undefined,
  }
}

/** As many as Linux follows. */
const MOST_LINKS = 40

/** Where a file would lie that a link leads to and that is not there, such as one kept elsewhere and not yet made. */
function endOf(named: string): string {
  let file = named
  for (let links = 0; lstatSync(file, { throwIfNoEntry: false })?.isSymbolicLink(); links++) {
    if (links === MOST_LINKS) throw unusable(named, 'its links lead in a circle')
    file = resolve(dirname(file), readlinkSync(file))
  }
  if (file !== named && !existsSync(dirname(file)))
    throw unusable(named, `it leads to ${file}, and there is no such directory`)
  return file
}

function readText(file: string): string | undefined {
  try {
    return readFileSync(file, 'latin1')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw unusable(file, (error as Error).message)
  }
}

function parsed(file: string, text: string): Record<string, unknown> {
  let data: unknown
  try {
    data = JSON.parse(Buffer.from(text, 'latin1').toString('utf8'))
  } catch {
    // the parser's own words quote the file
    throw unusable(file, 'it is not valid JSON')
  }
  if (typeof data !== 'object' || data === null || Array.isArray(data))
    throw unusable(file, 'it holds no object')
  const aliases = objectAt(text, 0)!.members.filter(({ name }) => name.toLowerCase() === 'aliases')
  if (aliases.length > 1 || aliases.some(({ value }) => text[value] !== '{'))
    throw unusable(file, '"aliases" is not one object')
  return data as Record<string, unknown>
}

function unusable(file: string, reason: string): CtxguardError {
  return new CtxguardError(`${file} can't be used: ${reason}`, {
    hint: 'nothing was changed; mend the file, docker needs it too',
  })
}

/** Makes plain `docker build` go to a plugin; there must be no such alias yet. */
export function setAlias({ file, text }: DockerConfig, plugin: string): void {
  write(file, text === undefined ? newConfig(plugin) : withAlias(text, plugin))
}

/** Takes the alias out: what is left is what was there before, byte for byte, with what others wrote since. */
export function dropAlias({ file, text }: DockerConfig, plugin: string): void {
  const left = withoutAlias(text!, plugin)
  if (left === undefined) removeFile(file)
  else write(file, left)
}

/** As docker does: nobody else may read a new one. */
function write(file: string, text: string): void {
  replaceFile(file, Buffer.from(text, 'latin1'), { file: 0o600, directory: 0o700 })
}
