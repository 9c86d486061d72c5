import { flagTable } from '../flag-table.ts'
import { FOREIGN, HELP } from './common.ts'

/** For every command of buildx: docker/buildx commands/root.go rootFlags. */
export const BUILDX = flagTable({ boolean: 'debug/D', value: 'builder' }, HELP)

/**
 * docker/buildx commands/build.go buildCmd, commonBuildFlags; with what is hidden there. `detach`, `invoke`, `root` and
 * `server-config` are of versions before 0.22, where they were experimental.
 */
export const BUILDX_BUILD = flagTable(
  {
    boolean: 'check compress detach force-rm load no-cache pull push quiet/q rm squash',
    value: `call cgroup-parent cpu-period cpu-quota cpu-shares/c cpuset-cpus cpuset-mems file/f iidfile invoke
      isolation memory/m memory-swap metadata-file network print progress provenance root sbom server-config
      shm-size target`,
    list: `allow annotation attest build-arg build-context cache-from cache-to label no-cache-filter output/o
      platform policy resource secret ssh tag/t ulimit`,
    csv: 'add-host security-opt',
  },
  BUILDX,
  FOREIGN,
)

/** docker/buildx commands/bake.go bakeCmd, commonBuildFlags */
export const BAKE = flagTable(
  {
    boolean: 'check list-targets list-variables load no-cache print pull push',
    value: 'call list metadata-file progress provenance sbom',
    list: 'allow file/f policy set var',
  },
  BUILDX,
)
