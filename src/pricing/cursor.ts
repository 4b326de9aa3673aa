import { didYouMean } from '../config/nearest.ts'
import type { Path, TextTree, Tree } from '../config/text-tree.ts'
import { TokencostError } from '../errors.ts'

/** A value in a price file, knowing where it stands: what reading it needs to say about a mistake. */
export class Cursor {
  readonly value: Tree
  private readonly tree: TextTree
  private readonly path: Path

  private constructor(tree: TextTree, value: Tree, path: Path) {
    this.tree = tree
    this.value = value
    this.path = path
  }

  static at(tree: TextTree): Cursor {
    return new Cursor(tree, tree.root, [])
  }

  /** Throws the mistake as `file:line:column: message`. */
  fail(message: string, part: 'key' | 'value' = 'value'): never {
    throw new TokencostError('usage', `${this.tree.place(this.path, part)}: ${message}`)
  }

  /** The entries of a map, in file order; `what` names it in messages. */
  entries(what: string): readonly (readonly [string, Cursor])[] {
    const { value } = this
    if (typeof value !== 'object' || value === null || Array.isArray(value)) this.fail(`${what} must be a map`)
    return Object.entries(value as { readonly [key: string]: Tree }).map(([key, child]) => [
      key,
      this.child(key, child),
    ])
  }

  /** The elements of a list. */
  items(what: string): readonly Cursor[] {
    const { value } = this
    if (!Array.isArray(value)) this.fail(`${what} must be a list`)
    return (value as readonly Tree[]).map((child, index) => this.child(index, child))
  }

  /** The scalar text; `what` names what was expected: 'a date such as 2026-03-01'. */
  text(what: string): string {
    return typeof this.value === 'string' ? this.value : this.fail(`expected ${what}`)
  }

  get isNull(): boolean {
    return this.value === null
  }

  get isText(): boolean {
    return typeof this.value === 'string'
  }

  /** Says that this key is not one of `known`. */
  unknownKey(known: Iterable<string>, where: string): never {
    const key = String(this.path.at(-1))
    const hint = /^\d+$/.test(key) ? ': decimals have a point, not a comma' : didYouMean(key, known)
    this.fail(`unknown key "${key}" in ${where}${hint}`, 'key')
  }

  private child(step: string | number, value: Tree): Cursor {
    return new Cursor(this.tree, value, [...this.path, step])
  }
}
