/** A block of a bake file: what it is called, what it builds on, and where it begins. */
export interface BakeBlock {
  kind: 'group' | 'target'
  name: string
  line: number
  /** as far as they stand there as plain texts */
  inherits: readonly string[]
}

const TOKEN =
  /#[^\n]*|\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|<<-?([A-Za-z_]\w*)[\s\S]*?(?:\n[ \t]*\1[ \t]*(?=\n|$)|$)|"(?:[^"\\\n]|\\.)*"?|[A-Za-z_][\w-]*|[\s\S]/g

/**
 * The groups and targets of an HCL bake file, without evaluating anything: enough to ask docker for all of them.
 * One pass over its tokens.
 */
export function bakeBlocks(text: string): BakeBlock[] {
  const blocks: (BakeBlock & { inherits: string[] })[] = []
  let depth = 0
  let line = 1
  let recent: string[] = []
  let listing = false
  for (const [token] of text.matchAll(TOKEN)) {
    const here = line
    line += newlines(token)
    if (/^\s+$/.test(token) || token.startsWith('#') || token.startsWith('//') || token.startsWith('/*'))
      continue
    if (token === '{') {
      const [kind, name] = recent.slice(-2)
      if (depth++ === 0 && (kind === 'group' || kind === 'target') && name?.startsWith('"'))
        blocks.push({ kind, name: name.slice(1, -1), line: here, inherits: [] })
    } else if (token === '}') depth--
    else if (token === '=' && depth === 1 && recent.at(-1) === 'inherits') listing = true
    else if (token === ']') listing = false
    else if (listing && token.startsWith('"')) blocks.at(-1)?.inherits.push(token.slice(1, -1))
    recent = [...recent.slice(-1), token]
  }
  return blocks
}

function newlines(text: string): number {
  let count = 0
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count++
  return count
}

/**
 * What to ask for so that everything is built that somebody may want: all groups, and each target that nothing else
 * builds on. One that others inherit, or that is named with an underscore, is a part and no build.
 */
export function wantedNames(blocks: readonly BakeBlock[]): string[] {
  const parts = new Set(blocks.flatMap(({ inherits }) => inherits))
  const wanted = blocks.filter(
    ({ kind, name }) => kind === 'group' || !(parts.has(name) || name.startsWith('_')),
  )
  return [...new Set(wanted.map(({ name }) => name))]
}
