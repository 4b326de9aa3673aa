import type { StatedAttributes } from '../tracker/call-state.ts'
import { type Hash, hashText } from '../usage/hash.ts'
import { ATTRIBUTE_NAMES, type Attributes } from '../usage/record.ts'
import type { ShownNames } from './view.ts'

/** Attributes by the hashes of their values, 16 hexadecimal digits each: calls need to be told apart, not to be named. */
export interface HashedAttributes {
  /** What decides between copies with others. */
  readonly hash: number
  /** In the order of ATTRIBUTE_NAMES, then that of all labels together; null = not stated. */
  readonly values: readonly (string | null)[]
}

/** Values that a report may say, by their hash. */
export interface SaidValues {
  readonly names: ReadonlyMap<string, string>
  readonly labels: ReadonlyMap<string, Readonly<Record<string, string>>>
}

const LABELS = ATTRIBUTE_NAMES.length

/** Hashes attributes, and keeps what of them is to be said. */
export class AttributeBook implements SaidValues {
  readonly names = new Map<string, string>()
  readonly labels = new Map<string, Readonly<Record<string, string>>>()
  private readonly shown: ShownNames
  private readonly known = new Map<Attributes, HashedAttributes>()

  constructor(shown: ShownNames) {
    this.shown = shown
  }

  hashed({ attributes, hash }: StatedAttributes): HashedAttributes {
    const known = this.known.get(attributes)
    if (known !== undefined) return known
    const values = ATTRIBUTE_NAMES.map((name) => {
      const value = attributes[name]
      if (value === undefined) return null
      const hashedValue = hexOf(value)
      if (this.shown.attributes.has(name)) this.names.set(hashedValue, value)
      return hashedValue
    })
    const made = { hash, values: [...values, this.hashedLabels(attributes.labels)] }
    this.known.set(attributes, made)
    return made
  }

  private hashedLabels(labels: Attributes['labels']): string | null {
    if (labels === undefined) return null
    const entries = Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1))
    const hash = hexOf(JSON.stringify(entries))
    const said = entries.filter(([name]) => this.shown.labels.has(name))
    if (said.length > 0) this.labels.set(hash, Object.fromEntries(said))
    return hash
  }
}

/** Attributes whose values are hashes: as good as the true ones where only their being equal matters. */
export function asHashes({ hash, values }: HashedAttributes): StatedAttributes {
  const labels = values[LABELS] ?? null
  const named = ATTRIBUTE_NAMES.flatMap((name, index) => {
    const value = values[index] ?? null
    return value === null ? [] : [[name, value] as const]
  })
  const attributes = { ...Object.fromEntries(named), ...(labels !== null && { labels: { [ALL]: labels } }) }
  return { attributes: Object.freeze(attributes), hash }
}

/** Undoes `asHashes`. */
export function ofHashes(): (stated: StatedAttributes) => HashedAttributes {
  const known = new Map<Attributes, HashedAttributes>()
  return ({ attributes, hash }) => {
    const values = () => ATTRIBUTE_NAMES.map((name) => attributes[name] ?? null)
    const hashes = known.get(attributes) ?? { hash, values: [...values(), attributes.labels?.[ALL] ?? null] }
    known.set(attributes, hashes)
    return hashes
  }
}

/** Gives attributes with the values that are said, in place of their hashes. */
export function saidBy(said: SaidValues): (hashes: Attributes) => Attributes {
  const known = new WeakMap<Attributes, Attributes>()
  return (hashes) => {
    const attributes = known.get(hashes) ?? saidOf(hashes, said)
    known.set(hashes, attributes)
    return attributes
  }
}

function saidOf(hashes: Attributes, { names, labels }: SaidValues): Attributes {
  const named = ATTRIBUTE_NAMES.flatMap((name) => {
    const value = names.get(hashes[name] ?? '')
    return value === undefined ? [] : [[name, value] as const]
  })
  const own = hashes.labels === undefined ? undefined : (labels.get(hashes.labels[ALL] ?? '') ?? {})
  return { ...Object.fromEntries(named), ...(own !== undefined && { labels: own }) }
}

/** Under this one name stands the hash of all labels. */
const ALL = ''

function hexOf(text: string): string {
  const hash: Hash = { lo: 0, hi: 0 }
  hashText(text, hash)
  return [hash.hi, hash.lo].map((half) => half.toString(16).padStart(8, '0')).join('')
}
