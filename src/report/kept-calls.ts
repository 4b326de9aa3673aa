import type { FileResult } from '../scan/scan.ts'
import { type Call, type CopyTrace, named } from '../tracker/call.ts'
import type { CallState } from '../tracker/call-state.ts'
import type { CallFilter } from '../tracker/filter.ts'
import type { KeptCall, KeptFile } from './call-rows.ts'
import { sourceOf } from './call-source.ts'
import { AttributeBook } from './hashed-attributes.ts'
import type { Ledger } from './ledger.ts'
import { shownNames, type View } from './view.ts'

type OriginOf = (call: Call) => Pick<KeptCall, 'file' | 'entry'>

/** Adds calls to a ledger with all that other reports need to count them anew, and those that do not count. */
export function addStates(
  ledger: Ledger,
  states: Iterable<CallState>,
  filter: CallFilter | null,
  { originOf, view }: { readonly originOf: OriginOf; readonly view: View },
): void {
  const book = new AttributeBook(shownNames(ledger.groupBy, [view]))
  const views = [view]
  ledger.said.push(book)
  for (const state of states) {
    const { call, spent } = state
    const [trace, source] = [traceOf(state), sourceOf(state, views, (attributes) => book.hashed(attributes))]
    const isAsked = filter !== null && !spent
    const verdict = isAsked ? filter.verdictOn(named(call, view.default_model)) : 'admitted'
    if (verdict === 'admitted' && !spent) {
      ledger.add(call, trace, source)
      continue
    }
    const uncounted = spent ? ledger.spent : ledger.leftOut
    const origin = { trace, source, call, ...originOf(call) }
    uncounted.push({ ...origin, priced: ledger.priceOf(call), timeless: verdict === 'timeless' })
  }
}

export function traceOf({ identity, ownTime, tie }: CopyTrace): CopyTrace {
  return { identity, ownTime, tie }
}

/** Says where a call stands. Entries that are counted as something else than records have no place. */
export function originsIn(results: readonly FileResult[], digests: ReadonlyMap<FileResult, string>): OriginOf {
  const files: KeptFile[] = []
  return ({ file, offset }) => {
    const result = results[file]!
    files[file] ??= { name: result.source.name, sha256: digests.get(result) ?? null }
    return { file: files[file], entry: result.account.mixed?.has(offset) ? null : offset }
  }
}
