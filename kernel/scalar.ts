import { FALSE, isQuiet, NULL, note, noteJson, noteNumber, noteString, TRUE } from './found'
import { endOfScalar, isDigits } from './numbers'
import { endOfString, passString } from './strings'

/** Notes the number, text or word at `at`. Returns where it ends; 0 = there is none. */
export function walkScalar(wanted: usize, key: u32, role: u32, at: usize, to: usize): usize {
  const first = load<u8>(at)
  if (first === 0x22) {
    const end = isQuiet() ? passString(at + 1, to) : endOfString(at + 1, to)
    if (end !== 0) noteString(wanted, key, role, at, end)
    return end
  }
  const end = endOfScalar(at)
  if (end === 0) return 0
  if (first === 0x6e) note(NULL, key)
  else if (first === 0x74) note(TRUE, key)
  else if (first === 0x66) note(FALSE, key)
  else if (end - at <= 19 && isDigits(at, end)) noteNumber(key, role, at, end)
  else noteJson(key, role, at, end)
  return end
}
