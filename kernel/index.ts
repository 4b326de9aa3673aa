/** The scan kernel: what looks at every byte. It keeps nothing between calls. */
export { passObjects } from './lines'
export {
  BYTES,
  BYTES_LENGTH,
  FOUND,
  NEEDLES,
  NEEDLES_END,
  RESULT,
  TEXTS,
  TREES,
  TREES_END,
} from './memory'
export { find } from './needles'
export { project } from './projection'
