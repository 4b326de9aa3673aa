/** The file names that a directory is searched for: FORMATS.md section 15, HAR files, and YAML below folders of cassettes. A file that is named itself is always read. */
export const EXTENSIONS = [
  '.jsonl',
  '.ndjson',
  '.json',
  '.log',
  '.txt',
  '.sse',
  '.responses',
  '.traj',
  '.har',
  '.md',
  '.eval',
]

/** Stores that hold usage but are no logs: recognized so that their absence from a report is said. */
const DATABASES = ['.db', '.sqlite', '.sqlite3', '.vscdb']

export function isLogName(name: string): boolean {
  const plain = name.toLowerCase().replace(/\.(gz|zst)$/, '')
  return EXTENSIONS.some((extension) => plain.endsWith(extension))
}

/** YAML is a log only where recorders of HTTP traffic keep theirs: below a folder of cassettes. */
export function isCassettePath(path: string): boolean {
  return /cassettes?[\\/].*\.ya?ml(\.gz)?$/i.test(path)
}

export function isDatabaseName(name: string): boolean {
  const plain = name.toLowerCase()
  return DATABASES.some((extension) => plain.endsWith(extension))
}

/** What `--cache` leaves in its folder. It is no log that was passed over, should that folder lie among logs. */
export function isCacheName(name: string): boolean {
  return /^tokencost-scan-[\w-]+\.rows~?$/.test(name)
}
