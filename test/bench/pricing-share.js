/**
 * How much of a run is pricing: `node test/bench/pricing-share.js LOGS [ROUNDS]`, after a build. Reads on one thread, then
 * times by themselves: loading the prices, finding the price of every call, and adding up its tokens below that price.
 * Prints the medians.
 */
import { Readable } from 'node:stream'
import { analyze } from '../../dist/analyze.js'
import { ModelPricing } from '../../dist/pricing/model-pricing.js'
import { readAll } from '../../dist/read.js'
import { bucketOf } from '../../dist/report/ledger.js'
import { RowSum } from '../../dist/report/row-sum.js'
import { partsOf } from '../../dist/usage/parts.js'
import { median } from './measure.js'

const [logs, rounds = '5'] = process.argv.slice(2)
if (logs === undefined) throw new Error('name a folder of logs')

const pricedBy = (pricer) => ({ pricer, cost: 'computed' })
const runs = []
for (let round = 0; round <= Number(rounds); round++) {
  const run = await measured()
  if (round > 0) runs.push(run)
}
const middle = (name) => median(runs.map((run) => run[name]))
const share = (name) => `${((100 * middle(name)) / middle('whole')).toFixed(2)} %`
print(`${runs[0].calls} calls, ${runs[0].cost} USD; medians of ${runs.length} rounds after one that is thrown away`)
print(`whole run ${middle('whole').toFixed(0)} ms`)
for (const part of ['loading', 'finding', 'adding'])
  print(`${part} ${middle(part).toFixed(1)} ms, ${share(part)} of it`)

async function measured() {
  const from = performance.now()
  const pricing = await ModelPricing.load()
  const loading = performance.now() - from
  const options = { inputs: [logs], cwd: process.cwd(), stdin: Readable.from([]), pricing, threads: 1 }
  const all = { ...options, cost: 'computed', format: null, everyEntry: false, groupBy: null }
  const { report } = await analyze(all)
  const whole = performance.now() - from
  const { tracker } = await readAll(all)
  const sum = new RowSum()
  const parts = timed(tracker, (call) => partsOf(call.counts))
  const finding = timed(tracker, (call) => bucketOf(call, partsOf(call.counts), pricedBy(pricing)))
  const adding = timed(tracker, (call) => {
    const counted = partsOf(call.counts)
    sum.add(call, counted, ...bucketOf(call, counted, pricedBy(pricing)))
  })
  const cost = String(report.total_cost_usd)
  return { whole, loading, finding: finding - parts, adding: adding - finding, calls: report.call_count, cost }
}

/** Milliseconds; what two such loops share, such as making the calls, is taken out by their difference. */
function timed(tracker, work) {
  const from = performance.now()
  for (const call of tracker.calls()) work(call)
  return performance.now() - from
}

function print(line) {
  process.stdout.write(`${line}\n`)
}
