// Installs what is missing and builds what is stale. Depends on nothing but Node and npm, so that it works on a
// fresh clone.
import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))

function newest(dir) {
  const times = readdirSync(dir, { withFileTypes: true, recursive: true })
    .filter(entry => entry.isFile())
    .map(entry => statSync(join(entry.parentPath, entry.name)).mtimeMs)
  return Math.max(0, ...times)
}

function run(command, args) {
  // npm's own talk belongs on stderr: stdout is the audit's
  execFileSync(command, args, { cwd: root, stdio: ['ignore', 2, 2], shell: process.platform === 'win32' })
}

const lock = join(root, 'package-lock.json')
const installed = join(root, 'node_modules', '.package-lock.json')
if (!existsSync(installed) || statSync(installed).mtimeMs < statSync(lock).mtimeMs)
  run('npm', ['ci', '--no-audit', '--no-fund'])

const entry = join(root, 'dist', 'index.js')
const sources = Math.max(...['src', 'assembly'].map(dir => newest(join(root, dir))))
if (!existsSync(entry) || statSync(entry).mtimeMs < sources) run('npm', ['run', '--silent', 'build'])
