import { checkDevice } from './devices.ts'
import { type AcceptedFlags, acceptFlags, type FlagKind, wordOfFlag, wordsOfFlag } from './flags.ts'
import { quote } from './go-text.ts'
import type { Meaning } from './meaning.ts'
import { checkMount } from './mounts.ts'
import type { Node } from './nodes.ts'
import { Refusal } from './refusal.ts'

const FLAGS: Readonly<Record<string, FlagKind>> = {
  device: 'strings',
  mount: 'strings',
  network: 'string',
  security: 'string',
}

/** Source: buildkit frontend/dockerfile/instructions/parse.go, parseRun, and the hooks of its flags in their order. */
export function runMeaning(node: Node): Meaning {
  const flags = acceptFlags(node.flags, FLAGS)
  const mounts = wordsOfFlag(flags, 'mount')
  wordsOfFlag(flags, 'device').forEach(checkDevice)
  mounts.forEach(checkMount)
  checkModes(flags)
  return { kind: 'run', mounts, shell: !node.json }
}

/** Source: instructions/commands_runnetwork.go and commands_runsecurity.go. */
function checkModes(flags: AcceptedFlags) {
  const network = wordOfFlag(flags, 'network')?.text ?? 'default'
  if (!['default', 'none', 'host'].includes(network))
    throw new Refusal(`invalid network mode ${quote(network)}`)
  const security = wordOfFlag(flags, 'security')?.text ?? 'sandbox'
  if (!['insecure', 'sandbox'].includes(security))
    throw new Refusal(`security ${quote(security)} is not valid`)
}
