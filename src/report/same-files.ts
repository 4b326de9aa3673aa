import type { CopyRow } from './call-rows.ts'
import type { KeyedReport } from './merge-calls.ts'
import type { FileAccount, Warning } from './report.ts'

export interface SameFiles {
  /** Accounts of files that an earlier report brings too, and that report's. */
  readonly dropped: ReadonlyMap<FileAccount, FileAccount>
  /** Files whose content is that of another: what has no identity counts in the other only. */
  readonly repeated: ReadonlySet<FileAccount>
  readonly warnings: readonly Warning[]
}

/** A row, and the account of its file. */
interface InFile {
  readonly row: CopyRow
  readonly file: FileAccount
}

/** What a report says about one of its files. */
interface Brought {
  readonly file: FileAccount
  readonly by: KeyedReport
}

/** Tells files that several reports read, and files of equal content, as one run over all of them would. */
export function sameFiles(reports: readonly KeyedReport[], copies: readonly InFile[]): SameFiles {
  const isSame = sameness(copies)
  const known = new Map<string, Brought[]>()
  const dropped = new Map<FileAccount, FileAccount>()
  const warnings: Warning[] = []
  for (const by of reports) {
    const fresh: Brought[] = []
    for (const file of by.report.input.by_file) {
      const brought = { file, by }
      const twin = known.get(file.name)?.find((other) => isSame(brought, other))
      if (twin === undefined) fresh.push(brought)
      else {
        dropped.set(file, twin.file)
        const message = `${file.name} is in ${by.name} and in ${twin.by.name}; it counts once`
        warnings.push({ code: 'overlap', message })
      }
    }
    for (const each of fresh) known.set(each.file.name, [...(known.get(each.file.name) ?? []), each])
  }
  const { repeated, warnings: more } = repeatedFiles([...known.values()].flat().map(({ file }) => file))
  return { dropped, repeated, warnings: [...warnings, ...more] }
}

/** Of files with the same content the first by name is the one that counts. */
export function repeatedFiles(files: readonly FileAccount[]): Omit<SameFiles, 'dropped'> {
  const firsts = new Map<string, FileAccount>()
  const repeated = new Set<FileAccount>()
  const warnings: Warning[] = []
  for (const file of [...files].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))) {
    if (file.sha256 === null || file.calls_found === 0) continue
    const first = firsts.get(file.sha256)
    if (first === undefined) firsts.set(file.sha256, file)
    else {
      repeated.add(file)
      warnings.push(sameContentWarning(file.name, first.name))
    }
  }
  return { repeated, warnings }
}

/** Of two files of one run, or of several reports. */
export function sameContentWarning(name: string, first: string): Warning {
  return { code: 'duplicate_file', message: `${name} has the same content as ${first}; its calls count once` }
}

/** Of files with one name: by content; where that is not known, by the account and by the calls of file and report. */
function sameness(copies: readonly InFile[]): (a: Brought, b: Brought) => boolean {
  const anonymous = ({ file }: Brought) =>
    JSON.stringify(
      copies.flatMap(({ row, file: of }) =>
        of === file && row.id === null ? [[row.entry, row.time, row.counts]] : [],
      ),
    )
  const idsOf = (of: KeyedReport) => new Set(of.report.calls.flatMap(({ id }) => id ?? []))
  const idsIn = ({ file }: Brought) => copies.flatMap(({ row, file: of }) => (of === file ? (row.id ?? []) : []))
  const isWithin = (a: Brought, b: Brought) => {
    const ids = idsOf(b.by)
    return idsIn(a).every((id) => ids.has(id))
  }
  return (a, b) => {
    if (a.file.sha256 !== null && b.file.sha256 !== null) return a.file.sha256 === b.file.sha256
    if (SAME.some((name) => a.file[name] !== b.file[name])) return false
    return anonymous(a) === anonymous(b) && isWithin(a, b) && isWithin(b, a)
  }
}

const SAME = ['bytes', 'lines', 'malformed', 'calls_found'] as const
