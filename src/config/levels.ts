import { SEVERITIES, type Severity } from '../model/finding.ts'

/** What a rule can be set to. */
export const LEVELS: readonly (Severity | 'off')[] = [...SEVERITIES, 'off']

/** What can make a run fail. */
export const FAIL_ON: readonly (Severity | 'never')[] = [...SEVERITIES, 'never']
