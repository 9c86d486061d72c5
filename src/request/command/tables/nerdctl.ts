import { flagTable } from '../flag-table.ts'
import { FOREIGN, HELP } from './common.ts'

/** For every command: containerd/nerdctl cmd/nerdctl/main.go initRootCmdFlags. */
const EVERYWHERE = flagTable(
  {
    boolean: 'debug debug-full experimental insecure-registry kube-hide-dupe selinux-enabled',
    value: `address bridge-ip cgroup-manager cni-netconfpath cni-path data-root host-gateway-ip namespace snapshotter
      userns-remap`,
    list: 'global-dns global-dns-opts global-dns-search',
    csv: 'cdi-spec-dirs hosts-dir',
    aliases: { host: 'address', 'storage-driver': 'snapshotter' },
  },
  HELP,
)

/** Before the command; these letters are known only there, and as long names too (helpers.AddPersistentStringFlag). */
export const NERDCTL = flagTable({ boolean: 'version/v', value: 'a/a H/H n/n' }, EVERYWHERE)

/** containerd/nerdctl cmd/nerdctl/builder/builder_build.go BuildCommand */
export const NERDCTL_BUILD = flagTable(
  {
    boolean: 'no-cache pull quiet/q rm',
    value: `buildkit-host file/f iidfile network output/o progress provenance sbom source-policy-file target`,
    list: 'add-host allow attest build-arg build-context cache-from cache-to label secret ssh tag/t',
    csv: 'platform',
  },
  EVERYWHERE,
  FOREIGN,
)
