const { readFileSync } = require('node:fs')
const { join } = require('node:path')
const { constants, Script } = require('node:vm')

/** Parts of Node that take long to load and that most runs never use: they are loaded when they are first used. */
const SLOW = ['node:crypto', 'node:zlib', 'node:worker_threads', 'node:tty', 'node:child_process', 'node:fs/promises']

const folder = join(__dirname, '../dist/bundle')
const loaded = new Map()

/**
 * A file of dist/bundle/, a CommonJS module. With what V8 compiled when the package was built, so that starting costs no
 * compilation; V8 itself rejects that when it is another version, and then compiles as ever.
 */
function load(name) {
  const known = loaded.get(name)
  if (known !== undefined) return known.exports
  const filename = join(folder, name)
  const script = new Script(`(function (exports, require, __filename) {${readFileSync(filename, 'latin1')}\n})`, {
    filename,
    cachedData: compiledBefore(filename),
    importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  })
  const module = { exports: {}, script }
  loaded.set(name, module)
  script.runInThisContext()(module.exports, required, filename)
  return module.exports
}

function required(name) {
  if (name.startsWith('./')) return load(name.slice(2))
  return SLOW.includes(name.startsWith('node:') ? name : `node:${name}`) ? whenUsed(name) : require(name)
}

function whenUsed(name) {
  return new Proxy({}, { get: (_, key) => require(name)[key] })
}

function compiledBefore(filename) {
  try {
    return readFileSync(`${filename}.cache`)
  } catch {
    return undefined
  }
}

module.exports = { load, loaded }
