// Loads a bundle of the command line together with what V8 compiled of it when it was built: half of its start. V8
// itself refuses what another version of it made; then everything is compiled anew, and from Node 22.1 on kept by Node.
const { closeSync, fstatSync, openSync, readSync } = require('node:fs')
const { join } = require('node:path')
const vm = require('node:vm')

const dir = join(__dirname, '../dist/cli')
const loaded = new Map()

/** A bundle as a script, with its compiled code where that belongs to these very bytes. */
function script(name) {
  const filename = fileOf(name)
  const source = read(filename).latin1Slice()
  // bin/compile.js makes it ASCII, and names the code after its bytes: V8 compares no more than their number
  const [, id] = /^\/\/ ([0-9a-f]{32})\n/.exec(source) ?? []
  const cachedData = id === undefined || scripts !== undefined ? undefined : compiled(id)
  return new vm.Script(source, { filename, ...(cachedData && { cachedData }) })
}

/** V8 takes all of a file or nothing, so that one's own is faster: a guard, which many wait for, has one. */
const kept = process.argv[2] === 'build' ? ['guard.cache', 'cache'] : ['cache']

function compiled(id) {
  for (const name of kept) {
    try {
      return read(join(dir, `${id}.${name}`))
    } catch {
      // it is not there: what was compiled for all, or nothing
    }
  }
  return undefined
}

/** All that is read is read into the same memory: to touch new pages takes longer than to read. None is touched here. */
let memory = Buffer.allocUnsafeSlow(2 ** 21)

/** The bytes of a file, for as long as no other one is read. */
function read(file) {
  const fd = openSync(file)
  try {
    const { size } = fstatSync(fd)
    if (memory.length < size) memory = Buffer.allocUnsafeSlow(size)
    let length = 0
    while (length < size) {
      const more = readSync(fd, memory, length, size - length)
      if (more === 0) break
      length += more
    }
    return memory.subarray(0, length)
  } finally {
    closeSync(fd)
  }
}

/** Runs a bundle and returns what it exports. */
function run(name, bundle) {
  const module = { exports: {} }
  bundle.runInThisContext()(module.exports, required, module, fileOf(name), dir)
  return module.exports
}

/** What a bundle may require: another one, this file, and all that can be required from here. */
function required(path) {
  const [, bundle] = /^\.\/([\w-]+)\.cjs$/.exec(path) ?? []
  if (bundle !== undefined) return load(bundle)
  return path.endsWith('/bin/load.cjs') ? module.exports : require(path)
}

/** Whether the first bundle came with its compiled code. Else Node loads them all, so that none is loaded in both ways. */
let isCompiled
/** By name, what ran: where its compiled code is to be kept. */
let scripts

/** What a bundle exports; it is loaded once. */
function load(name) {
  if (loaded.has(name)) return loaded.get(name)
  const bundle = script(name)
  scripts?.set(name, bundle)
  isCompiled ??= bundle.cachedDataRejected === false
  loaded.set(name, isCompiled ? run(name, bundle) : uncompiled(name))
  return loaded.get(name)
}

function uncompiled(name) {
  require('node:module').enableCompileCache?.()
  return require(fileOf(name))
}

function fileOf(name) {
  return join(dir, `${name}.cjs`)
}

/** For bin/compile.js: from now on all bundles are compiled anew. Returns them by name as they are loaded. */
function keepScripts() {
  isCompiled = true
  scripts = new Map()
  return scripts
}

module.exports = { load, keepScripts }
