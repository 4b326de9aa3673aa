import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { RENDERERS } from '../../src/render/index.ts'
import type { TokenUsageReport } from '../../src/report/report.ts'
import { folderWith } from '../cli/folder.ts'
import { HOSTILE_GATES } from './sample-gates.ts'
import { HOSTILE } from './sample-reports.ts'

/** Every hostile name at once: as models, as files, as limits. */
const WORST: TokenUsageReport = { ...HOSTILE, gates: HOSTILE_GATES.gates }

const OPENMETRICS = `import sys
from prometheus_client.openmetrics.parser import text_string_to_metric_families as families
samples = [s for f in families(open(sys.argv[1]).read()) for s in f.samples if s.name == "tokencost_calls_total"]
print(len(samples))`
const CSV = `import csv, sys
print(len(list(csv.DictReader(open(sys.argv[1], newline="", encoding="utf-8"), strict=True))))`
const XML = `import sys, xml.etree.ElementTree as tree
print(len(tree.parse(sys.argv[1]).getroot().findall("./testsuite/testcase")))`

const MODELS = Object.keys(WORST.models_breakdown).length

/** Programs that we did not write, where they are there: what they read, and how many things they find in it. */
const READERS: readonly (readonly [format: string, program: string, argv: readonly string[], found: number])[] = [
  ['json', 'jq', ['.models_breakdown | length'], MODELS],
  ['jsonl', 'jq', ['-s', 'length'], MODELS],
  ['csv', 'python3', ['-c', CSV], MODELS],
  ['junit', 'python3', ['-c', XML], WORST.gates.length],
  ['openmetrics', 'python3', ['-c', OPENMETRICS], MODELS],
]

describe.each(READERS)('%s', (format, program, argv, found) => {
  const works =
    spawnSync(program, ['--version']).status === 0 &&
    (format !== 'openmetrics' || spawnSync(program, ['-c', 'import prometheus_client']).status === 0)

  test.skipIf(!works)(`is read by ${program}, hostile names and all`, { timeout: 60_000 }, async () => {
    const render = await RENDERERS.find(({ name }) => name === format)!.load()
    const file = join(folderWith(), 'out')
    writeFileSync(file, render(WORST, { width: null, color: false, lang: 'en' }))
    const { stdout, stderr } = spawnSync(program, [...argv, file], { encoding: 'utf8' })
    expect(stdout.trim(), stderr).toBe(String(found))
  })
})
