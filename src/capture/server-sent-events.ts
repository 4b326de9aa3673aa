/** Cuts a body of server-sent events into the data of its events, as it comes. Bytes are looked at, never held back. */
export class EventCutter {
  private readonly decoder = new TextDecoder()
  private readonly onData: (data: string) => void
  private rest = ''
  private data: string[] = []

  constructor(onData: (data: string) => void) {
    this.onData = onData
  }

  push(bytes: Uint8Array): void {
    const text = this.rest + this.decoder.decode(bytes, { stream: true })
    let from = 0
    for (;;) {
      const end = text.indexOf('\n', from)
      if (end === -1) break
      this.line(text.slice(from, end))
      from = end + 1
    }
    this.rest = text.slice(from)
  }

  end(): void {
    if (this.rest !== '') this.line(this.rest)
    this.rest = ''
    this.dispatch()
  }

  private line(raw: string): void {
    const line = raw.endsWith('\r') ? raw.slice(0, -1) : raw
    if (line === '') this.dispatch()
    else if (line.startsWith('data:')) this.data.push(line.slice(line[5] === ' ' ? 6 : 5))
  }

  private dispatch(): void {
    if (this.data.length === 0) return
    const data = this.data.length === 1 ? this.data[0]! : this.data.join('\n')
    this.data = []
    this.onData(data)
  }
}
