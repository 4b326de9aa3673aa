/**
 * The tracker's loops over all rows of usage records. JavaScript takes as long for the rows that come before V8 has made such a loop
 * fast as for the others; this is fast from the first one on. Rows come in batches; the caller makes room for tables.
 */

export { addRow, addUp, kinds, setSums } from './alike'
export { addRows, known, passOver, replaceKnown, setSlots } from './copies'
export { BATCH, BATCH_ROWS, ROOM } from './memory'
export { calls, countPlain, partial, setCalls } from './tallies'
