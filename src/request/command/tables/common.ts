import { flagTable } from '../flag-table.ts'

/** What every program of cobra has, and prints its help for: spf13/pflag flag.go, ErrHelp. */
export const HELP = flagTable({ boolean: 'help/h' })

/** buildctl's flags for the cache, which people give to other tools; these refuse them (docs/SEMANTICS.md 8.3). */
export const FOREIGN = flagTable({ list: 'export-cache import-cache' })
