import { Readable } from 'node:stream'
import type { analyze as Analyze, AnalyzeOptions } from '../../src/analyze.ts'
import type { ModelPricing as Pricing } from '../../src/pricing/model-pricing.ts'
import type { Render } from '../../src/render/renderer.ts'

/** The built program, because only it has threads. */
export const DIST = new URL('../../dist/', import.meta.url)

export type Options = Partial<AnalyzeOptions> & Pick<AnalyzeOptions, 'inputs' | 'cwd'>

/** Parses every entry whole: what all other ways are held to. */
export const WHOLE = { plain: true, observer: { read() {}, rejected() {} } }

/** The report as JSON with every single call in it, so that nothing can differ unseen. */
export async function reporter(): Promise<(options: Options) => Promise<string>> {
  const built = async <T>(path: string) => (await import(new URL(path, DIST).href)) as T
  const { analyze } = await built<{ analyze: typeof Analyze }>('analyze.js')
  const { ModelPricing } = await built<{ ModelPricing: typeof Pricing }>('pricing/model-pricing.js')
  const { renderJson } = await built<{ renderJson: Render }>('render/json.js')
  const pricing = await ModelPricing.load()
  return async (options) => {
    const { report } = await analyze({
      ...{ stdin: Readable.from([]), pricing, cost: 'auto', format: null, everyEntry: false, threads: 1 },
      ...{ groupBy: ['session', 'project', 'model', 'file'], withKeys: true },
      ...options,
    })
    return renderJson(report, { width: null, color: false, lang: 'en' })
  }
}

/** A stream of the bytes, cut at such places. */
export function inPieces(bytes: Buffer, sizes: () => number): Readable {
  const pieces = function* () {
    for (let from = 0; from < bytes.length; ) {
      const to = from + Math.max(1, sizes())
      yield bytes.subarray(from, to)
      from = to
    }
  }
  return Readable.from(pieces(), { objectMode: false })
}
