import type { Json, JsonObject } from '../usage/json.ts'
import type { Wants } from '../usage/wants.ts'
import type { Kernel } from './kernel.ts'
import { type Wanted, type WantedTree, wantedTree } from './wanted-tree.ts'

/** What the kernel may find: see kernel/projection.ts. */
export const FOUND = {
  ...{ openObject: 0, openArray: 1, close: 2, text: 3, number: 4, null: 5, true: 6, false: 7, json: 8, sameText: 9 },
  ...{ otherKey: 10, name: 11 },
} as const
/** Added to the kind of a value that has a place of its own in a row. */
const OWN = 0x80
/** In place of a key's number. */
const [ELEMENT, NAMED] = [0, 0xffffff]

/** What the kernel found in one entry; valid until it looks at the next. */
export interface Found {
  readonly tree: Tree
  /** How many things. */
  readonly count: number
}

/** A value that has a place of its own in a row, and where it stands in the object that was found. */
export interface OwnValue {
  readonly kind: number
  readonly holder: { [key: string]: Json | undefined }
  readonly key: string
}

/** The wanted keys of a format, and what was found under them last. */
export interface Tree extends WantedTree {
  /** By number of the key: the text that was last read under it, which is the same string as long as it is repeated. */
  readonly last: string[]
  /** And its version. */
  readonly versions: Uint32Array
}

/**
 * Reads of an entry only what a format wants: the object that JSON.parse would give, without the keys that are not wanted.
 */
export class Projection {
  readonly kernel: Kernel
  private readonly besides: Wants
  private readonly trees = new Map<Wanted, Tree | null>()

  /** `besides`: what is wanted of every entry. */
  constructor(kernel: Kernel, besides: Wants) {
    this.kernel = kernel
    this.besides = besides
  }

  /** Of the entry in bytes[from, to). null: it is to be parsed whole. So it is wherever JSON.parse might give anything else, or refuse it. */
  find(bytes: Buffer, from: number, to: number, wanted: Wanted): Found | null {
    const { kernel } = this
    const tree = this.treeOf(wanted)
    if (tree === null || bytes.buffer !== kernel.bytes.buffer) return null
    const base = bytes.byteOffset - kernel.bytes.byteOffset
    const count = kernel.project(tree.root, base + from, base + to)
    return count < 0 ? null : { tree, count }
  }

  /** null when there is no room for it. */
  treeOf(wanted: Wanted): Tree | null {
    const known = this.trees.get(wanted)
    if (known !== undefined) return known
    const added = this.kernel.addTree((address) =>
      wantedTree({ ...wanted, keys: { ...wanted.keys, ...this.besides } }, address),
    )
    const tree =
      added === null
        ? null
        : { ...added, last: added.paths.map(() => ''), versions: new Uint32Array(added.paths.length) }
    this.trees.set(wanted, tree)
    return tree
  }

  /** True when something with an escape is alike in all that are alike. */
  holdsEscapes({ count }: Found): boolean {
    const { foundWords: words } = this.kernel
    for (let i = 0; i < count; i++) {
      const isAlike = (words[i * 4]! & (KIND | OWN)) === FOUND.json
      if (isAlike && this.kernel.text(words[i * 4 + 2]!, words[i * 4 + 3]!).includes('\\')) return true
    }
    return false
  }

  /** True when an object says a key twice. The last one counts, which is not seen in what is alike. */
  saysTwice({ count }: Found): boolean {
    const { foundWords: words } = this.kernel
    const around: Set<number | string>[] = []
    let keys = new Set<number | string>()
    let name = ''
    for (let i = 0; i < count; i++) {
      const kind = words[i * 4]! & KIND
      const key = words[i * 4]! >>> 8
      if (kind >= FOUND.otherKey) name = this.kernel.text(words[i * 4 + 2]!, words[i * 4 + 3]!)
      if (kind === FOUND.close) keys = around.pop()!
      else if (kind !== FOUND.name && key !== ELEMENT) {
        const said = key === NAMED ? name : key
        if (keys.has(said)) return true
        keys.add(said)
      }
      if (kind !== FOUND.openObject && kind !== FOUND.openArray) continue
      around.push(keys)
      keys = new Set()
    }
    return false
  }

  /** The object that was found. What has a place in a row is added to `own`. */
  objectOf({ tree, count }: Found, own: OwnValue[] | null = null): JsonObject {
    const { foundWords: words, foundNumbers: numbers, textsBegin } = this.kernel
    const texts = this.kernel.texts()
    const root: Container = {}
    const around: (Container | Json[])[] = []
    let into: Container | Json[] = root
    let name = ''
    for (let i = 0; i < count; i++) {
      const head = words[i * 4]!
      const kind = head & KIND
      const key = head >>> 8
      let value: Json
      if (kind === FOUND.text) {
        const text = texts.substring(words[i * 4 + 2]! - textsBegin, words[i * 4 + 3]! - textsBegin)
        value = words[i * 4 + 1] === 0 ? text : keep(tree, key, words[i * 4 + 1]!, text)
      } else if (kind === FOUND.sameText) {
        const isKept = tree.versions[key] === words[i * 4 + 1]
        const text = isKept ? tree.last[key]! : this.kernel.text(words[i * 4 + 2]!, words[i * 4 + 3]!)
        value = isKept ? text : keep(tree, key, words[i * 4 + 1]!, text)
      } else if (kind === FOUND.number) value = numbers[i * 2 + 1]!
      else if (kind === FOUND.openObject) value = {}
      else if (kind === FOUND.openArray) value = []
      else if (kind === FOUND.close) {
        into = around.pop()!
        continue
      } else if (kind === FOUND.null) value = null
      else if (kind === FOUND.true || kind === FOUND.false) value = kind === FOUND.true
      else if (kind >= FOUND.otherKey) {
        name = this.kernel.text(words[i * 4 + 2]!, words[i * 4 + 3]!)
        if (kind === FOUND.otherKey) (into as Container)[name] = undefined
        continue
      } else value = this.kernel.json(words[i * 4 + 2]!, words[i * 4 + 3]!)
      if (key === ELEMENT) (into as Json[]).push(value)
      else (into as Container)[key === NAMED ? name : tree.keys[key]!] = value
      if (own !== null && (head & OWN) !== 0)
        own.push({ kind, ...placeIn(into, key === NAMED ? name : tree.keys[key]!) })
      if (kind === FOUND.openObject || kind === FOUND.openArray) {
        around.push(into)
        into = value as Container | Json[]
      }
    }
    return root
  }
}

/** Without OWN. */
export const KIND = 0x7f

function placeIn(into: Container | Json[], key: string): Pick<OwnValue, 'holder' | 'key'> {
  // Elements are keys too, once they are there.
  const holder = into as Container
  return { holder, key: Array.isArray(into) ? String(into.length - 1) : key }
}

interface Container {
  [key: string]: Json | undefined
}

function keep({ last, versions }: Tree, key: number, version: number, text: string): string {
  last[key] = text
  versions[key] = version
  return text
}
