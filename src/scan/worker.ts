import { parentPort, workerData } from 'node:worker_threads'
import { FORMATS } from '../formats/index.ts'
import { Kernel } from './kernel.ts'
import type { Assignment } from './pool.ts'
import { readShare } from './share.ts'

const { format, program, ...work } = workerData as Assignment
Kernel.use(program)

await readShare(work, FORMATS.find(({ name }) => name === format) ?? null, (delivery) =>
  parentPort!.postMessage(delivery, [delivery.rows.words.buffer as ArrayBuffer]),
)
