const { readFileSync } = require('node:fs')
const { join } = require('node:path')
const { Script } = require('node:vm')

/** Parts of Node that take long to load and that most runs never use: they are loaded when they are first used. */
const SLOW = 'crypto zlib stream worker_threads tty child_process fs/promises'.split(' ').map((name) => `node:${name}`)

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
  if (name.startsWith('./')) return load(name.slice(2))
  return SLOW.includes(name.startsWith('node:') ? name : `node:${name}`) ? whenUsed(name) : require(name)
}

function whenUsed(name) {
  let used // asking Node each time takes longer than a checksum
  const part = () => {
    used ??= require(name)
    return used
  }
  return new Proxy(
    {},
    {
      get: (_, key) => part()[key],
      ownKeys: () => Reflect.ownKeys(part()),
      getOwnPropertyDescriptor(_, key) {
        const property = Reflect.getOwnPropertyDescriptor(part(), key)
        return property && { ...property, configurable: true }
      },
    },
  )
}

function compiledBefore(cache) {
  try {
    return readFileSync(cache)
  } catch {
    return undefined
  }
}

module.exports = { load, loaded }
