// Loads the command line together with what V8 compiled of it when it was built: half of its start. V8 itself refuses
// what another version of it made; then everything is compiled anew, and from Node 22.1 on kept by Node.
const { readFileSync } = require('node:fs')
const module_ = require('node:module')
const { dirname, join } = require('node:path')
const vm = require('node:vm')

const file = join(__dirname, '../dist/cli/main.cjs')

/** The script of the command line, with its compiled code where that belongs to these very bytes. */
function script() {
  const source = readFileSync(file, 'latin1')
  // bin/compile.js makes it ASCII, and names the code after its bytes: V8 compares no more than their number
  const [, id] = /^\/\/ ([0-9a-f]{32})\n/.exec(source) ?? []
  const cachedData = id === undefined ? undefined : compiled(join(dirname(file), `${id}.cache`))
  return new vm.Script(module_.wrap(source), {
    filename: file,
    ...(cachedData && { cachedData }),
    importModuleDynamically: vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  })
}

function compiled(name) {
  try {
    return readFileSync(name)
  } catch {
    return undefined
  }
}

function run(loaded) {
  const module = { exports: {} }
  const scope = [module.exports, module_.createRequire(file), module, file, dirname(file)]
  loaded.runInThisContext().apply(module.exports, scope)
  return module.exports
}

/** The exports of the command line. */
function load() {
  // before Node 20.12 a script can't import what is loaded when it is needed
  const loaded = vm.constants?.USE_MAIN_CONTEXT_DEFAULT_LOADER && script()
  if (loaded && loaded.cachedDataRejected === false) return run(loaded)
  module_.enableCompileCache?.()
  return require(file)
}

module.exports = { load, script, run, file }
