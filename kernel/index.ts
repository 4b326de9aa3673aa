export { BYTES, BYTES_LENGTH, NEEDLES, NEEDLES_END, RESULT } from './memory'
export { find } from './needles'
export { passObjects } from './lines'
