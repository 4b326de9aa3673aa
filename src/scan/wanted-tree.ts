import { isWantedList, ONLY, type Pairs, type WantedList, type Wants } from '../usage/wants.ts'

/** Sizes and places in a tree's tables: see kernel/wanted.ts. */
const NODE_SIZE = 8
const KEY_SIZE = 32
const LAST_SIZE = 24 + 64
const [LENGTH, BYTES, NUMBER, NODE, LAST, ROLE] = [8, 12, 16, 20, 24, 28]
const CLOSED = 1
const [NOTED, ONLY_THESE] = [1, 2]
/** Of the node of an array. */
const [ELEMENT, PAIRS, LIST_SIZE] = [4, 8, 16]
/** Of pairs. */
const [PARTS, KINDS, COUNT, BEGINNINGS, BEGINNING_SIZE] = [0, 4, 8, 16, 16]
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
    const { node, table, bits } = this.table(names.length)
    this.tables[node + CLOSED] = wants[ONLY] === true ? ONLY_THESE : isClosed ? NOTED : 0
    for (const name of names) this.key({ table, bits, path: path + name, isQuiet }, name, wants[name]!)
    return this.address + node
  }

  /** A node with room for so many keys. */
  private table(length: number): { readonly node: number; readonly table: number; readonly bits: number } {
    const bits = Math.ceil(Math.log2(length * 2 + 2))
    const node = this.take(NODE_SIZE + (KEY_SIZE << bits))
    this.tables[node] = bits
    return { node, table: node + NODE_SIZE, bits }
  }

  private key({ table, bits, path, isQuiet }: Place, name: string, wanted: Wants[string]): void {
    const key = this.place(table, bits, name)
    const last = this.take(LAST_SIZE)
    const role = this.roles.get(path) ?? 0
    const behind = wanted === true ? 0 : this.below(wanted, `${path}.`, role === ROLE_OF.quiet || isQuiet)
    this.paths.push(path)
    this.set(key + NUMBER, this.keys.push(name) - 1)
    this.set(key + NODE, behind)
    this.set(key + LAST, this.address + last)
    this.set(key + ROLE, role)
  }

  /** Puts a name into the next free place of a table; where that is. */
  private place(table: number, bits: number, name: string): number {
    const text = this.take(Math.max(name.length, 8))
    for (let at = 0; at < name.length; at++) this.tables[text + at] = name.charCodeAt(at)
    const first = this.cells.getBigUint64(text, true)
    const hash = BigInt.asUintN(64, (first ^ BigInt(name.length)) * MULTIPLIER)
    let place = Number(hash >> BigInt(64 - bits))
    while (this.cells.getUint32(table + place * KEY_SIZE + NUMBER, true) !== 0) place = (place + 1) & ((1 << bits) - 1)
    const key = table + place * KEY_SIZE
    this.cells.setBigUint64(key, first, true)
    this.set(key + LENGTH, name.length)
    this.set(key + BYTES, this.address + text)
    return key
  }

  /** The node of an object, or of an array with such elements. */
  private below(wanted: Wants | WantedList, path: string, isQuiet: boolean): number {
    if (!isWantedList(wanted)) return this.node(wanted, path, isQuiet, isQuiet)
    const list = this.take(LIST_SIZE)
    const [elements, pairs] = wanted
    this.set(list + ELEMENT, this.node(elements, path, isQuiet, isQuiet))
    if (pairs !== undefined) this.set(list + PAIRS, this.pairs(pairs))
    return this.address + list
  }

  private pairs({ name, value, kinds, beginnings }: Pairs): number {
    const at = this.take(BEGINNINGS + BEGINNING_SIZE * beginnings.length)
    this.set(at + PARTS, this.numbered([name, value]))
    this.set(at + KINDS, this.numbered(kinds))
    this.set(at + COUNT, beginnings.length)
    for (const [index, beginning] of beginnings.entries()) {
      for (let letter = 0; letter < beginning.length; letter++) {
        const cell = at + BEGINNINGS + index * BEGINNING_SIZE + letter
        this.tables[cell] = beginning.charCodeAt(letter)
        this.tables[cell + 8] = 0xff
      }
    }
    return this.address + at
  }

  /** A node that tells such keys by numbers from 1 on. */
  private numbered(names: readonly string[]): number {
    const { node, table, bits } = this.table(names.length)
    for (const [index, name] of names.entries()) this.set(this.place(table, bits, name) + NUMBER, index + 1)
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
