import type { Json, JsonObject } from '../usage/json.ts'
import type { Wants } from '../usage/wants.ts'
import type { Kernel } from './kernel.ts'
import { type WantedTree, wantedTree } from './wanted-tree.ts'

/** What the kernel found: see kernel/projection.ts. */
const [OPEN_OBJECT, OPEN_ARRAY, CLOSE, TEXT, NUMBER, NULL, TRUE, FALSE] = [0, 1, 2, 3, 4, 5, 6, 7]
/** In place of a key's number. */
const ELEMENT = 0

/**
 * Reads of an entry only what a format wants: the object that JSON.parse would give, without the keys that are not wanted.
 */
export class Projection {
  private readonly kernel: Kernel
  private readonly besides: Wants
  private readonly trees = new Map<Wants, WantedTree | null>()

  /** `besides`: what is wanted of every entry. */
  constructor(kernel: Kernel, besides: Wants) {
    this.kernel = kernel
    this.besides = besides
  }

  /** Of the entry in bytes[from, to). null: it is to be parsed whole. So it is wherever JSON.parse might give anything else, or refuse it. */
  read(bytes: Buffer, from: number, to: number, wants: Wants): JsonObject | null {
    const { kernel } = this
    const tree = this.treeOf(wants)
    if (tree === null || bytes.buffer !== kernel.bytes.buffer) return null
    const base = bytes.byteOffset - kernel.bytes.byteOffset
    const count = kernel.project(tree.root, base + from, base + to)
    return count < 0 ? null : this.objectOf(count, tree.keys)
  }

  private treeOf(wants: Wants): WantedTree | null {
    const known = this.trees.get(wants)
    if (known !== undefined) return known
    const tree = this.kernel.addTree((address) => wantedTree({ ...wants, ...this.besides }, address))
    this.trees.set(wants, tree)
    return tree
  }

  private objectOf(count: number, keys: readonly string[]): JsonObject {
    const { foundWords: words, foundNumbers: numbers } = this.kernel
    const texts = this.kernel.texts()
    const root: Container = {}
    const around: (Container | Json[])[] = []
    let into: Container | Json[] = root
    for (let i = 0; i < count; i++) {
      const head = words[i * 4]!
      const kind = head & 255
      let value: Json
      if (kind === TEXT) value = texts.substring(words[i * 4 + 2]!, words[i * 4 + 3]!)
      else if (kind === NUMBER) value = numbers[i * 2 + 1]!
      else if (kind === OPEN_OBJECT) value = {}
      else if (kind === OPEN_ARRAY) value = []
      else if (kind === CLOSE) {
        into = around.pop()!
        continue
      } else if (kind === NULL) value = null
      else if (kind === TRUE || kind === FALSE) value = kind === TRUE
      else value = this.kernel.json(words[i * 4 + 2]!, words[i * 4 + 3]!)
      if (head >> 8 === ELEMENT) (into as Json[]).push(value)
      else (into as Container)[keys[head >> 8]!] = value
      if (kind === OPEN_OBJECT || kind === OPEN_ARRAY) {
        around.push(into)
        into = value as Container | Json[]
      }
    }
    return root
  }
}

interface Container {
  [key: string]: Json
}
