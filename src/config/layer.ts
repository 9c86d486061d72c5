import type { Limits } from '../model/finding.ts'
import type { Policy } from '../model/policy.ts'

/** What one source (file, environment, options) says of the policy; what it leaves undefined it leaves alone. */
export interface PolicyLayer {
  rules?: Policy['rules']
  limits?: { [Limit in Exclude<keyof Limits, 'budget'>]?: Limits[Limit] | undefined }
  failOn?: Policy['failOn'] | undefined
  allow?: Policy['allow']
  secrets?: boolean | undefined
  cache?: boolean | undefined
}
