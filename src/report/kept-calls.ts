import type { FileResult } from '../scan/scan.ts'
import type { Call, TracedCall } from '../tracker/call.ts'
import type { KeptCall } from './call-rows.ts'
import type { Ledger } from './ledger.ts'

/** Adds calls to a ledger, with the identity that they are known by in other reports. `admit` leaves out some of them. */
export function addTraced(
  ledger: Ledger,
  traced: Iterable<TracedCall>,
  admit: (calls: Iterable<Call>) => Iterable<Call>,
): void {
  let id: string | null = null
  const calls = function* () {
    for (const { call, identity } of traced) {
      id = identity
      yield call
    }
  }
  for (const call of admit(calls())) ledger.add(call, id)
}

/** Says where a call stands. Entries that are counted as something else than records have no place. */
export function originsIn(results: readonly FileResult[]): (call: Call) => Pick<KeptCall, 'file' | 'entry'> {
  return ({ file, offset }) => {
    const { source, account } = results[file]!
    return { file: source.name, entry: account.mixed.has(offset) ? null : offset }
  }
}
