import { type Call, named, other, readGlobals, refuseCompose, subcommand } from './call.ts'
import type { Command } from './command.ts'
import { nerdctlBuild } from './docker-build.ts'
import type { Positional } from './flags.ts'
import { NERDCTL } from './tables/nerdctl.ts'

/** `nerdctl …` */
export function readNerdctl(call: Call): Command {
  const [word, next] = readGlobals(call, call.program + 1, NERDCTL, 'nerdctl')?.words ?? []
  switch (word?.text) {
    case 'build':
      return build(call, 'nerdctl build', word)
    case 'builder':
    case 'image': {
      const group = `nerdctl ${word.text}`
      const inner = subcommand(call, word, group)
      return inner?.text === 'build' ? build(call, `${group} build`, inner) : other(call, named(group, inner))
    }
    case 'compose':
      refuseCompose(call, word, 'nerdctl compose')
      return other(call, 'nerdctl compose')
    default:
      return other(call, named('nerdctl', word, next))
  }
}

function build(call: Call, name: string, word: Positional): Command {
  return nerdctlBuild(call, { tool: 'nerdctl', name, builder: 'buildkit', notes: [], from: word.index + 1 })
}
