// `npm start -- check PATH`: audits PATH, or a demo context where no path is given.
import { spawnSync } from 'node:child_process'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const given = process.argv.slice(2)
const args =
  given.length === 0 || (given.length === 1 && given[0] === 'check')
    ? ['check', join('fixtures', 'demo')]
    : given
const run = spawnSync(process.execPath, [join(root, 'bin', 'ctxguard.cjs'), ...args], {
  cwd: root,
  stdio: 'inherit',
})
process.exitCode = run.status ?? 1
