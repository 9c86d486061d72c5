// Trees of made-up files for the secret scanner: lines of real sources (the installed development dependencies), so
// that words come as often as they do in programs.
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const EXTENSIONS = ['.ts', '.js', '.json', '.md', '.yml', '.css']
const POOL_BYTES = 24 * 2 ** 20

/** Writes `files` files of `meanBytes` on average into `dir`; the same ones each time. */
export function writeSources(dir, { files, meanBytes, nodeModules, pool }) {
  const random = randomFrom(files)
  for (let i = 0; i < files; i++) {
    const parent = nodeModules
      ? join(dir, 'node_modules', `package-${Math.floor(i / 40)}`, i % 40 < 20 ? 'lib' : 'dist')
      : join(dir, `part-${Math.floor(i / 400)}`, `src-${Math.floor(i / 20) % 20}`)
    mkdirSync(parent, { recursive: true })
    // sizes as they are in source trees: many small ones, a few large ones
    const bytes = Math.min(400_000, Math.floor((-Math.log(1 - random())) ** 1.6 * meanBytes * 0.7))
    const from = Math.floor(random() * (pool.length - bytes - 1))
    const extension = EXTENSIONS[Math.floor(random() * random() * EXTENSIONS.length)]
    writeFileSync(join(parent, `file-${i}${extension}`), pool.subarray(from, from + bytes))
  }
}

/** Text of the installed packages, one after another. */
export function poolOf(nodeModules) {
  const parts = []
  let bytes = 0
  const open = [nodeModules]
  while (open.length > 0 && bytes < POOL_BYTES) {
    const dir = open.shift()
    for (const entry of readdirSync(dir, { withFileTypes: true }).sort((a, b) =>
      a.name < b.name ? -1 : 1,
    )) {
      const path = join(dir, entry.name)
      if (entry.isDirectory()) open.push(path)
      else if (/\.(?:[cm]?[jt]s|json|md|ya?ml|css)$/.test(entry.name) && statSync(path).size < 200_000) {
        const part = readFileSync(path)
        parts.push(part)
        bytes += part.length
      }
      if (bytes >= POOL_BYTES) break
    }
  }
  return Buffer.concat(parts)
}

/** Mulberry32. */
function randomFrom(seed) {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
