/** Plain digits with a comma per thousand, in every locale: '1,234,567'. */
export function countText(count: number): string {
  return grouped(String(count))
}

/** '1 file', '2 files', '1,234 files'. */
export function counted(count: number, noun: string, plural = `${noun}s`): string {
  return `${countText(count)} ${count === 1 ? noun : plural}`
}

/** The calls of a row or report: '?' when the logs give only a sum, '≥ 5' when they itemize some of it. */
export function callsText(row: { readonly call_count: number; readonly calls_known: boolean }): string {
  if (row.calls_known) return countText(row.call_count)
  return row.call_count === 0 ? '?' : `≥ ${countText(row.call_count)}`
}

/** '1 call', '≥ 5 calls'. */
export function callsCounted(row: { readonly call_count: number; readonly calls_known: boolean }): string {
  return `${callsText(row)} ${row.call_count === 1 && row.calls_known ? 'call' : 'calls'}`
}

/** Commas between the thousands of the digits before the point. */
export function grouped(digits: string): string {
  const point = digits.indexOf('.')
  let shown = digits
  for (let at = (point === -1 ? digits.length : point) - 3; at > 0 && digits[at - 1] !== '-'; at -= 3)
    shown = `${shown.slice(0, at)},${shown.slice(at)}`
  return shown
}
