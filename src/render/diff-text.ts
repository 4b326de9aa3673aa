import { Decimal } from '../pricing/decimal.ts'
import { type DiffSide, type ModelChange, NO_BASELINE, type ReportDiff } from '../report/diff.ts'
import { callsText, counted, countText } from './count.ts'
import { shortened, visible } from './escape.ts'
import { type Money, moneyOfCosts, moneyText } from './money.ts'
import { warningTexts } from './notes.ts'
import { nameText } from './rows.ts'

/** The words of a comparison, for every medium; nothing of it is escaped for one but against control characters. */

/** Models that are shown one by one: the greatest changes. More would not fit one screen. */
const MODELS_SHOWN = 8

/** Beyond, there was next to nothing before, and the amounts say more. */
const MOST_PERCENT = Decimal.of(10_000n)

/** Model, base, head, change, percent. */
export type ChangeCells = readonly [name: string, base: string, head: string, change: string, percent: string]

/** `rest` is the sum of the models that are not listed; null = all are. */
export interface ModelCells {
  readonly listed: readonly ChangeCells[]
  readonly rest: ChangeCells | null
}

export function modelCells(diff: ReportDiff, money: Money): ModelCells {
  const changed = diff.models.filter(isWorthALine)
  const listed = changed.slice(0, changed.length > MODELS_SHOWN + 1 ? MODELS_SHOWN : changed.length)
  const rest = diff.models.filter((model) => !listed.includes(model))
  return {
    listed: listed.map((each) => cellsOf(each, diff, money)),
    rest: rest.length === 0 ? null : restCells(rest, money),
  }
}

export function totalCells({ base, head, change }: ReportDiff, money: Money): ChangeCells {
  if (base === null || change === null) return ['Total', '', sideCost(head, money), '', '']
  const known = [base, head].every((side) => side.cost_complete)
  const [amount, percent] = [signedMoney(change.cost_usd, money), percentOf(change.percent)]
  return ['Total', sideCost(base, money), sideCost(head, money), known ? amount : `${amount} ?`, percent]
}

/** Why the cost changed: label, amount, what it means. */
export function effectLines({ change }: ReportDiff, money: Money): readonly (readonly [string, string, string])[] {
  if (change === null || [change.volume_usd, change.mix_usd, change.price_usd].every(({ isZero }) => isZero)) return []
  return [
    ['Volume', signedMoney(change.volume_usd, money), 'more or fewer tokens'],
    ['Model mix', signedMoney(change.mix_usd, money), 'the same tokens on other models'],
    ['Price', signedMoney(change.price_usd, money), 'other prices for the same tokens, whoever made them'],
  ]
}

/** What was compared, one sentence per side. */
export function sideTexts({ base, head }: ReportDiff): readonly string[] {
  return [...(base === null ? [] : [sideText('Base', base)]), sideText('Head', head)]
}

/** What a reader must know before trusting the change. */
export function cautions({ base, head, change, warnings }: ReportDiff): readonly string[] {
  if (base === null) return warnings.filter(({ code }) => code === NO_BASELINE).map(({ message }) => visible(message))
  const lacking = [
    ...(base.cost_complete ? [] : [`the base (${lackText(base)})`]),
    ...(head.cost_complete ? [] : [`the head (${lackText(head)})`]),
  ]
  const texts =
    lacking.length === 0 ? [] : [`The change is not known: something is missing from ${lacking.join(' and from ')}`]
  if (base.call_count === 0 && base.calls_known) texts.push('The base holds no model call')
  if (head.call_count === 0 && head.calls_known) texts.push('The head holds no model call')
  if (change !== null && !change.price_usd.isZero && change.volume_usd.isZero && change.mix_usd.isZero)
    texts.push('Only prices changed; the calls are no dearer by what they do')
  return texts
}

/** The warnings that are no caution. */
export function otherWarnings({ warnings }: ReportDiff): readonly string[] {
  return warningTexts({ warnings: warnings.filter(({ code }) => code !== NO_BASELINE) })
}

/** USD, with as many decimals as the reports of both sides have; of less than that `moneyText` shows the digits that it needs. */
export function moneyOfDiff({ base, head, models }: ReportDiff): Money {
  const costs = (side: 'base' | 'head') => models.map((model) => model[side]?.cost_usd ?? null)
  const after = moneyOfCosts([head.total_cost_usd, ...costs('head')], null)
  if (base === null) return after
  const before = moneyOfCosts([base.total_cost_usd, ...costs('base')], null)
  return before.decimals < after.decimals ? before : after
}

/** '+$1.20', '-$0.05', '$0.00'. */
export function signedMoney(amount: Decimal, money: Money): string {
  return amount.units > 0n ? `+${moneyText(amount, money)}` : moneyText(amount, money)
}

/** '+13%', '-0.4%', '+1,600%'; one decimal below ten, '>+10,000%' for all above; '' where there is none. */
export function percentOf(percent: Decimal | null): string {
  if (percent === null) return ''
  if (percent.compare(MOST_PERCENT) > 0) return `>${percentOf(MOST_PERCENT)}`
  const rounded = percent.round(magnitude(percent).compare(Decimal.of(10n)) < 0 ? 1 : 0)
  if (rounded.isZero && !percent.isZero) return percent.units > 0n ? '<+0.1%' : '>-0.1%'
  const digits = magnitude(rounded)
    .toString()
    .replace(/\d(?=(\d{3})+(?!\d))(?<!\.\d*)/g, '$&,')
  return `${rounded.units > 0n ? '+' : rounded.units < 0n ? '-' : ''}${digits}%`
}

function isWorthALine({ base, head, cost_usd }: ModelChange): boolean {
  return !cost_usd.isZero || [base, head].some((row) => row !== null && !row.cost_complete)
}

function cellsOf({ model, base, head, cost_usd, percent }: ModelChange, diff: ReportDiff, money: Money): ChangeCells {
  const cost = (row: typeof base) =>
    row === null
      ? '-'
      : row.cost_usd === null
        ? 'n/a'
        : `${row.cost_complete ? '' : '≥ '}${moneyText(row.cost_usd, money)}`
  if (diff.base === null) return [nameText(model), '', cost(head), '', '']
  const known = [base, head].every((row) => row === null || row.cost_complete)
  const change = known ? signedMoney(cost_usd, money) : 'n/a'
  return [nameText(model), cost(base), cost(head), change, known ? newOrPercent(base, percent) : '']
}

function newOrPercent(base: ModelChange['base'], percent: Decimal | null): string {
  return base === null ? 'new' : percentOf(percent)
}

function restCells(rest: readonly ModelChange[], money: Money): ChangeCells {
  const total = (of: (model: ModelChange) => Decimal) => rest.reduce((sum, model) => sum.plus(of(model)), Decimal.ZERO)
  const [before, after] = [
    total(({ base }) => base?.cost_usd ?? Decimal.ZERO),
    total(({ head }) => head?.cost_usd ?? Decimal.ZERO),
  ]
  const change = total(({ cost_usd }) => cost_usd)
  const label = change.isZero && rest.every(({ cost_usd }) => cost_usd.isZero) ? 'without a change' : 'more'
  const name = `${counted(rest.length, 'model')} ${label}`
  return [name, moneyText(before, money), moneyText(after, money), signedMoney(change, money), '']
}

function sideCost({ total_cost_usd, cost_complete }: DiffSide, money: Money): string {
  return `${cost_complete ? '' : '≥ '}${moneyText(total_cost_usd, money)}`
}

function sideText(side: string, { name, calls_known, call_count, total_tokens, pricing, period }: DiffSide): string {
  const calls = `${callsText({ calls_known, call_count })} ${call_count === 1 && calls_known ? 'call' : 'calls'}`
  const asOf = pricing.as_of === null ? '' : `, prices as of ${visible(pricing.as_of)}`
  const days = period.start === null ? '' : `, ${daysText(period.start, period.end ?? period.start)}`
  return `${side}: ${visible(shortened(name, 120))}, ${calls}, ${countText(total_tokens)} tokens${days}${asOf}`
}

function daysText(start: string, end: string): string {
  const [from, to] = [start.slice(0, 10), end.slice(0, 10)]
  return visible(from === to ? from : `${from} to ${to}`)
}

function lackText({ unpriced_models: models, usage_lost }: DiffSide): string {
  const names = models.slice(0, 3).map(nameText).join(', ')
  const more = models.length > 3 ? ` and ${countText(models.length - 3)} more` : ''
  return [
    ...(models.length === 0 ? [] : [`no price: ${names}${more}`]),
    ...(usage_lost ? ['usage that was lost or not read'] : []),
  ].join('; ')
}

function magnitude(amount: Decimal): Decimal {
  return amount.units < 0n ? Decimal.ZERO.minus(amount) : amount
}
