import { parentPort, workerData } from 'node:worker_threads'
import { FORMATS } from '../formats/index.ts'
import type { Assignment } from './pool.ts'
import { readShare } from './share.ts'

const { format, ...work } = workerData as Assignment

await readShare(work, FORMATS.find(({ name }) => name === format) ?? null, (delivery) =>
  parentPort!.postMessage(
    delivery,
    delivery.rows.columns.map(({ buffer }) => buffer as ArrayBuffer),
  ),
)
