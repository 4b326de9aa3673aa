import { instanceOf, wasmProgram } from '../sources/wasm-program.ts'
import type { Json } from '../usage/json.ts'
import type { KernelExports } from './kernel-exports.ts'
import { TotalRows } from './total-rows.ts'

/** Why `scan` stops: it needs more bytes; a line is for the caller; what it found is to be taken before it goes on. */
export const STOPPED = { more: 0, line: 1, full: 2 } as const

/** The number of templates whose lines are only counted. */
export const NOTHING = 0xffffffff

/**
 * The scan kernel (kernel/, AssemblyScript with SIMD): what looks at every byte, fast. It knows
 * nothing of logs but the trees, templates and plans that it is given, and the lines that it met. The bytes that it looks at
 * stand in its own memory, so that nothing is copied.
 */
export class Kernel {
  /** Where the bytes to look at are put. Positions in calls are positions in here. */
  readonly bytes: Buffer
  readonly #exports: KernelExports
  readonly #memory: ArrayBuffer
  readonly #base: number
  readonly #results: Uint32Array
  readonly #whole: Buffer
  /** Of all trees. */
  #treesEnd: number
  #plansEnd: number
  /** What `project` found, four words or two numbers each: see kernel/projection.ts. */
  readonly foundWords: Uint32Array
  readonly foundNumbers: Float64Array
  readonly textsBegin: number
  /** What `scan` found, a row after the other: see kernel/row.ts. */
  readonly rowWords: Uint32Array
  readonly rowNumbers: Float64Array
  /** Shared texts of a line, three words each: see kernel/shared-texts.ts. */
  readonly lineTexts: Uint32Array
  /** The records that it made: see kernel/record.ts. */
  readonly recordWords: Uint32Array
  /** Rows that it makes records of when it is told how: see kernel/totals.ts. */
  readonly totals: TotalRows

  private constructor(exports: KernelExports) {
    this.#exports = exports
    this.#memory = exports.memory.buffer
    this.#base = exports.BYTES.value
    this.bytes = Buffer.from(this.#memory, this.#base, exports.BYTES_LENGTH.value)
    this.#results = new Uint32Array(this.#memory, exports.RESULT.value, 9)
    this.#whole = Buffer.from(this.#memory)
    this.#treesEnd = exports.TREES.value
    this.#plansEnd = exports.PLANS.value
    this.foundWords = new Uint32Array(this.#memory, exports.FOUND.value)
    this.foundNumbers = new Float64Array(this.#memory, exports.FOUND.value)
    this.textsBegin = exports.TEXTS.value
    exports.setSeed(BigInt(Math.floor(Math.random() * Number.MAX_SAFE_INTEGER)) * SEED_SPREAD)
    this.rowWords = new Uint32Array(this.#memory, exports.ROWS.value)
    this.rowNumbers = new Float64Array(this.#memory, exports.ROWS.value)
    this.recordWords = new Uint32Array(this.#memory, exports.RECORDS.value)
    this.totals = new TotalRows(exports)
    this.lineTexts = new Uint32Array(this.#memory, exports.LINE_TEXTS.value)
  }

  /** A kernel with memory of its own; null where this machine has no WebAssembly or no SIMD. */
  static load(): Kernel | null {
    const compiled = Kernel.program()
    try {
      return compiled === null ? null : new Kernel(instanceOf<KernelExports>(compiled))
    } catch {
      program = 'none' // the system may limit the addresses of a process, of which V8 sets many aside for each memory
      return null
    }
  }

  /** The compiled kernel, for other threads of this process: what one has compiled and made fast, all have. */
  static program(): object | null {
    program ??= wasmProgram(new URL('../../dist/scan/kernel.wasm', import.meta.url)) ?? 'none'
    return program === 'none' ? null : program
  }

  /** Takes what another thread has compiled. */
  static use(compiled: object | null): void {
    program = compiled ?? 'none'
  }

  /** Tables for `find`, made for the place where they will stand; false when they are too large. */
  setNeedles(tablesAt: (address: number) => Uint8Array): boolean {
    const { NEEDLES, NEEDLES_END } = this.#exports
    const tables = tablesAt(NEEDLES.value)
    if (tables.length > NEEDLES_END.value - NEEDLES.value) return false
    new Uint8Array(this.#memory).set(tables, NEEDLES.value)
    return true
  }

  /** Where the needle ends that lies inside [from, to) and ends first; −1 = there is none. */
  find(from: number, to: number): number {
    return this.#exports.find(this.#base + from, this.#base + to) - this.#base
  }

  /** Where the needle begins that `find` found. */
  get foundAt(): number {
    return this.#results[0]! - this.#base
  }

  /**
   * Reads whole lines of at most `longest` bytes inside [from, to), by the tree at `root` (0 = by none), as kernel/scan.ts
   * says, which tells too what `every` and `base` mean. Returns where it stopped, at the beginning of a line.
   */
  scan(root: number, every: boolean, from: number, to: number, longest: number, base: number): number {
    return this.#exports.scan(root, every, this.#base + from, this.#base + to, longest, base) - this.#base
  }

  /** How many lines `scan` only counted, how many became rows, and why it stopped: one of STOPPED. */
  get others(): number {
    return this.#results[0]!
  }

  get rows(): number {
    return this.#results[1]!
  }

  get stopped(): number {
    return this.#results[2]!
  }

  /** How many records there are. */
  get records(): number {
    return this.#results[3]!
  }

  /** How many of `lineTexts` the last one has when they wait for `numberHash`; −1 = they do not. */
  get newTexts(): number {
    return this.#results[4] === 0 ? -1 : this.#results[5]!
  }

  /** How many lines became records, copies among them, and the sum of their digests: see ScanAccount. */
  get found(): number {
    return this.#results[6]!
  }

  get digest(): number {
    return this.#results[7]!
  }

  /** Whether one of them may be a copy of the one before it. */
  get mayRepeat(): boolean {
    return this.#results[8] !== 0
  }

  /** Where `bytes` begin in the kernel's memory, by which rows say where something is. */
  get base(): number {
    return this.#base
  }

  /** Takes the plan of a template (kernel/record.ts); its address, or null when there is no more room. */
  addPlan(plan: Uint8Array): number | null {
    const address = this.#plansEnd
    if (address + plan.length > this.#exports.PLANS_END.value) return null
    this.#whole.set(plan, address)
    this.#plansEnd += plan.length
    return address
  }

  /**
   * `scan` will know lines of this likeness, whose halves are given, by this number from 1 on. They become records by the plan at
   * this address, the unusual ones rows if it says so; 0 = they all become rows.
   */
  addTemplate(low: number, high: number, number: number, plan: number): void {
    const { PLAN_OF, TEMPLATES, TEMPLATES_END } = this.#exports
    const words = new Uint32Array(this.#memory)
    const last = (TEMPLATES_END.value - TEMPLATES.value) / 16 - 1
    let place = low & last
    while (words[TEMPLATES.value / 4 + place * 4 + 2] !== 0) place = (place + 1) & last
    words.set([low, high, number], TEMPLATES.value / 4 + place * 4)
    if (plan !== 0) words[PLAN_OF.value / 4 + number] = plan
  }

  /** Forgets plans and the numbers of shared texts too. */
  forgetTemplates(): void {
    this.#exports.forget()
    this.#plansEnd = this.#exports.PLANS.value
  }

  /** Records are of the file with this number from now on. */
  setFile(number: number): void {
    this.#exports.setFile(number)
  }

  /** The number that records have for their shared texts when they are those of the last one. */
  numberHash(number: number): void {
    this.#exports.numberHash(number)
  }

  /** Takes a tree of wanted keys, made for the place where it will stand; null when there is no more room. */
  addTree<T extends { readonly tables: Uint8Array }>(treeAt: (address: number) => T): T | null {
    const tree = treeAt(this.#treesEnd)
    if (tree.tables.length > this.#exports.TREES_END.value - this.#treesEnd) return null
    this.#whole.set(tree.tables, this.#treesEnd)
    this.#treesEnd += Math.ceil(tree.tables.length / 8) * 8
    return tree
  }

  /**
   * Reads the JSON object in [from, to) by the tree at `root`. Returns how many things it found; −1 when the object is not
   * valid, or unusual.
   */
  project(root: number, from: number, to: number): number {
    const end = this.#exports.project(root, this.#base + from, this.#base + to)
    return end === 0 ? -1 : (end - this.#exports.FOUND.value) / 16
  }

  /** The halves of a hash: equal for objects that are alike, see kernel/projection.ts. */
  get likenessLow(): number {
    return this.#results[2]!
  }

  get likenessHigh(): number {
    return this.#results[3]!
  }

  /** New strings that `project` found, one behind the other; the first one begins at `textsBegin`. */
  texts(): string {
    return this.#whole.toString('latin1', this.textsBegin, this.#results[0]!)
  }

  /** A string that `project` or `scan` found. */
  text(from: number, to: number): string {
    return this.#whole.toString('latin1', from, to)
  }

  /** A value that they found as JSON. */
  json(from: number, to: number): Json {
    return JSON.parse(this.#whole.toString('utf8', from, to)) as Json
  }
}

/** Odd, so that every seed is spread over all 64 bits and none is lost. */
const SEED_SPREAD = 0x9e3779b97f4a7c15n

/** Compiled once per process, when something is scanned. */
let program: object | 'none' | null = null
