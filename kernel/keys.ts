import { behindSpace } from './json'
import { encoded, endOfString } from './strings'

/** Where the key ends that was passed last. */
export let keyEnd: usize = 0

/** Behind the key at `at` and its colon; 0 = there is none, or one with an escape. */
export function behindKey(at: usize, to: usize): usize {
  if (load<u8>(at) !== 0x22) return 0
  at = endOfString(at + 1, to)
  if (at === 0 || encoded) return 0
  keyEnd = at - 1
  at = behindSpace(at)
  return load<u8>(at) === 0x3a ? behindSpace(at + 1) : 0
}
