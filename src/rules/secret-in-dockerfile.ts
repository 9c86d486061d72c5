import { type Finding, LESS, type Rule, type RuleContext, type Severity } from '../model/finding.ts'
import type { SettingSecret } from '../model/secret.ts'
import { type GivenSecret, secretsOfBuildArgs } from './build-arg-secrets.ts'
import { argumentFix, argumentSentence, placeFix, placeSentence } from './dockerfile-secret-words.ts'
import { type PlacedSecret, secretsOfDockerfile } from './dockerfile-secrets.ts'
import { type Fate, furthest, goesNowhere } from './instruction-fate.ts'
import { locationAt } from './source-words.ts'

export const secretInDockerfile: Rule = {
  id: 'secret-in-dockerfile',
  title: 'A secret in the Dockerfile or in a build argument',
  severity: 'error',
  needs: ['dockerfile'],
  *check(ctx) {
    // said once for a build, not again for each named context of it
    if (ctx.reach === undefined || ctx.snapshot.request.named !== undefined) return
    for (const placed of secretsOfDockerfile(ctx)) yield writtenFinding(ctx, placed)
    for (const given of secretsOfBuildArgs(ctx)) yield givenFinding(ctx, given)
  },
}

function writtenFinding(ctx: RuleContext, { secret, places }: PlacedSecret): Finding {
  const worst = furthest(places, ({ fate }) => fate)!
  const { line, column, instruction, key, fate } = worst
  const { file } = ctx.reach!
  const lines = linesOf(places)
  return {
    rule: secretInDockerfile.id,
    severity: severityOf(secret, fate),
    location: column === undefined ? { file, line } : locationAt(ctx, { line, column }),
    message: placeSentence(worst, secret, lines.length),
    ...exposed(file, fate, { line, instruction: instruction ?? '' }),
    data: dataOf(secret, key, lines, 'dockerfile'),
    fix: { why: placeFix(worst, secret) },
  }
}

function givenFinding(ctx: RuleContext, { key, secret, places }: GivenSecret): Finding {
  const worst = furthest(places, ({ fate }) => fate)
  const fate: Fate = worst?.fate ?? { kind: 'unused' }
  return {
    rule: secretInDockerfile.id,
    severity: severityOf(secret, fate),
    ...(worst && { location: locationAt(ctx, worst) }),
    message: argumentSentence(key, secret, worst?.fate, ctx.snapshot.request) + handedOn(places),
    ...(worst && exposed(ctx.reach!.file, fate, worst)),
    data: dataOf(secret, key, linesOf(places), 'build-arg'),
    fix: { why: argumentFix(key) },
  }
}

/** An ENV that takes the argument makes it part of every container. */
function handedOn(places: GivenSecret['places']): string {
  const env = places.find(({ instruction }) => instruction.endsWith('ENV'))
  return env === undefined ? '' : `; ENV on line ${env.line} gives it to every container`
}

/** What a name alone says is less sure, and worth an error only where everybody with the image gets it. */
function severityOf({ byName, severity }: SettingSecret, fate: Fate): Severity {
  if (byName) return isFinal(fate) ? 'error' : 'warning'
  return goesNowhere(fate) ? LESS[severity] : severity
}

function isFinal(fate: Fate): boolean {
  return fate.kind === 'final' || (fate.kind === 'copied' && fate.exposure === 'final')
}

function exposed(
  file: string,
  fate: Fate,
  { line, instruction }: { line: number; instruction: string },
): Pick<Finding, 'exposure' | 'carrier'> {
  const carrier = { file, line, instruction }
  if (fate.kind === 'final') return { exposure: 'final', carrier }
  if (fate.kind === 'stage') return { exposure: `stage:${fate.stage}`, carrier }
  return fate.kind === 'copied' ? { exposure: fate.exposure, carrier: { file, ...fate.carrier } } : {}
}

function dataOf(
  { detector, confidence }: SettingSecret,
  key: string | undefined,
  lines: readonly number[],
  where: 'dockerfile' | 'build-arg',
): Finding['data'] {
  return { detector, where, ...(key !== undefined && { key }), ...(confidence && { confidence }), lines }
}

function linesOf(places: readonly { line: number }[]): number[] {
  return [...new Set(places.map(({ line }) => line))].sort((a, b) => a - b)
}
