import type { Descriptor } from './descriptor.ts'
import type { Interner } from './interning.ts'
import type { Attributes } from './record.ts'

/** What numbers in rows stand for. The rows of others have others. */
export interface RowTables {
  readonly descriptors: Interner<Descriptor>
  readonly attributes: Interner<Attributes>
}
