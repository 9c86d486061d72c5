import type { Finding, Rule } from '../model/finding.ts'
import { nearest } from '../model/nearest.ts'
import type { Permit } from './permit.ts'

/** The rules about allowances. No check of the context makes their findings; they can be switched off, not allowed. */
export const ALLOWANCE_RULES: readonly Pick<Rule, 'id' | 'title' | 'severity'>[] = [
  { id: 'allow-invalid', title: 'An allowance allows nothing', severity: 'warning' },
  { id: 'allow-stale', title: 'An allowance is not needed any more', severity: 'info' },
]

/** What keeps an allowance from allowing anything, or undefined where nothing does. */
export function invalidFinding(permit: Permit, known: readonly string[]): Finding | undefined {
  const faults = faultsOf(permit, known)
  if (faults.length === 0) return undefined
  return {
    rule: 'allow-invalid',
    severity: 'warning',
    location: permit.at,
    message: `the allowance${named(permit)} ${faults.join(' and ')}, so it allows nothing`,
    data: dataOf(permit),
    fix: { why: 'write a rule or a detector and after it the reason why its finding is all right' },
  }
}

function faultsOf({ rule, reason }: Permit, known: readonly string[]): string[] {
  const faults: string[] = []
  if (rule === '') faults.push('names no rule')
  else if (ALLOWANCE_RULES.some(({ id }) => id === rule))
    faults.push('is for a rule that can only be switched off')
  else if (!/^[a-z][a-z0-9-]{0,39}$/.test(rule)) faults.push('names something that can be no rule')
  else if (!known.includes(rule)) faults.push(`is for no known rule or detector${didYouMean(rule, known)}`)
  if (reason.trim() === '') faults.push('has no reason')
  return faults
}

/** An allowance that can go. */
export function staleFinding(permit: Permit, because: 'expired' | 'unused'): Finding {
  const expired = because === 'expired'
  return {
    rule: 'allow-stale',
    severity: 'info',
    location: permit.at,
    message: expired
      ? `the allowance${named(permit)} expired after ${permit.expires}, so what it covered is reported again`
      : `the allowance${named(permit)} covers nothing any more`,
    data: dataOf(permit),
    fix: { why: expired ? 'remove it, or look at it again and set a new date' : 'remove it' },
  }
}

function named({ rule }: Permit): string {
  return rule === '' ? '' : ` for ${rule}`
}

function didYouMean(rule: string, known: readonly string[]): string {
  const meant = nearest(rule, known)
  return meant === undefined ? '' : ` (did you mean ${meant}?)`
}

function dataOf({ rule, scope, expires }: Permit): Finding['data'] {
  return { key: `${rule} ${scope}`, allows: rule, expires: expires ?? null }
}
