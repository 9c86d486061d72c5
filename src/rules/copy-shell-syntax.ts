import type { Finding, Rule, RuleContext } from '../model/finding.ts'
import { type ShellFault, shellFaults } from './shell-faults.ts'
import type { ShellWords } from './shell-words.ts'
import { contextName, locationAt, stageNames, takerOf } from './source-words.ts'

export const copyShellSyntax: Rule = {
  id: 'copy-shell-syntax',
  title: 'A COPY is written for a shell',
  severity: 'error',
  needs: ['dockerfile'],
  *check(ctx) {
    const seen = new Set<string>()
    for (const fault of shellFaults(ctx)) {
      const found = finding(ctx, fault)
      const place = `${found.location!.line}:${found.location!.column} ${found.message}`
      if (!seen.has(place)) yield found
      seen.add(place)
    }
  },
}

function finding(ctx: RuleContext, fault: ShellFault): Finding {
  const { kind, words, transfer, outcomes, at } = fault
  return {
    rule: copyShellSyntax.id,
    severity: 'error',
    location: locationAt(ctx, at),
    message: `${takerOf(transfer)} ${MISTAKES[kind]}: ${consequence(ctx, fault)}`,
    data: { key: words.join(' '), kind, words, stages: stageNames(ctx, outcomes) },
    fix: { why: REMEDIES[kind] },
  }
}

function consequence(ctx: RuleContext, { words, takesDestination, outcomes }: ShellFault): string {
  const sources = quotedList(takesDestination ? words.slice(0, -1) : words)
  const dest = takesDestination ? quotedList(words.slice(-1)) : ''
  if (sources === '') return `${dest} is taken as it is for the destination, and there the files come to lie`
  const taken = `${sources} ${words.length - (dest ? 1 : 0) === 1 ? 'is taken for a source' : 'are taken for sources'}`
  const both = dest === '' ? taken : `${taken}, and ${dest} for the destination`
  return outcomes.some(({ failure }) => failure?.fails)
    ? `${both}; ${contextName(ctx)} holds no such thing, and the build fails`
    : `${both}, and nothing is copied`
}

function quotedList(words: readonly string[]): string {
  return words.map(word => `\`${word}\``).join(', ')
}

const MISTAKES: Record<ShellWords['kind'], string> = {
  substitution: 'runs no command',
  operator: 'is read by no shell',
  comment: 'can not be followed by a comment',
  braces: 'expands no braces',
  home: 'knows no home directory',
  pattern: 'knows no patterns but *, ? and […]',
}

const REMEDIES: Record<ShellWords['kind'], string> = {
  substitution: 'name what is wanted, or copy a directory and exclude the rest in the ignore file',
  operator:
    'leave it out; a command belongs into a RUN of its own, and a file that may be missing takes a wildcard: name*',
  comment: 'give the comment a line of its own',
  braces: 'name each of them',
  home: 'write the whole path: a source lies in the context, a destination in the image',
  pattern: 'name what is wanted, or exclude the rest in the ignore file',
}
