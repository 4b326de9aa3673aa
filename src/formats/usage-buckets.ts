import { isArray, type JsonObject, keyText, objectsAt } from '../usage/json.ts'

/** Buckets of a usage export: the entry itself, or those of a page (`data`). */
export function bucketsIn(entry: JsonObject, isBucket: (candidate: JsonObject) => boolean): readonly JsonObject[] {
  return isBucket(entry) ? [entry] : objectsAt(entry, 'data').filter(isBucket)
}

/**
 * Identities for the rows of one bucket: its start and all that the rows were grouped by, so that overlapping pages and
 * restated buckets fold. A group that comes twice in one bucket is two rows.
 */
export class BucketRows {
  private readonly bucket: string
  private readonly seen = new Map<string, number>()

  constructor(bucket: string) {
    this.bucket = bucket
  }

  identityOf(row: JsonObject, grouping: readonly string[]): string {
    const group = grouping.map((name) => (isArray(row[name]) ? '' : keyText(row[name] ?? ''))).join(' ')
    const times = this.seen.get(group) ?? 0
    this.seen.set(group, times + 1)
    return `${this.bucket} ${group}${times === 0 ? '' : ` #${times}`}`
  }
}
