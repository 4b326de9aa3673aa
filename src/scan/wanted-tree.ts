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

export const ROLE_OF = { ignored: 1, identity: 2, time: 3, shared: 4, varies: 5, quiet: 6, firstNumber: 8 } as const

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
  private tables = Buffer.alloc(1 << 12)
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
    this.tables.writeUInt8(bits, node)
    this.tables.writeUInt8(isClosed ? 1 : 0, node + CLOSED)
    for (const name of names)
      this.key({ table: node + NODE_SIZE, bits, path: path + name, isQuiet }, name, wants[name]!)
    return this.address + node
  }

  private key({ table, bits, path, isQuiet }: Place, name: string, wanted: Wants[string]): void {
    const bytes = Buffer.from(name, 'latin1')
    const first = Buffer.concat([bytes, Buffer.alloc(8)]).readBigUInt64LE()
    const hash = BigInt.asUintN(64, (first ^ BigInt(bytes.length)) * MULTIPLIER)
    let place = Number(hash >> BigInt(64 - bits))
    while (this.tables.readUInt32LE(table + place * KEY_SIZE + NUMBER) !== 0) place = (place + 1) & ((1 << bits) - 1)
    const key = table + place * KEY_SIZE
    const text = this.take(bytes.length)
    const last = this.take(LAST_SIZE)
    bytes.copy(this.tables, text)
    const role = this.roles.get(path) ?? 0
    const behind = wanted === true ? 0 : this.below(wanted, `${path}.`, role === ROLE_OF.quiet || isQuiet)
    this.paths.push(path)
    this.tables.writeBigUInt64LE(first, key)
    this.tables.writeUInt32LE(bytes.length, key + LENGTH)
    this.tables.writeUInt32LE(this.address + text, key + BYTES)
    this.tables.writeUInt32LE(this.keys.push(name) - 1, key + NUMBER)
    this.tables.writeUInt32LE(behind, key + NODE)
    this.tables.writeUInt32LE(this.address + last, key + LAST)
    this.tables.writeUInt32LE(role, key + ROLE)
  }

  /** The node of an object, or of an array with such elements. */
  private below(wanted: Wants | readonly [Wants], path: string, isQuiet: boolean): number {
    if (!isElement(wanted)) return this.node(wanted, path, isQuiet, isQuiet)
    const node = this.take(NODE_SIZE)
    const behind = this.node(wanted[0], path, isQuiet, isQuiet)
    this.tables.writeUInt32LE(behind, node + 4)
    return this.address + node
  }

  /** Makes room for so many bytes, at a place that four-byte numbers may stand at. */
  private take(length: number): number {
    const at = Math.ceil(this.length / 8) * 8
    this.length = at + length
    if (this.length > this.tables.length) this.tables = Buffer.concat([this.tables, Buffer.alloc(this.length)])
    return at
  }
}

function isElement(wanted: Wants | readonly [Wants]): wanted is readonly [Wants] {
  return Array.isArray(wanted)
}
