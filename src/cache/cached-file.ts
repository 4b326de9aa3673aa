import { addedAccount, ScanAccount } from '../scan/account.ts'
import type { FileResult, Reuse } from '../scan/scan.ts'
import { type Fingerprint, fingerprintAt } from '../sources/file-version.ts'
import type { Source } from '../sources/source.ts'

/** What a cache knows of one file beside its rows. Plain data, all of it written as JSON. */
export interface CachedFile extends Omit<Reuse, 'named'> {
  readonly path: string
  readonly fingerprint: Fingerprint
  /** The name that it must have been given as; null = any. */
  readonly name: string | null
  readonly account: CachedAccount
  readonly warnings: readonly (readonly [code: string, message: string])[]
  /** Its rows are [from, to) of its segment. */
  readonly from: number
  readonly to: number
}

type CachedAccount = Omit<ScanAccount, 'mixed' | 'found' | 'foundMany' | 'reject' | 'mix' | 'has'> & {
  readonly mixed: readonly number[]
}

/** null where the result may not be used again. */
export function cachedFile({ source, account, warnings, reuse }: FileResult): CachedFile | null {
  if (reuse === null || source.path === null) return null
  const { named, version, end } = reuse
  const fingerprint = fingerprintAt(source.path, version)
  if (fingerprint === null) return null
  return {
    ...{ version, fingerprint, end },
    path: source.path,
    name: named ? source.name : null,
    account: { ...account, mixed: [...(account.mixed ?? [])] },
    warnings: [...warnings],
    from: 0,
    to: 0,
  }
}

/** What reading the file would have led to. */
export function resultOf(source: Source, file: CachedFile): FileResult {
  const { version, end } = file
  return {
    source,
    account: accountOf(file),
    reports: [],
    problems: [],
    read: true,
    warnings: new Map(file.warnings),
    resumed: false,
    end,
    reuse: { version, end, named: file.name !== null },
  }
}

/** The result of a whole file, of which `rest` is that of its end alone. */
export function continued(begin: CachedFile, rest: FileResult): FileResult {
  const reuse = rest.reuse === null ? null : { ...rest.reuse, named: rest.reuse.named || begin.name !== null }
  const warnings = new Map(begin.warnings)
  for (const [code, message] of rest.warnings) if (!warnings.has(code)) warnings.set(code, message)
  return { ...rest, account: addedAccount(accountOf(begin), rest.account), warnings, reuse }
}

function accountOf({ account }: CachedFile): ScanAccount {
  const mixed = account.mixed.length === 0 ? null : new Set(account.mixed)
  return Object.assign(new ScanAccount(), account, { mixed })
}
