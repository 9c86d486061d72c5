import { createHash } from 'node:crypto'
import { PLUGIN } from './places.ts'

/** What the launcher starts. Both paths are absolute. */
export interface Installed {
  /** the executable script of the package */
  program: string
  /** the node that runs it */
  node: string
  version: string
}

const MARK =
  '# Written by `ctxguard docker-plugin install`; `ctxguard docker-plugin uninstall` takes it away.'

const HEAD = `#!/bin/sh\n${MARK}\n`

export function isLauncher(text: string): boolean {
  return text.startsWith(HEAD)
}

/** Whether a launcher is, byte for byte, what this or another version wrote. */
export function isUnchanged(text: string): boolean {
  const body = text.slice(text.indexOf('\n', HEAD.length) + 1)
  return text === withSum(body)
}

function withSum(body: string): string {
  return `${HEAD}# sha256 of what follows: ${createHash('sha256').update(body).digest('hex')}\n${body}`
}

/**
 * The plugin as docker wants it: it describes itself at once, without node, because docker asks every plugin for that
 * whenever it lists them; and it hands all else over, to `ctxguard docker-plugin run`.
 */
export function launcherText(plugin: string, { program, node, version }: Installed): string {
  return withSum(`if [ "$1" = docker-cli-plugin-metadata ]; then
  printf '%s\\n' ${quoted(metadata(plugin, version))}
  exit 0
fi
program=${quoted(program)}
node=${quoted(node)}
[ -x "$node" ] || node=node
if [ -f "$program" ] && command -v "$node" >/dev/null 2>&1; then
  exec "$node" "$program" docker-plugin run ${plugin} -- "$@"
fi
if command -v ctxguard >/dev/null 2>&1; then
  exec ctxguard docker-plugin run ${plugin} -- "$@"
fi
printf '%s\\n' "docker ${plugin}: ctxguard is no longer where it was: $program" \\
  '  from where it is now: ctxguard docker-plugin install${plugin === PLUGIN ? '' : ' --alias'}' \\
  "  or take this away: rm '$0'${plugin === PLUGIN ? '' : ', and aliases.builder in config.json'}" >&2
exit 127
`)
}

function metadata(plugin: string, version: string): string {
  const isCommand = plugin === PLUGIN
  return JSON.stringify({
    SchemaVersion: '0.1.0',
    Vendor: 'ctxguard',
    Version: version,
    ShortDescription: isCommand
      ? 'Audit what a build takes from your disk'
      : 'docker build by way of ctxguard',
    ...(!isCommand && { Hidden: true }),
  })
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`
}
