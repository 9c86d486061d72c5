import { bounded, type Lines } from './lines.ts'
import { type Located, part } from './located.ts'
import type { Node } from './nodes.ts'

/**
 * What an ONBUILD keeps, as the small Dockerfile that the frontend makes of it and reads once a child runs it: with
 * a backslash for escape character, whatever the file around it says.
 * Source: buildkit frontend/dockerfile/instructions/parse.go, parseOnBuild.
 */
export function triggerLines(node: Node): Lines {
  return bounded(keptLines(node))
}

function* keptLines({ content, heredocs }: Node): Generator<Located, void> {
  const [onbuild = ''] = /^[\t\n\f\r ]*ONBUILD[\t\n\f\r ]*/i.exec(content.text) ?? []
  const kept = part(content, onbuild.length)
  if (heredocs.length === 0) {
    yield kept
    return
  }
  yield { ...kept, text: `${kept.text}\n` }
  for (const { lines, end } of heredocs) {
    yield* lines
    yield end
  }
}
