const { readFileSync } = require('node:fs')
const { join } = require('node:path')
const { Script } = require('node:vm')

/** Parts of Node that take long to load and that most runs never use: they are loaded when they are first used. */
const SLOW = 'crypto zlib stream worker_threads tty child_process fs/promises os'.split(' ')

const folder = join(__dirname, '../dist/bundle')
/** What V8 compiled is for this machine and this V8; it also looks itself, at its version and flags. */
const CACHE = `${process.platform}-${process.arch}-${process.versions.v8}.cache`
const loaded = new Map()

/**
 * A module of dist/bundle/, as build/bundle.js writes them. With what V8 compiled when the package was built, so that starting costs no
 * compilation; where there is none, or V8 rejects it, it compiles as ever.
 */
function load(name) {
  const known = loaded.get(name)
  if (known !== undefined) return known.exports
  const filename = join(folder, name)
  const cache = `${filename}.${CACHE}`
  const script = new Script(readFileSync(filename, 'latin1'), { filename, cachedData: compiledBefore(cache) })
  const module = { exports: {}, script, cache }
  loaded.set(name, module)
  script.runInThisContext()(module.exports, required, filename, folder)
  return module.exports
}

function required(name) {
  if (name.startsWith('./')) return loaded.get(name.slice(2))?.exports ?? whenUsed(() => load(name.slice(2)))
  return SLOW.includes(name.replace('node:', '')) ? whenUsed(() => require(name)) : require(name)
}

/** What `part` gives, which is asked for when something of it is first used; from then on nothing stands between. */
function whenUsed(part) {
  const whole = {}
  const get = (_, key) => {
    Object.setPrototypeOf(whole, part())
    return whole[key]
  }
  return Object.setPrototypeOf(whole, new Proxy({}, { get }))
}

function compiledBefore(cache) {
  try {
    return readFileSync(cache)
  } catch {
    return undefined
  }
}

module.exports = { load, loaded }
