const { readFileSync } = require('node:fs')
const { join } = require('node:path')
const { Script } = require('node:vm')

/** Parts of Node that take long to load and that most runs never use: they are loaded when they are first used. */
const SLOW = 'crypto zlib stream worker_threads tty child_process fs/promises os'.split(' ')

/**
 * V8 makes code fast that runs often. A report over a few megabytes ends before that pays: no quick compilation for it, and the kernel is
 * optimized as late as V8 12 does it by itself. Long runs do not notice, since what runs very often is optimized as ever.
 */
const FOR_SHORT_RUNS = ['--no-sparkplug', '--wasm-tiering-budget=13000000']
const USUAL = ['--sparkplug', '--wasm-tiering-budget=1800000']

const folder = join(__dirname, '../dist/bundle')
/** What V8 compiled is for this machine and this V8; it also looks itself, at its version and flags. */
const CACHE = `${process.platform}-${process.arch}-${process.versions.v8}.cache`
const loaded = new Map()
/** null = all flags are as usual, and stay so. */
let setFlag = null

/**
 * A module of dist/bundle/, as build/bundle.js writes them. With what V8 compiled when the package was built, so that starting costs no
 * compilation; where there is none, or V8 rejects it, it compiles as ever.
 */
function load(name) {
  const known = loaded.get(name)
  if (known !== undefined) return known.exports
  const filename = join(folder, name)
  const cache = `${filename}.${CACHE}`
  // What V8 keeps of it names the file: by a name that is the same on each machine.
  const options = { filename: name, cachedData: compiledBefore(cache) }
  const script = underUsualFlags(() => new Script(readFileSync(filename, 'latin1'), options))
  const module = { exports: {}, script, cache }
  loaded.set(name, module)
  script.runInThisContext()(module.exports, required, filename, folder)
  if (name === 'report.cjs') beginShortRun()
  return module.exports
}

function required(name) {
  if (name.startsWith('./')) return loaded.get(name.slice(2))?.exports ?? whenUsed(() => load(name.slice(2)))
  return SLOW.includes(name.replace('node:', '')) ? whenUsed(() => partOfNode(name)) : require(name)
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

function partOfNode(name) {
  if (name.endsWith('worker_threads')) endShortRun()
  return underUsualFlags(() => require(name))
}

function compiledBefore(cache) {
  try {
    return readFileSync(cache)
  } catch {
    return undefined
  }
}

/**
 * For when all is there that most runs need: what sets flags takes a while to load. Only in V8 11, whose flags these are, and where nobody
 * has asked for other ones, which would be lost.
 */
function beginShortRun() {
  if (!process.versions.v8.startsWith('11.') || process.execArgv.length > 0 || process.env.NODE_OPTIONS) return
  setFlag = require('node:v8').setFlagsFromString
  FOR_SHORT_RUNS.forEach(setFlag)
}

/** Flags are those of all threads. */
function endShortRun() {
  if (setFlag !== null) USUAL.forEach(setFlag)
  setFlag = null
}

/** What was compiled under some flags is taken by V8 under no others. */
function underUsualFlags(part) {
  if (setFlag === null) return part()
  USUAL.forEach(setFlag)
  const made = part()
  FOR_SHORT_RUNS.forEach(setFlag)
  return made
}

module.exports = { load, loaded, underUsualFlags }
