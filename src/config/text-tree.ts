import type { Document, Node, Pair } from 'yaml'
import { place, TokencostError } from '../errors.ts'

/** YAML (or JSON, which is YAML) in which every scalar is text: numbers keep their digits, dates stay as written. */
export type Tree = string | null | readonly Tree[] | { readonly [key: string]: Tree }

export type Path = readonly (string | number)[]

export interface TextTree {
  readonly root: Tree
  /** `pricing.yaml:12:5`, where the value at `path`, or its key, stands. */
  place(path: Path, part: 'key' | 'value'): string
}

/** More nodes than any price file has; a few aliases of aliases could otherwise grow without end. */
const MOST_NODES = 200_000

/** Reads YAML text. A syntax error, a key written twice or a tag throws a TokencostError that says where. */
export async function parseTextTree(text: string, file: string): Promise<TextTree> {
  const yaml = await import('yaml')
  const lines = new yaml.LineCounter()
  const document: Document = yaml.parseDocument(text, {
    schema: 'failsafe',
    lineCounter: lines,
    prettyErrors: false,
    logLevel: 'silent',
  })
  const at = (offset: number): string => {
    const { line, col } = lines.linePos(offset)
    return place(file, Math.max(1, line), Math.max(1, col))
  }
  const [error] = document.errors
  if (error !== undefined) throw new TokencostError('usage', `${at(error.pos[0])}: ${sentence(error.message)}`)
  let nodes = 0

  function treeOf(node: Node | null): Tree {
    if (++nodes > MOST_NODES) throw new TokencostError('usage', `${file}: too large for a price file`)
    if (yaml.isAlias(node)) return treeOf((node.resolve(document) as Node | undefined) ?? null)
    if (yaml.isMap(node))
      return Object.fromEntries(node.items.map((pair) => [keyOf(pair), treeOf(pair.value as Node | null)]))
    if (yaml.isSeq(node)) return node.items.map((item) => treeOf(item as Node | null))
    if (!yaml.isScalar(node)) return null
    const plain = node.type === 'PLAIN' || node.type === undefined
    return plain && /^(?:|~|null|Null|NULL)$/.test(String(node.value)) ? null : String(node.value)
  }

  function keyOf(pair: Pair): string {
    if (yaml.isScalar(pair.key)) return String(pair.key.value)
    const offset = (pair.key as Node | null)?.range?.[0] ?? 0
    throw new TokencostError('usage', `${at(offset)}: a key must be plain text`)
  }

  function nodeAt(path: Path, part: 'key' | 'value'): Node | null {
    let node = document.contents as Node | null
    for (const [depth, step] of path.entries()) {
      if (yaml.isAlias(node)) node = (node.resolve(document) as Node | undefined) ?? null
      if (yaml.isMap(node)) {
        const pair = node.items.find((item) => yaml.isScalar(item.key) && String(item.key.value) === step)
        if (pair === undefined) return node
        const last = depth === path.length - 1
        node = ((last && part === 'key') || pair.value === null ? pair.key : pair.value) as Node
      } else if (yaml.isSeq(node)) node = (node.items[Number(step)] as Node | undefined) ?? node
    }
    return node
  }

  return {
    root: treeOf(document.contents as Node | null),
    place: (path, part) => at(nodeAt(path, part)?.range?.[0] ?? 0),
  }
}

function sentence(message: string): string {
  return message === 'Map keys must be unique' ? 'this key stands here twice' : message
}
