// Bundles the command line, and what its threads run. The last step of the build but one.
import { readdirSync, rmSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const outdir = join(root, 'dist/cli')
/** Loaded where they are needed, from files of their own: what is compiled of them takes its time to load too. */
const APART = ['src/secrets/detection.ts', 'src/contents/examiner.ts']
/** Whoever imports one of them asks bin/load.cjs for it. */
const apart = {
  name: 'apart',
  setup({ onResolve, onLoad }) {
    const loader = '../../bin/load.cjs'
    onResolve({ filter: /\.ts$/ }, ({ kind, path, resolveDir }) => {
      const isApart = APART.some(file => join(root, file) === join(resolveDir, path))
      return isApart && kind !== 'entry-point'
        ? { path: basename(path, '.ts'), namespace: 'apart' }
        : undefined
    })
    onLoad({ filter: /^/, namespace: 'apart' }, ({ path }) => ({
      contents: `module.exports = require('${loader}').load('${path}')`,
    }))
    onResolve({ filter: /^/, namespace: 'apart' }, ({ path }) => ({ path, external: true }))
  },
}

/** Of Node's own modules those that take milliseconds to load, and that most runs need nothing of: loaded with the first use. */
const late = {
  name: 'late',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^node:(?:crypto|worker_threads|zlib)$/ }, ({ path, namespace }) => ({
      path,
      ...(namespace === 'late' ? { external: true } : { namespace: 'late' }),
    }))
    onLoad({ filter: /^/, namespace: 'late' }, async ({ path }) => {
      const getters = Object.keys(await import(path)).map(
        name => `get ${name}() { return require('${path}').${name} }`,
      )
      // what imports it gets an object with the same prototype, and a copy of all that lies in the object itself
      return { contents: `module.exports = new (class { ${getters.join('; ')} })()` }
    })
  },
}
/**
 * A bundle is a function of what a module is given, so that it can be run as the script that V8 compiled before;
 * where it is loaded as a module it calls itself.
 */
const GIVEN = '(exports, require, module, __filename, __dirname)'
const asFunction = {
  banner: {
    js: `(self => typeof arguments === 'undefined' ? self : self(...arguments))(function ${GIVEN} {`,
  },
  footer: { js: '})' },
}

for (const name of readdirSync(outdir)) if (/\.(?:cjs|cache)$/.test(name)) rmSync(join(outdir, name))
await build({
  absWorkingDir: root,
  entryPoints: [
    'src/cli/main.ts',
    ...APART,
    'src/contents/worker.ts',
    'src/git/object-worker.ts',
    'src/pack/read-ahead-worker.ts',
  ],
  entryNames: '[name]',
  outdir,
  outExtension: { '.js': '.cjs' },
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  // a script that was compiled before may not import()
  supported: { 'dynamic-import': false },
  define: { 'import.meta.url': 'here' },
  inject: ['bin/here.js'],
  external: ['yaml', 'valibot', 'fast-glob'],
  plugins: [apart, late],
  ...asFunction,
  logLevel: 'warning',
})
