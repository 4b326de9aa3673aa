/**
 * How much of a run is pricing: `node test/bench/pricing-share.js LOGS [ROUNDS]`, after a build. Reads on one thread, then
 * times by themselves: loading the prices, and finding the price of every call, beside adding the calls up without one.
 * Prints the medians.
 */
import { Readable } from 'node:stream'
import { analyze } from '../../dist/analyze.js'
import { ModelPricing } from '../../dist/pricing/model-pricing.js'
import { ALWAYS } from '../../dist/pricing/priced.js'
import { readAll } from '../../dist/read.js'
import { Ledger } from '../../dist/report/ledger.js'
import { median } from './measure.js'

const [logs, rounds = '5'] = process.argv.slice(2)
if (logs === undefined) throw new Error('name a folder of logs')

/** As if every call had one price. */
const priceless = () => ALWAYS
const runs = []
for (let round = 0; round <= Number(rounds); round++) {
  const run = await measured()
  if (round > 0) runs.push(run)
}
const middle = (name) => median(runs.map((run) => run[name]))
const share = (name) => `${((100 * middle(name)) / middle('whole')).toFixed(2)} %`
print(`${runs[0].calls} calls, ${runs[0].cost} USD; medians of ${runs.length} rounds after one that is thrown away`)
print(`whole run ${middle('whole').toFixed(0)} ms`)
for (const part of ['loading', 'pricing']) print(`${part} ${middle(part).toFixed(1)} ms, ${share(part)} of it`)

async function measured() {
  const from = performance.now()
  const pricing = await ModelPricing.load()
  const loading = performance.now() - from
  const options = { inputs: [logs], cwd: process.cwd(), stdin: Readable.from([]), pricing, threads: 1 }
  const how = { ...options, cost: 'computed', format: null, everyEntry: false, groupBy: null }
  const { report } = await analyze(how)
  const whole = performance.now() - from
  const { tracker } = await readAll(how)
  for (const _ of tracker.calls()) break // folds copies, which is nothing of pricing's
  const grouping = timed(() => [...tracker.alike(priceless)])
  const ledger = new Ledger({ pricer: pricing, cost: 'computed', groupBy: ['model'], keysOf: ({ model }) => [model] })
  const all = timed(() => {
    for (const alike of tracker.alike(pricing.spanOf.bind(pricing))) ledger.addAlike(alike)
  })
  const cost = String(report.total_cost_usd)
  return { whole, loading, pricing: all - grouping, calls: report.call_count, cost }
}

function timed(work) {
  const from = performance.now()
  work()
  return performance.now() - from
}

function print(line) {
  process.stdout.write(`${line}\n`)
}
