import type { EntryPlace, FileContext } from './format.ts'

/** What a chunk without an id tells about the stream that it belongs to. */
export interface ChunkPlace {
  /** Something that all chunks of one stream have in common, such as the model and the prompt's tokens. */
  readonly key: string
  /** True when the chunk says that the answer ends. */
  readonly last: boolean
  /** True when the chunk holds nothing but usage, so that it may follow the last one. */
  readonly trailing: boolean
}

/**
 * Identities for the chunks of streams that carry no id: a chunk belongs to the stream of the chunk before it, as long as
 * that stream was not finished. Holds one stream, however many pass by.
 */
export class ChunkStreams {
  private readonly file: string
  private key: string | null = null
  private identity = ''
  private finished = false

  constructor(file: FileContext) {
    this.file = file.name
  }

  identityOf(at: EntryPlace, { key, last, trailing }: ChunkPlace): string {
    if (key !== this.key || (this.finished && !trailing)) this.identity = `${this.file}@${at.offset}`
    this.key = trailing ? null : key
    this.finished = last
    return this.identity
  }
}
