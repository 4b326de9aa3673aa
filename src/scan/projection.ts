import type { Json, JsonObject } from '../usage/json.ts'
import type { Wants } from '../usage/wants.ts'
import type { Kernel } from './kernel.ts'
import { type WantedTree, wantedTree } from './wanted-tree.ts'

/** What the kernel found: see kernel/projection.ts. */
const [OPEN_OBJECT, OPEN_ARRAY, CLOSE, TEXT, NUMBER, NULL, TRUE, FALSE, SAME_TEXT] = [0, 1, 2, 3, 4, 5, 6, 7, 9]
/** In place of a key's number. */
const ELEMENT = 0

/**
 * Reads of an entry only what a format wants: the object that JSON.parse would give, without the keys that are not wanted.
 */
export class Projection {
  private readonly kernel: Kernel
  private readonly besides: Wants
  private readonly trees = new Map<Wants, Tree | null>()

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
    if (count >= 0) return this.objectOf(count, tree)
    // What it found before it gave up was not seen here.
    kernel.renewTree(tree.tables, tree.address)
    return null
  }

  private treeOf(wants: Wants): Tree | null {
    const known = this.trees.get(wants)
    if (known !== undefined) return known
    const added = this.kernel.addTree((address) => wantedTree({ ...wants, ...this.besides }, address))
    const tree = added === null ? null : { ...added, last: added.keys.map(() => '') }
    this.trees.set(wants, tree)
    return tree
  }

  private objectOf(count: number, { keys, last }: Tree): JsonObject {
    const { foundWords: words, foundNumbers: numbers } = this.kernel
    const texts = this.kernel.texts()
    const root: Container = {}
    const around: (Container | Json[])[] = []
    let into: Container | Json[] = root
    for (let i = 0; i < count; i++) {
      const head = words[i * 4]!
      const kind = head & 255
      let value: Json
      if (kind === TEXT) value = last[head >> 8] = texts.substring(words[i * 4 + 2]!, words[i * 4 + 3]!)
      else if (kind === SAME_TEXT) value = last[head >> 8]!
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

interface Tree extends WantedTree {
  /** By number of the key: the text that was last found under it, which is the same string as long as it is repeated. */
  readonly last: string[]
}

interface Container {
  [key: string]: Json
}
