import type { Rule } from '../model/finding.ts'
import { locationAt } from './source-words.ts'

export const frontendUnknown: Rule = {
  id: 'frontend-unknown',
  title: 'Another frontend reads the Dockerfile',
  severity: 'info',
  needs: ['dockerfile'],
  *check(ctx) {
    const { reach, snapshot } = ctx
    const unknown = reach?.plan.unknown.find(({ kind }) => kind === 'frontend')
    // the others read no such line
    if (reach === undefined || unknown === undefined || snapshot.request.builder !== 'buildkit') return
    // said once for a build, not again for each named context of it
    if (snapshot.request.named !== undefined) return
    const { syntax } = reach.plan.text.directives
    const isDirective = unknown.line > 0 && syntax !== null
    const name = isDirective ? syntax.text : snapshot.request.buildArgs?.BUILDKIT_SYNTAX
    const by = isDirective ? '# syntax=' : '--build-arg BUILDKIT_SYNTAX='
    yield {
      rule: frontendUnknown.id,
      severity: 'info',
      location: isDirective ? locationAt(ctx, syntax) : { file: reach.file, line: 1 },
      message: `\`${by}${name}\` hands this file to a frontend that is not Docker's: it may ask for anything that is sent, so all of it counts as taken`,
      data: { frontend: name, key: name },
      fix: { why: 'where it reads the file as docker/dockerfile does, allow the finding' },
    }
  },
}
