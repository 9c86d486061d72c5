import type { ContextOptions } from './options.ts'

export interface LsOptions extends ContextOptions {
  null?: boolean
  long?: boolean
  tree?: boolean
  excluded?: boolean
  requested?: boolean
  dirs?: boolean
  makeTarget?: string
}
