import { amountAt } from '../usage/amount.ts'
import { countAt, firstCountAt, sumOf } from '../usage/count.ts'
import type { TokenCounts } from '../usage/counts.ts'
import { firstTextAt, isArray, isObject, type JsonObject, objectAt, objectsAt, textAt } from '../usage/json.ts'
import { timeAt } from '../usage/time.ts'
import { knownAttributes } from './call.ts'
import { type DumpRow, dumpReader } from './dump.ts'
import type { Format } from './format.ts'

/**
 * What `ccusage --json` prints: rows per day, week, month, session or block, each with a breakdown by model. Several of
 * these in one file state the same usage, so one of them is read.
 */
export const ccusageReport: Format = {
  name: 'ccusage-report',
  title: 'ccusage --json',
  example:
    '{"daily":[{"date":"2026-03-01","inputTokens":100,"outputTokens":50,"cacheCreationTokens":20,"cacheReadTokens":30,"totalTokens":200,"totalCost":0.01,"modelsUsed":["claude-opus-4-6"],"modelBreakdowns":[{"modelName":"claude-opus-4-6","inputTokens":100,"outputTokens":50,"cacheCreationTokens":20,"cacheReadTokens":30,"cost":0.01}]}],"totals":{"inputTokens":100,"outputTokens":50,"cacheCreationTokens":20,"cacheReadTokens":30,"totalTokens":200,"totalCost":0.01}}',
  needles: ['"modelBreakdowns"', '"tokenCounts"', '"totalCost"', '"costUSD"'],
  selfContained: false,
  docs: {
    identity: "the dump's content and the base name of its file",
    counts: 'totals per row and model, calls unknown; cache outside input; the cost is kept',
    ignores: '`totals`, coarser periods beside finer ones, per-agent rows beside a row of all agents',
  },
  recognizes: (entry) => rowsOf(entry).length > 0,
  open: (file) => dumpReader(file, itemsOf, read),
}

interface Item {
  readonly row: JsonObject
  readonly model: string | null
  readonly counted: JsonObject
}

const SECTIONS = ['daily', 'session', 'sessions', 'blocks', 'weekly', 'monthly']

/**
 * The rows of the finest section that the report has; older versions name the section in `type` and its rows `data`. Of one
 * session (`session --id`) the rows are its calls.
 */
function rowsOf(entry: JsonObject): readonly JsonObject[] {
  if (isRow(entry)) return [entry]
  const named = SECTIONS.includes(textAt(entry, 'type') ?? '') ? ['data'] : 'sessionId' in entry ? ['entries'] : []
  for (const section of [...SECTIONS, ...named]) {
    const rows = objectsAt(entry, section).filter((row) => isRow(row) || isTotal(row))
    const all = rows.filter((row) => row['agent'] === 'all')
    if (rows.length > 0) return all.length > 0 ? all : rows
  }
  const projects = objectAt(entry, 'projects') ?? {}
  return Object.keys(projects)
    .sort()
    .flatMap((project) => objectsAt(projects, project).filter(isRow))
}

function isRow(row: JsonObject): boolean {
  return isArray(row['modelBreakdowns']) || ('costUSD' in row && ('tokenCounts' in row || isObject(row['models'])))
}

/** A row that is not broken down by model. */
function isTotal(row: JsonObject): boolean {
  const cost = 'totalCost' in row || 'costUSD' in row
  return cost && 'inputTokens' in row && ('cacheReadTokens' in row || 'modelsUsed' in row || isArray(row['models']))
}

/** One item per model of a row; a row that is not broken down is one item, of its model where it names just one. */
function itemsOf(entry: JsonObject): readonly (readonly [string, Item])[] {
  return rowsOf(entry).flatMap((row, number) =>
    modelsOf(row).map((item, index) => [`${number} ${index}`, item] as const),
  )
}

function modelsOf(row: JsonObject): readonly Item[] {
  const broken = objectsAt(row, 'modelBreakdowns').map((counted) => ({
    row,
    model: firstTextAt(counted, 'modelName', 'model'),
    counted,
  }))
  const models = objectAt(row, 'models') ?? objectAt(row, 'breakdown') ?? {}
  const byName = Object.keys(models)
    .sort()
    .map((model) => ({ row, model, counted: objectAt(models, model) ?? {} }))
  if (broken.length + byName.length > 0) return [...broken, ...byName]
  const used = row['modelsUsed'] ?? row['models']
  const only = isArray(used) && used.length === 1 && typeof used[0] === 'string' ? used[0] : null
  return [{ row, model: only ?? textAt(row, 'model'), counted: { ...row, ...objectAt(row, 'tokenCounts') } }]
}

function read({ row, model, counted }: Item): DumpRow {
  const cost = counted['missingPricing'] === true ? null : amountAt(counted, 'cost', 'totalCost', 'costUSD')
  return {
    model,
    counts: countsOf(counted),
    calls: 'model' in row ? 1 : null,
    costUsd: cost,
    time: timeAt(row, 'date', 'period', 'startTime', 'lastActivity', 'timestamp'),
    attributes: knownAttributes({
      session:
        firstTextAt(row, 'sessionId') ??
        ('agent' in row && timeAt(row, 'period') === null ? textAt(row, 'period') : null),
      project: firstTextAt(row, 'project', 'projectPath'),
    }),
  }
}

/** Claude's rows state cache beside the input; rows about Codex (`cachedInputTokens`) inside it. */
function countsOf(row: JsonObject): TokenCounts {
  const read = firstCountAt(row, 'cacheReadTokens', 'cacheReadInputTokens')
  const written = firstCountAt(row, 'cacheCreationTokens', 'cacheCreationInputTokens')
  return {
    inputTokens: sumOf(countAt(row, 'inputTokens'), read, written),
    cacheReadInputTokens: read ?? countAt(row, 'cachedInputTokens'),
    cacheCreationInputTokens: written,
    cacheCreation1hInputTokens: null,
    outputTokens: countAt(row, 'outputTokens'),
    reasoningOutputTokens: countAt(row, 'reasoningOutputTokens'),
  }
}
