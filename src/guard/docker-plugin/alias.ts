import { type ObjectText, objectAt } from './json-members.ts'

/**
 * Setting and taking back `aliases.builder` in the text of docker's config.json. Only the bytes that are ours come and
 * go: taking back gives the very text from before, whatever its layout, and what others write meanwhile stays.
 */

const ALIASES = 'aliases'
const BUILDER = 'builder'

const memberText = (plugin: string) => `"${BUILDER}": "${plugin}"`
/** As docker sets its own file. */
const blockText = (plugin: string) => `\n\t"${ALIASES}": {\n\t\t${memberText(plugin)}\n\t}`

/** The file where there was none. */
export function newConfig(plugin: string): string {
  return `{${blockText(plugin)}\n}\n`
}

/** The value of `aliases.builder`; undefined where there is none. `text` is that of a JSON object. */
export function aliasIn(text: string): unknown {
  const found = builderIn(text)
  return found && JSON.parse(text.slice(found.member.value, found.member.end))
}

/** The text with the alias, which it must not have yet. */
export function withAlias(text: string, plugin: string): string {
  const root = objectAt(text, 0)!
  const aliases = aliasesIn(text, root)
  const { open, members } = aliases ?? root
  const added = (aliases ? memberText(plugin) : blockText(plugin)) + (members.length > 0 ? ',' : '')
  return text.slice(0, open + 1) + added + text.slice(open + 1)
}

/** The text without the alias, which it must have; undefined where that leaves what {@link newConfig} began with. */
export function withoutAlias(text: string, plugin: string): string | undefined {
  if (text === newConfig(plugin)) return undefined
  const root = objectAt(text, 0)!
  for (const { open } of [root, aliasesIn(text, root)!]) {
    for (const added of [blockText(plugin), memberText(plugin)]) {
      const end = open + 1 + added.length
      if (!text.startsWith(added, open + 1)) continue
      return text.slice(0, open + 1) + text.slice(text[end] === ',' ? end + 1 : end)
    }
  }
  return withoutMember(text)
}

/** Somebody has set the file anew: the member goes, and the object too where nothing else is in it, as docker leaves it out. */
function withoutMember(text: string): string {
  const { aliases, member } = builderIn(text)!
  const root = objectAt(text, 0)!
  const holder = aliases.members.length > 1 ? aliases : root
  const gone = holder === aliases ? member : root.members.find(one => one.value === aliases.open)!
  const at = holder.members.findIndex(one => one.start === gone.start)
  const next = holder.members[at + 1]
  const before = holder.members[at - 1]
  if (next) return text.slice(0, gone.start) + text.slice(next.start)
  return text.slice(0, before ? before.end : holder.open + 1) + text.slice(before ? gone.end : holder.close)
}

function builderIn(text: string) {
  const aliases = aliasesIn(text, objectAt(text, 0)!)
  const member = aliases?.members.find(({ name }) => name === BUILDER)
  return aliases && member && { aliases, member }
}

/** docker reads names of its own without regard to case (Go's encoding/json); keys of a map as they are. */
function aliasesIn(text: string, { members }: ObjectText): ObjectText | undefined {
  const member = members.find(({ name }) => name.toLowerCase() === ALIASES)
  return member && objectAt(text, member.value)
}
