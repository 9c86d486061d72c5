// One cold or warm search for secrets in a process of its own: prints what it took as JSON.
import { searchContents } from '../dist/contents/index.js'
import { takeSnapshot } from '../dist/context/snapshot.js'
import { resolveRequest } from '../dist/request/resolve.js'

const [contextDir, ignoreFile, cacheDir] = process.argv.slice(2)
const snapshot = await takeSnapshot(resolveRequest({ contextDir, ignoreFile }))
const files = snapshot.entries.filter(entry => entry.kind === 'file')
const cpu = process.cpuUsage()
const started = performance.now()
const search = searchContents({
  root: snapshot.request.context.dir,
  mostBytes: 5 * 2 ** 20,
  startedMs: Date.now(),
  ...(cacheDir && { cacheDir }),
})
for (const entry of snapshot.entries) search.add(entry)
const { secrets, incomplete } = await search.finish()
const { user, system } = process.cpuUsage(cpu)
process.stdout.write(
  JSON.stringify({
    ms: performance.now() - started,
    cpuMs: (user + system) / 1000,
    peakMiB: process.resourceUsage().maxRSS / 1024,
    files: files.length,
    bytes: snapshot.totals.bytes,
    found: secrets.size,
    incomplete: incomplete.length,
  }),
)
