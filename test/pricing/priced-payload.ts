import { Readable } from 'node:stream'
import { analyze } from '../../src/analyze.ts'
import { ModelPricing } from '../../src/pricing/model-pricing.ts'

const pricing = await ModelPricing.load()
const AUTUMN = '2026-09-20T12:00:00Z'

export interface Call {
  readonly provider?: string
  readonly model: string
  readonly at?: string
  readonly usage: object
  readonly more?: object
}

/** One line of our own format with the provider's raw usage object, through the whole flow. */
export async function priced({ model, provider = ownerOf(model), at = AUTUMN, usage, more }: Call) {
  return await pricedLine({ timestamp: at, provider, model, usage, ...more })
}

/** What lines of one model cost in the report, as text; the reason where they have no price. */
export async function pricedLine(...lines: readonly object[]) {
  const text = lines.map((line) => `${JSON.stringify(line)}\n`).join('')
  const { report } = await analyze({
    ...{ inputs: ['-'], cwd: '.', stdin: Readable.from([text]), pricing, groupBy: null },
    ...{ cost: 'computed', format: null, everyEntry: false },
  })
  const { cost_usd, priced_as } = Object.values(report.models_breakdown)[0]!
  return cost_usd?.toString() ?? priced_as[0]!.reason
}

export const chat = (prompt: number, completion: number, more = {}) => ({
  ...{ prompt_tokens: prompt, completion_tokens: completion, total_tokens: prompt + completion },
  ...more,
})
export const messages = (input: number, output: number, more = {}) => ({
  input_tokens: input,
  output_tokens: output,
  ...more,
})

function ownerOf(model: string): string {
  const owners = { cla: 'anthropic', gpt: 'openai', gem: 'google', dee: 'deepseek' } as const
  return owners[model.slice(0, 3) as keyof typeof owners]
}
