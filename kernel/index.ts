/**
 * The scan kernel: what looks at every byte. Between calls it keeps tables, trees, templates, plans, skeletons, texts and
 * numbers of hashes; none changes what is found.
 */

export { setSeed } from './hash'
export {
  BYTES,
  BYTES_LENGTH,
  FOUND,
  LINE_TEXTS,
  NEEDLES,
  NEEDLES_END,
  PLAN_OF,
  PLANS,
  PLANS_END,
  RECORDS,
  RESULT,
  ROWS,
  TEMPLATES,
  TEMPLATES_END,
  TEXTS,
  TOTALS,
  TREES,
  TREES_END,
} from './memory'
export { find } from './needles'
export { project } from './projection'
export { setFile } from './record'
export { forget, scan } from './scan'
export { numberHash } from './shared-texts'
export { recordTotals } from './totals'
