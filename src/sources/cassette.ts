import type { Alias, Document, Scalar } from 'yaml'
import type { SourceProblem } from './source.ts'

/** How recorders of HTTP traffic begin their YAML: VCR.py, pytest-recording and go-vcr, VCR for Ruby, PHP-VCR. */
const HEAD = /^(?:\u00ef\u00bb\u00bf)?(?:---\s+)?(?:interactions:|http_interac|version: \d\s+i|-\s+request:)/

export function isCassette(head: Buffer): boolean {
  return HEAD.test(head.toString('latin1').trimStart())
}

/** A whole document has to be held; recordings are far smaller. Bytes. */
const LARGEST = 64 << 20

/**
 * The interactions of a YAML cassette as JSON, each on the line on which it begins in the file. Compressed bodies come as
 * text, other binary ones as `{ base64_string }`. What is no cassette after all is given out as it is.
 */
export async function* fromCassette(
  chunks: AsyncIterable<Buffer>,
  problem: (code: SourceProblem['code'], message: string) => void,
): AsyncGenerator<Buffer> {
  const pieces: Buffer[] = []
  let size = 0
  for await (const chunk of chunks) {
    size += chunk.length
    if (size > LARGEST) return problem('unreadable', 'it is a YAML cassette of more than 64 MiB; record smaller ones')
    pieces.push(chunk)
  }
  const bytes = Buffer.concat(pieces)
  const lines = await linesOf(bytes.toString())
  if (lines === null) yield bytes
  else yield* lines
}

async function linesOf(text: string): Promise<readonly Buffer[] | null> {
  const [{ isMap, isSeq, parseAllDocuments }, zlib] = await Promise.all([import('yaml'), import('node:zlib')])
  const documents = parseAllDocuments(text, {
    customTags: ['binary'],
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: 'silent',
  })
  if (!Array.isArray(documents)) return null
  const lines: Buffer[] = []
  let [found, at, passed] = [false, 0, 0]
  for (const document of documents) {
    const { contents } = document
    const list = isMap(contents) ? (contents.get('interactions') ?? contents.get('http_interactions')) : contents
    if (!isSeq(list)) continue
    found = true
    for (const item of list.items as readonly (Scalar | Alias)[]) {
      const begin = item.range?.[0] ?? at
      for (; at < begin; at++) if (text.charCodeAt(at) === NEWLINE) passed++
      lines.push(Buffer.from('\n'.repeat(Math.max(0, passed))), Buffer.from(`${jsonOf(item, document, zlib)}\n`))
      passed = -1
    }
  }
  return found ? lines : null
}

function jsonOf(item: Scalar | Alias, document: Document, zlib: typeof import('node:zlib')): string {
  // Not by a replacer: a Buffer turns itself into a list of numbers before one sees it.
  const text = (value: unknown): unknown => {
    if (value instanceof Uint8Array) return bodyOf(Buffer.from(value), zlib)
    if (Array.isArray(value)) return value.map(text)
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, text(each)]))
  }
  return JSON.stringify(text(item.toJS(document, { maxAliasCount: 1000 })))
}

/** Bytes that are text, plain or compressed, as text. */
function bodyOf(bytes: Buffer, { brotliDecompressSync, inflateSync, unzipSync }: typeof import('node:zlib')): unknown {
  for (const expand of [(same: Buffer) => same, unzipSync, inflateSync, brotliDecompressSync]) {
    try {
      const text = new TextDecoder('utf-8', { fatal: true }).decode(expand(bytes))
      if (!text.includes('\0')) return text
    } catch {
      // It is none of that kind.
    }
  }
  return { base64_string: bytes.toString('base64') }
}

const NEWLINE = 10
