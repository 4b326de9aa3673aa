/** Bytes that arrive in pieces, taken by length; what was too much can be put back. */
export class ByteQueue {
  private readonly pieces: AsyncIterator<Buffer>
  private ready: Buffer = Buffer.alloc(0)

  constructor(pieces: AsyncIterable<Buffer>) {
    this.pieces = pieces[Symbol.asyncIterator]()
  }

  /** Whatever comes next, never empty; null = the end. */
  async next(): Promise<Buffer | null> {
    while (this.ready.length === 0) {
      const { value, done } = await this.pieces.next()
      if (done === true) return null
      this.ready = value
    }
    const next = this.ready
    this.ready = Buffer.alloc(0)
    return next
  }

  /** Exactly so many; throws when there are fewer. */
  async take(length: number): Promise<Buffer> {
    let taken: Buffer = Buffer.alloc(0)
    while (taken.length < length) taken = Buffer.concat([taken, await this.more()])
    this.putBack(taken.subarray(length))
    return taken.subarray(0, length)
  }

  /** Passes a text that ends with a NUL. */
  async passText(): Promise<void> {
    for (;;) {
      const piece = await this.more()
      const end = piece.indexOf(0)
      if (end >= 0) return this.putBack(piece.subarray(end + 1))
    }
  }

  /** Passes NULs. True when nothing follows them. */
  async endsInNuls(): Promise<boolean> {
    for (let piece = await this.next(); piece !== null; piece = await this.next()) {
      const begin = piece.findIndex((byte) => byte !== 0)
      if (begin < 0) continue
      this.putBack(piece.subarray(begin))
      return false
    }
    return true
  }

  putBack(piece: Buffer): void {
    this.ready = this.ready.length === 0 ? piece : Buffer.concat([piece, this.ready])
  }

  private async more(): Promise<Buffer> {
    const piece = await this.next()
    if (piece === null) throw new Error('cut off')
    return piece
  }
}
