import { flagTable } from '../flag-table.ts'
import { FOREIGN, HELP } from './common.ts'

/** Before the command: docker/cli cli/flags/options.go InstallFlags, cmd/docker/docker.go newDockerCommand. */
export const DOCKER = flagTable(
  {
    boolean: 'debug/D tls tlsverify version/v',
    value: 'config context/c host/H log-level/l tlscacert tlscert tlskey',
  },
  HELP,
)

/** `docker build` without buildx: docker/cli cli/command/image/build.go newBuildCommand. */
export const CLASSIC_BUILD = flagTable(
  {
    boolean: 'compress disable-content-trust force-rm no-cache pull quiet/q rm squash',
    value: `cgroup-parent cpu-period cpu-quota cpu-shares/c cpuset-cpus cpuset-mems file/f iidfile isolation
      memory/m memory-swap network platform shm-size target`,
    list: 'add-host build-arg label tag/t ulimit',
    csv: 'cache-from security-opt',
  },
  HELP,
  FOREIGN,
)
