/** What commander makes of `tokencost report PATH…`; a test holds them together. */
const OPTIONS = { format: 'table', cost: 'computed', color: 'auto', lang: 'en', progress: true } as const

export interface PlainReport {
  readonly paths: readonly string[]
  readonly options: Options
}

type Options = typeof OPTIONS & {
  readonly json?: boolean
  readonly threads?: number
  readonly cache?: string
}

/**
 * The most usual command lines: `report` with paths and, written in full, how it is read and whether as JSON; null = any other, and any
 * with a mistake in it. Loading commander takes as long as reading a megabyte.
 */
export function plainReport([command, ...args]: readonly string[]): PlainReport | null {
  if (command !== 'report') return null
  const paths: string[] = []
  let options: Options = OPTIONS
  for (let i = 0; i < args.length; i++) {
    const arg = args[i]!
    const value = args[i + 1] ?? ''
    const { threads, cache } = options
    if (arg === '--json') options = { ...options, json: true }
    else if (arg === '--threads' && threads === undefined && /^[1-9]$/.test(value)) {
      options = { ...options, threads: Number(value) }
      i++
    } else if (arg === '--cache' && cache === undefined && /^[^-\s]/.test(value)) {
      options = { ...options, cache: value }
      i++
    } else if (arg.startsWith('-')) return null
    else paths.push(arg)
  }
  return { paths, options }
}
