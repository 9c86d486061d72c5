// Bundles the command line, and what its threads run. The last step of the build but one.
import { readdirSync, rmSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { rolldown } from 'rolldown'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const outdir = join(root, 'dist/cli')

/** Bundles of their own, which need nothing of the others: threads load them too, and many runs neither. */
const APART = ['src/secrets/detection.ts', 'src/contents/examiner.ts']
const THREADS = ['src/contents/worker.ts', 'src/git/object-worker.ts', 'src/pack/read-ahead-worker.ts']
/** With all that they import one file: what an ordinary check or guard loads. What else is imported in time is one each. */
const OFTEN = [
  'src/audit.ts',
  'src/cli/build-run.ts',
  'src/cli/build.ts',
  'src/cli/check.ts',
  'src/cli/main.ts',
  'src/cli/program.ts',
  'src/config/policy.ts',
  'src/contents/index.ts',
  'src/evidence.ts',
  'src/git/facts.ts',
  'src/git/worktree.ts',
  'src/plan.ts',
  'src/reach/index.ts',
  'src/report/passed.ts',
  'src/report/text.ts',
].map(file => join(root, file))

/** Whoever imports one of APART asks bin/load.cjs for it. */
const apart = virtual('apart', (path, importer) => {
  const file = importer !== undefined && join(dirname(importer), path)
  if (APART.every(one => join(root, one) !== file)) return undefined
  return `module.exports = require('../../bin/load.cjs').load('${basename(path, '.ts')}')`
})
/** Of Node's own modules those that take milliseconds to load, and of which most runs need nothing: loaded when they are used. */
const late = virtual('late', async path => {
  if (!/^node:(?:crypto|worker_threads|zlib)$/.test(path)) return undefined
  const names = Object.keys(await import(path))
  // importers get an object of the same class, and a copy of what lies in the object itself: nothing
  const getters = names.map(name => `get ${name}() { return require('${path}').${name} }`)
  return `module.exports = new (class { ${getters.join('; ')} })()`
})

const GIVEN = '(exports, require, module, __filename, __dirname)'
const input = {
  cwd: root,
  platform: 'node',
  // what others import of the command line is exported beside its own: no file more for that
  preserveEntrySignatures: 'allow-extension',
  external: ['yaml', 'valibot', 'fast-glob'],
  plugins: [apart, late],
  transform: { target: 'node20' },
  // a module that is imported here at once, and there when it is needed
  checks: { ineffectiveDynamicImport: false },
}
const output = {
  dir: outdir,
  format: 'cjs',
  entryFileNames: '[name].cjs',
  chunkFileNames: 'part-[name].cjs',
  comments: { legal: true, annotation: false, jsdoc: false },
  // a script that was compiled before may not import()
  dynamicImportInCjs: false,
  // a function of what a module is given, so that it can be run as such a script; as a module it calls itself
  banner: `(self => typeof arguments === 'undefined' ? self : self(...arguments))(function ${GIVEN} {`,
  footer: '})',
}

for (const name of readdirSync(outdir)) if (/\.(?:cjs|cache)$/.test(name)) rmSync(join(outdir, name))
for (const file of [...APART, ...THREADS]) {
  const bundle = await rolldown({ ...input, input: { [basename(file, '.ts')]: file } })
  await bundle.write({ ...output, codeSplitting: false })
}
const commandLine = await rolldown({ ...input, input: { main: 'src/cli/main.ts' } })
await commandLine.write({
  ...output,
  codeSplitting: { groups: [{ name: 'main', test: id => id.startsWith('\0') || OFTEN.includes(id) }] },
})

/** Modules that `codeOf` makes up in the place of what is imported, unless it is imported by one of them. */
function virtual(name, codeOf) {
  const prefix = `\0${name}:`
  const codes = new Map()
  return {
    name,
    async resolveId(path, importer) {
      if (importer?.startsWith('\0')) return { id: path, external: true }
      const code = await codeOf(path, importer)
      if (code === undefined) return undefined
      codes.set(prefix + path, code)
      return prefix + path
    },
    load(id) {
      return codes.get(id)
    },
  }
}
