import { flagTable } from '../flag-table.ts'
import { FOREIGN, HELP } from './common.ts'

/** For every command: containers/podman cmd/podman/root.go rootFlags, the persistent ones. */
const PODMAN_EVERYWHERE = flagTable(
  {
    boolean: 'syslog trace transient-store',
    value: `cgroup-manager conmon cpu-profile default-mounts-file events-backend imagestore log-level max-workers
      memory-profile namespace network-backend network-cmd-path network-config-dir registries-conf root runroot
      runtime storage-driver tmpdir volumepath`,
    list: 'cdi-spec-dir hooks-dir pull-option runtime-flag storage-opt',
  },
  HELP,
)

/** Before the command only. */
export const PODMAN = flagTable(
  {
    boolean: 'debug/D noout remote/r version/v',
    value: 'config connection/c context host/H identity out ssh tls-ca tls-cert tls-details tls-key url',
    list: 'module',
    aliases: { 'cni-config-dir': 'network-config-dir' },
  },
  PODMAN_EVERYWHERE,
)

/** For every command: containers/buildah cmd/buildah/main.go. */
const BUILDAH_EVERYWHERE = flagTable(
  {
    boolean: 'debug transient-store',
    value: `cgroup-manager cpu-profile default-mounts-file imagestore log-level memory-profile registries-conf
      registries-conf-dir root runroot short-name-alias-conf storage-driver`,
    csv: 'storage-opt userns-gid-map userns-uid-map',
  },
  HELP,
)

/** Before the command only. */
export const BUILDAH = flagTable({ boolean: 'version/v' }, BUILDAH_EVERYWHERE)

/**
 * containers/buildah pkg/cli/common.go: GetBudFlags, GetLayerFlags, GetFromAndBudFlags, GetUserNSFlags,
 * GetNameSpaceFlags, AliasFlags; `cni-*` are of versions before 1.29.
 */
const BUD = flagTable(
  {
    boolean: `all-platforms compat-volumes compress created-annotation disable-compression/D disable-content-trust
      force-compression force-rm http-proxy identity-label inherit-annotations inherit-labels layers log-rusage
      logsplit no-cache no-hostname no-hosts omit-history pull-always pull-never quiet/q rewrite-timestamp rm
      save-stages skip-unused-stages squash stage-labels stdin tls-verify`,
    value: `arch authfile blob-cache cache-ttl cdi-config-dir cert-dir cgroup-parent cgroupns cni-config-dir
      cni-plugin-path compression-format compression-level cpu-period cpu-quota cpu-shares/c cpuset-cpus
      cpuset-mems creds cw format from ignorefile iidfile iidfile-raw ipc isolation jobs logfile loglevel manifest
      memory/m memory-swap metadata-file network os os-version pid retry retry-delay rusage-logfile sbom
      sbom-image-output sbom-image-purl-output sbom-merge-strategy sbom-output sbom-purl-output
      sbom-scanner-image shm-size sign-by signature-policy source-date-epoch source-policy-file target timestamp
      userns userns-gid-map-group userns-uid-map-user uts variant`,
    list: `annotation build-arg build-arg-file build-context cache-from cache-to cpp-flag device env hooks-dir label
      layer-label mount os-feature output/o sbom-scanner-command secret security-opt ssh tag/t volume/v`,
    csv: `add-host cap-add cap-drop decryption-key dns dns-option dns-search file/f group-add platform runtime-flag
      ulimit unsetannotation unsetenv unsetlabel userns-gid-map userns-uid-map`,
    optional: 'pull',
    aliases: {
      net: 'network',
      'override-arch': 'arch',
      'override-os': 'os',
      purge: 'rm',
      'raw-iidfile': 'iidfile-raw',
    },
  },
  FOREIGN,
)

/** containers/buildah cmd/buildah/build.go */
export const BUILDAH_BUILD = flagTable({ value: 'runtime' }, BUILDAH_EVERYWHERE, BUD)

/** containers/podman cmd/podman/common/build.go DefineBuildFlags */
export const PODMAN_BUILD = flagTable(
  { boolean: 'load squash-all', value: 'progress' },
  PODMAN_EVERYWHERE,
  BUD,
)
