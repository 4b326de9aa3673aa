/** What commander makes of `tokencost report PATH…`; a test holds them together. */
const OPTIONS = { format: 'table', cost: 'computed', color: 'auto', lang: 'en', progress: true } as const

export interface PlainReport {
  readonly paths: readonly string[]
  readonly options: typeof OPTIONS
}

/** The most usual command line, `report` with nothing but paths; null = any other. Loading commander takes as long as reading it. */
export function plainReport([command, ...paths]: readonly string[]): PlainReport | null {
  if (command !== 'report' || paths.some((path) => path.startsWith('-'))) return null
  return { paths, options: OPTIONS }
}
