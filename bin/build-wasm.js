// Compiles assembly/automaton.ts to WebAssembly and puts it into a module of the sources, as text: what is bundled into
// one file can't look for others beside it. The first step of the build; does nothing where nothing has changed.
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const source = join(root, 'assembly/automaton.ts')
const target = join(root, 'src/secrets/scan/automaton.wasm.ts')

const made = [source, join(root, 'package-lock.json')].map(file => readFileSync(file))
const id = createHash('sha256').update(Buffer.concat(made)).digest('hex')
const head = `// Made by bin/build-wasm.js from assembly/automaton.ts. ${id}\n`
if (!existsSync(target) || !readFileSync(target, 'utf8').startsWith(head))
  writeFileSync(target, head + (await compiled()))

async function compiled() {
  const { main } = await import('assemblyscript/asc')
  let wasm
  const { error, stderr } = await main(
    [
      source,
      '--optimizeLevel',
      '3',
      '--noAssert',
      '--runtime',
      'stub',
      '--use',
      'abort=',
      '--outFile',
      'automaton.wasm',
    ],
    {
      writeFile: (_, bytes) => {
        wasm = bytes
      },
    },
  )
  if (error) throw new Error(`assembly/automaton.ts: ${error.message}\n${stderr.toString()}`)
  return `export const AUTOMATON = '${Buffer.from(wasm).toString('base64')}'\n`
}
