export { passObjects } from './lines'
export { BYTES, BYTES_LENGTH, NEEDLES, NEEDLES_END, RESULT } from './memory'
export { find } from './needles'
