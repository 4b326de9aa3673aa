/** dist/scan/worker.js for the command: what it needs comes in one file, compiled before. */
const { parentPort, workerData } = require('node:worker_threads')
const { load } = require('./load.js')

load('worker.cjs').readAssigned(workerData, (delivery) =>
  parentPort.postMessage(delivery, [delivery.rows.words.buffer]),
)
