import { parentPort, workerData } from 'node:worker_threads'
import { type Assignment, readAssigned } from './assignment.ts'

await readAssigned(workerData as Assignment, (delivery) =>
  parentPort!.postMessage(delivery, [delivery.rows.words.buffer as ArrayBuffer]),
)
