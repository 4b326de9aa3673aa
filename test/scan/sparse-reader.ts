import { Kernel } from '../../src/scan/kernel.ts'
import { Projection } from '../../src/scan/projection.ts'
import type { JsonObject } from '../../src/usage/json.ts'
import type { Wants } from '../../src/usage/wants.ts'

/** Reads by the kernel what is wanted of an object that stands between bytes that would be taken for a part of it, were they looked at. */
export function sparseReader(keys: Wants): (content: Buffer | string, around?: string) => JsonObject | null {
  const kernel = Kernel.load()!
  const projection = new Projection(kernel, {})
  const wanted = { keys, roles: new Map(), isClosed: false }
  return (content, around = '"1}]:,\\ ') => {
    const bytes = Buffer.from(content)
    kernel.bytes.fill(around, 0, bytes.length + 400)
    bytes.copy(kernel.bytes, 100)
    const found = projection.find(kernel.bytes, 100, 100 + bytes.length, wanted)
    return found === null ? null : projection.objectOf(found)
  }
}
