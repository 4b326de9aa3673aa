import { relative } from 'node:path'
import { expect, test } from 'vitest'
import { analyze } from '../../src/analyze.ts'
import { ModelPricing } from '../../src/pricing/model-pricing.ts'
import { openaiLine } from '../cli/entry.ts'
import { folderWith } from '../cli/folder.ts'
import { reportOn } from './reporting.ts'

const pricing = await ModelPricing.load()
/** gpt-4o: a million at 2.50; o3: a thousand at 2 per million. */
const logs = () =>
  relative(
    '.',
    folderWith({ 'a.jsonl': openaiLine({}, 1_000_000, 0), 'b.jsonl': openaiLine({ model: 'o3' }, 1_000, 0) }),
  )

test('a program gives paths and prices; what it leaves out is what tokencost report takes', async () => {
  const inputs = [logs()]
  const { report, problems, nothingRead } = await analyze({ inputs, pricing })
  expect({ problems, nothingRead }).toEqual({ problems: [], nothingRead: false })
  expect(String(report.total_cost_usd)).toBe('2.502')
  expect(report.group_by).toEqual(['model'])
  expect(report).toEqual(await reportOn('.', inputs))
})

test('globs start in the working directory, and nobody waits for standard input', async () => {
  const { report } = await analyze({ inputs: [`${logs()}/*.jsonl`, '-'], pricing })
  expect(report).toMatchObject({ call_count: 2, input: { files: 3 } })
})
