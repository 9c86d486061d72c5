// `npm start -- check PATH`: audits PATH, or a demo context where no path is given.
import { spawnSync } from 'node:child_process'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
// npm runs scripts in the package's directory; PATH is meant from where the user stands
const cwd = process.env.INIT_CWD ?? root
const given = process.argv.slice(2)
const demo = ['check', relative(cwd, join(root, 'fixtures', 'demo'))]
const args = given.length === 0 || (given.length === 1 && given[0] === 'check') ? demo : given
const run = spawnSync(process.execPath, [join(root, 'bin', 'ctxguard.cjs'), ...args], {
  cwd,
  stdio: 'inherit',
})
process.exitCode = run.status ?? 1
