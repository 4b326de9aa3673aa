import type { Wants } from '../usage/wants.ts'

/** Sizes and places in a tree's tables: see kernel/wanted.ts. */
const NODE_SIZE = 8
const KEY_SIZE = 32
const LAST_SIZE = 24 + 64
const [LENGTH, BYTES, NUMBER, NODE, LAST, ROLE] = [8, 12, 16, 20, 24, 28]
const CLOSED = 1
const MULTIPLIER = 0x9e3779b97f4a7c15n

/** A tree of wanted keys as the kernel reads it, for the place where it will stand. */
export interface WantedTree {
  readonly tables: Uint8Array
  readonly address: number
  /** Where the root stands. */
  readonly root: number
  /** By number, from 1 on: the wanted keys, and how one gets there: `message.usage`. */
  readonly keys: readonly string[]
  readonly paths: readonly string[]
}

/** By path of a key: what the number or text under it is in a row, see kernel/row.ts. Absent: alike in all that are alike. */
export type Roles = ReadonlyMap<string, number>

export const ROLE_OF = {
  ...{ ignored: 1, identity: 2, time: 3, shared: 4, varies: 5, quiet: 6, ownTime: 7, firstNumber: 8 },
} as const

/** What is read of entries. */
export interface Wanted {
  readonly keys: Wants
  readonly roles: Roles
  /** Of other keys of the entry it is told too that they are there. */
  readonly isClosed: boolean
}

export function wantedTree({ keys, roles, isClosed }: Wanted, address: number): WantedTree {
  return new TreeWriter(roles, address).write(keys, isClosed)
}

/** Where a key goes. */
interface Place {
  readonly table: number
  readonly bits: number
  readonly path: string
  /** True inside what is only looked through for other keys. */
  readonly isQuiet: boolean
}

class TreeWriter {
  private readonly roles: Roles
  private readonly address: number
  private readonly keys: string[] = ['']
  private readonly paths: string[] = ['']
  private tables = new Uint8Array(1 << 14)
  /** Of the tables: unlike a Buffer's methods it needs not be compiled, which took longer than the writing. */
  private cells = new DataView(this.tables.buffer)
  private length = 0

  constructor(roles: Roles, address: number) {
    this.roles = roles
    this.address = address
  }

  write(wants: Wants, isClosed: boolean): WantedTree {
    const root = this.node(wants, '', isClosed, false)
    return {
      tables: this.tables.subarray(0, this.length),
      address: this.address,
      root,
      keys: this.keys,
      paths: this.paths,
    }
  }

  /** Writes a node with all behind it; returns its address. */
  private node(wants: Wants, path: string, isClosed: boolean, isQuiet: boolean): number {
    const names = Object.keys(wants)
    const bits = Math.ceil(Math.log2(names.length * 2 + 2))
    const node = this.take(NODE_SIZE + (KEY_SIZE << bits))
    this.tables[node] = bits
    this.tables[node + CLOSED] = isClosed ? 1 : 0
    for (const name of names)
      this.key({ table: node + NODE_SIZE, bits, path: path + name, isQuiet }, name, wants[name]!)
    return this.address + node
  }

  private key({ table, bits, path, isQuiet }: Place, name: string, wanted: Wants[string]): void {
    const text = this.take(Math.max(name.length, 8))
    for (let at = 0; at < name.length; at++) this.tables[text + at] = name.charCodeAt(at)
    const first = this.cells.getBigUint64(text, true)
    const hash = BigInt.asUintN(64, (first ^ BigInt(name.length)) * MULTIPLIER)
    let place = Number(hash >> BigInt(64 - bits))
    while (this.cells.getUint32(table + place * KEY_SIZE + NUMBER, true) !== 0) place = (place + 1) & ((1 << bits) - 1)
    const key = table + place * KEY_SIZE
    const last = this.take(LAST_SIZE)
    const role = this.roles.get(path) ?? 0
    const behind = wanted === true ? 0 : this.below(wanted, `${path}.`, role === ROLE_OF.quiet || isQuiet)
    this.paths.push(path)
    this.cells.setBigUint64(key, first, true)
    this.set(key + LENGTH, name.length)
    this.set(key + BYTES, this.address + text)
    this.set(key + NUMBER, this.keys.push(name) - 1)
    this.set(key + NODE, behind)
    this.set(key + LAST, this.address + last)
    this.set(key + ROLE, role)
  }

  /** The node of an object, or of an array with such elements. */
  private below(wanted: Wants | readonly [Wants], path: string, isQuiet: boolean): number {
    if (!isElement(wanted)) return this.node(wanted, path, isQuiet, isQuiet)
    const node = this.take(NODE_SIZE)
    const behind = this.node(wanted[0], path, isQuiet, isQuiet)
    this.set(node + 4, behind)
    return this.address + node
  }

  /** Makes room for so many bytes, at a place that four-byte numbers may stand at. */
  private take(length: number): number {
    const at = Math.ceil(this.length / 8) * 8
    this.length = at + length
    if (this.length > this.tables.length) {
      const before = this.tables
      this.tables = new Uint8Array(before.length + this.length)
      this.tables.set(before)
      this.cells = new DataView(this.tables.buffer)
    }
    return at
  }

  private set(at: number, value: number): void {
    this.cells.setUint32(at, value, true)
  }
}

function isElement(wanted: Wants | readonly [Wants]): wanted is readonly [Wants] {
  return Array.isArray(wanted)
}
