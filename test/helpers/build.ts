import { execFileSync } from 'node:child_process'

/** The command-line tests run the real binary: build it when the sources are newer. */
export default function buildOnce(): void {
  execFileSync(process.execPath, ['bin/build-if-stale.js'], { stdio: 'inherit' })
}
