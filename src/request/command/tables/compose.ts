import { flagTable } from '../flag-table.ts'
import { HELP } from './common.ts'
import { DOCKER } from './docker.ts'

/** For every command of compose: docker/compose cmd/compose/compose.go RootCommand. */
const EVERYWHERE = flagTable({ boolean: 'dry-run' }, HELP)

/** Before the command: the same, and addProjectFlags. */
export const COMPOSE = flagTable(
  {
    boolean: 'all-resources compatibility no-ansi verbose version/v',
    value: 'ansi parallel progress project-directory project-name/p workdir',
    list: 'env-file file/f insecure-registry profile',
  },
  EVERYWHERE,
)

/** `docker-compose` takes docker's own beside them: docker/compose cmd/compatibility/convert.go. */
export const COMPOSE_PROGRAM = flagTable({}, DOCKER, COMPOSE)

/** cmd/compose/build.go buildCommand, with what is deprecated there */
export const COMPOSE_BUILD = flagTable(
  {
    boolean: 'check compress force-rm no-cache no-rm parallel print pull push quiet/q with-dependencies',
    value: 'builder memory/m progress provenance sbom ssh',
    list: 'build-arg',
  },
  EVERYWHERE,
)

/** cmd/compose/up.go upCommand */
export const COMPOSE_UP = flagTable(
  {
    boolean: `abort-on-container-exit abort-on-container-failure always-recreate-deps attach-dependencies build
      detach/d force-recreate menu no-build no-color no-deps no-log-prefix no-recreate no-start quiet-build
      quiet-pull remove-orphans renew-anon-volumes/V timestamps wait watch/w yes/y`,
    value: 'exit-code-from pull timeout/t wait-timeout',
    list: 'attach no-attach scale',
    aliases: { y: 'yes' },
  },
  EVERYWHERE,
)

/** cmd/compose/create.go createCommand */
export const COMPOSE_CREATE = flagTable(
  {
    boolean: 'build force-recreate no-build no-recreate quiet-pull remove-orphans yes/y',
    value: 'pull',
    list: 'scale',
    aliases: { y: 'yes' },
  },
  EVERYWHERE,
)

/** cmd/compose/run.go runCommand */
export const COMPOSE_RUN = flagTable(
  {
    boolean: `build detach/d interactive/i no-deps no-tty/T quiet/q quiet-build quiet-pull remove-orphans rm
      service-ports/P tty/t use-aliases`,
    value: 'entrypoint name pull user/u workdir/w',
    list: 'cap-add cap-drop env/e env-from-file label/l publish/p volume/v',
    aliases: { volumes: 'volume', labels: 'label', 'no-TTY': 'no-tty' },
  },
  EVERYWHERE,
)

/** cmd/compose/watch.go watchCommand */
export const COMPOSE_WATCH = flagTable({ boolean: 'no-up prune quiet' }, EVERYWHERE)
