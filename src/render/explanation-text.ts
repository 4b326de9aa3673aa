import { Decimal } from '../pricing/decimal.ts'
import type { MatchKind } from '../pricing/priced.ts'
import { type CallSum, type ExplainedCall, type Explanation, type Place, termsOf } from '../report/explanation.ts'
import { UNKNOWN_MODEL } from '../tracker/model-sums.ts'
import { isUnstated, MODALITIES, type TokenCounts } from '../usage/counts.ts'
import { isoText } from '../usage/time.ts'
import { callsText, counted, countText, grouped } from './count.ts'
import { visible } from './escape.ts'
import { rateText } from './exchange.ts'
import { exactMoney } from './money.ts'
import { type Palette, paletteFor } from './palette.ts'
import { widthOf, wrappedWords } from './width.ts'

export interface ExplanationLook {
  /** Columns of the terminal; null = lines of any length. */
  readonly width: number | null
  readonly color: boolean
  /** The day (YYYY-MM-DD) on which the age of an exchange rate is stated; null or absent = no age. */
  readonly today?: string | null
}

const LABEL = 10

/** How a name found its price, for people. */
const MATCHED: { readonly [kind in MatchKind]: string } = {
  exact: 'the name itself',
  normalized: 'another spelling of the name',
  dated: 'the name without its date',
  pattern: 'a pattern of this entry',
  free: 'a free variant',
  default: 'the default price: an estimate',
  logged: 'the log states the cost',
  none: 'none',
}

/** Each call with its arithmetic, then the sum, in pieces: a call's text is made when it is written. */
export function* explanationText(
  explanation: Explanation,
  lost: number,
  placeOf: (call: ExplainedCall) => Place,
  { width, color, today = null }: ExplanationLook,
): Generator<string> {
  const palette = paletteFor(color)
  for (const call of explanation.shown) yield `${callLines(call, placeOf(call), width, palette).join('\n')}\n\n`
  yield `${sumLines(explanation, lost, palette, today).join('\n')}\n`
}

function callLines(explained: ExplainedCall, place: Place, width: number | null, palette: Palette): readonly string[] {
  const { call, identity, folded, bucket, cost } = explained
  const notes = bucket.notes.map(visible)
  const fields: readonly (readonly [label: string, items: readonly string[]])[] = [
    [
      'call',
      [
        visible(call.model ?? UNKNOWN_MODEL),
        call.provider === null ? 'no provider stated' : `provider ${visible(call.provider)}`,
        call.time === null ? 'no time stated' : isoText(call.time),
        ...(call.calls === 1
          ? []
          : [`a sum of ${callsText({ call_count: call.calls ?? 0, calls_known: call.calls !== null })} calls`]),
        ...(call.partial ? ['its counts are not final in the log'] : []),
      ],
    ],
    [
      'read as',
      [
        call.format,
        identity === null ? 'no identity' : `identity ${identity}`,
        ...(folded === 0 ? [] : [`${counted(folded, 'more record')} of it folded in`]),
      ],
    ],
    ['tokens', tokenTexts(call.counts)],
    ['price', priceTexts(explained)],
    ...(notes.length === 0 ? [] : [['notes', notes] as const]),
  ]
  return [
    `${palette.strong(placeText(place))}  ${cost === null ? palette.alert('n/a') : palette.strong(exactMoney(cost))}`,
    ...fields.flatMap(([label, items]) => fieldLines(label, items.join(', '), width, palette)),
    ...arithmetic(explained).map((line, index) => labelled(index === 0 ? 'cost' : '', line, palette)),
  ]
}

function placeText({ file, line, offset }: Place): string {
  const name = file === '-' ? 'standard input' : visible(file)
  if (line !== null) return `${name}:${line}`
  return offset === null ? `${name}, at its end` : `${name}, byte ${countText(offset)}`
}

/** What the log states; input holds all that was read from and written to a cache, output all reasoning. */
function tokenTexts(counts: TokenCounts): readonly string[] {
  if (isUnstated(counts)) return ['not stated: their cost is missing']
  const stated = (name: string, count: number | null | undefined) =>
    count === null || count === undefined ? [] : [`${name} ${countText(count)}`]
  const of = (name: string, count: number | null, parts: readonly string[]) =>
    `${name} ${count === null ? 'not stated' : countText(count)}${parts.length === 0 ? '' : ` (of which ${parts.join(', ')})`}`
  const input = [
    ...stated('cache read', counts.cacheReadInputTokens),
    ...stated('cache write', counts.cacheCreationInputTokens),
    ...stated('1h cache write', counts.cacheCreation1hInputTokens),
  ]
  const others = MODALITIES.flatMap((name) =>
    stated(
      name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`),
      counts.modalities?.[name],
    ),
  )
  return [
    of('input', counts.inputTokens, input),
    of('output', counts.outputTokens, stated('reasoning', counts.reasoningOutputTokens)),
    ...others,
  ]
}

function priceTexts({ bucket, call }: ExplainedCall): readonly string[] {
  const served = [
    ...(bucket.tier === null ? [] : [`tier ${bucket.tier} prompt tokens`]),
    ...(bucket.mode === null ? [] : [`mode ${visible(bucket.mode)}`]),
    ...(bucket.region === null ? [] : [`region ${visible(bucket.region)}`]),
  ]
  if (bucket.unpriced !== null) return [`none: ${visible(bucket.unpriced)}`, ...served]
  if (bucket.matched === 'logged')
    return [call.costInTotal ? 'the log states the cost of the whole run' : MATCHED.logged]
  return [
    `${visible(bucket.key!)} by ${MATCHED[bucket.matched]}`,
    ...(bucket.assumed ? ["the maker's price since no provider is stated"] : []),
    ...(bucket.layer === null ? [] : [`layer ${visible(bucket.layer)}`]),
    bucket.from === null ? 'period since ever' : `period from ${visible(bucket.from)}`,
    ...(served.length === 0 ? ['base tier, mode and region'] : served),
    ...(call.loggedCostUsd === null
      ? []
      : [`the log states ${exactMoney(Decimal.parse(call.loggedCostUsd)!)}, not counted`]),
  ]
}

/** `1,200 × 3.75 / 1M = 0.0045` for each term, one below the other, and their sum. */
function arithmetic(explained: ExplainedCall): readonly string[] {
  const rows = termsOf(explained).map(({ name, units, per, rate, cost }) => ({
    name: visible(name),
    units: grouped(units.toString()),
    rate: rate === null ? '' : `× ${rate}${per === 1 ? '' : ' / 1M'}`,
    cost: cost === null ? '' : `= ${cost}`,
  }))
  const widest = (of: (row: (typeof rows)[number]) => string) => Math.max(0, ...rows.map((row) => widthOf(of(row))))
  const [name, units, rate] = [widest((row) => row.name), widest((row) => row.units), widest((row) => row.rate)]
  const lines = rows.map((row) =>
    `${row.name}${' '.repeat(name - widthOf(row.name))}  ${row.units.padStart(units)} ${row.rate.padEnd(rate)} ${row.cost}`.trimEnd(),
  )
  const { cost, bucket, call } = explained
  if (cost === null) return [...lines, 'not known']
  if (bucket.matched === 'logged') return [...lines, call.costInTotal ? 'part of that' : `${cost}, as logged`]
  return rows.length === 1 ? lines : [...lines, `${' '.repeat(name + units + rate + 4)}= ${cost}`]
}

function fieldLines(label: string, text: string, width: number | null, palette: Palette): readonly string[] {
  const lines = wrappedWords(text, width === null ? null : Math.max(20, width - LABEL))
  return lines.map((line, index) => labelled(index === 0 ? label : '', line, palette))
}

function labelled(label: string, text: string, palette: Palette): string {
  return `  ${palette.quiet(label.padEnd(LABEL - 2))}${text}`
}

function sumLines(
  { rest, total, exchange }: Explanation,
  lost: number,
  palette: Palette,
  today: string | null,
): readonly string[] {
  if (total.items === 0) return ['No model call was found, so there is nothing to explain.']
  const atLeast = (unsure: boolean) => (unsure ? palette.alert('≥ ') : '')
  const unsure = total.unpriced + lost > 0
  const line = (what: string, sum: CallSum, unsure: boolean) =>
    `${what}: ${atLeast(unsure)}${palette.strong(exactMoney(sum.cost_usd))}`
  return [
    ...(rest.items === 0 ? [] : [line(`Not shown, ${calls(rest)}`, rest, rest.unpriced > 0)]),
    line(`Sum of ${calls(total)}`, total, unsure),
    ...(exchange === null
      ? []
      : [
          `In ${visible(exchange.currency)}: ${atLeast(unsure)}${grouped(exchange.total_cost.toString())}; ${rateText(exchange, today)}`,
        ]),
    ...(total.unpriced === 0 ? [] : [`${counted(total.unpriced, 'call')} without a price: missing from the sum`]),
    ...(lost === 0
      ? []
      : [`${counted(lost, 'malformed entry', 'malformed entries')} with usage: missing from the sum`]),
  ]
}

function calls(sum: CallSum): string {
  return sum.calls_known ? counted(sum.call_count, 'call') : `${callsText(sum)} calls`
}
