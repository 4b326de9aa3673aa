import type { Decimal } from '../pricing/decimal.ts'
import type { GateReason, GateResult, GateStatus } from '../report/gate.ts'
import { counted, grouped } from './count.ts'
import { shortened, visible } from './escape.ts'
import { moneyText } from './money.ts'

const WORDS: Readonly<Record<GateStatus, string>> = {
  passed: 'passed',
  warned: 'warning',
  failed: 'failed',
  unknown: 'failed',
}

const LONGEST_KEY = 80
const MODELS_NAMED = 3

/** One line for people: `gate max-cost failed: $6.12, $1.12 over the limit of $5.00 (--max-cost)`. */
export function gateText(gate: GateResult): string {
  return `gate ${visible(gate.name)} ${WORDS[gate.status]}: ${gateVerdict(gate)}`
}

/** The same without the name: limit, actual, excess, and where to change it. */
export function gateVerdict(gate: GateResult): string {
  return `${subject(gate)}${finding(gate)}${others(gate)} (${advice(gate)})`
}

/** What was measured: '$6.12', '2,000,000 tokens', '4.50 EUR'; never rounded onto a limit that it is not. */
function gateActual(gate: GateResult): string {
  return isTooClose(gate) ? exactText(gate.actual, gate.unit) : amountText(gate.actual, gate.unit)
}

/** The limit, with every digit: '$5.00'. Of a part of the base's cost nobody wrote the digits, so it is rounded. */
function gateLimit(gate: GateResult): string {
  const { limit, unit } = gate
  return isShare(gate) && !isTooClose(gate) ? amountText(limit, unit) : exactText(limit, unit)
}

function isTooClose({ actual, limit, unit }: GateResult): boolean {
  return amountText(actual, unit) === amountText(limit, unit) && actual.compare(limit) !== 0
}

/** `--max-increase 10%` */
function isShare({ measure, source }: GateResult): boolean {
  return measure === 'increase' && source.endsWith('%')
}

function subject({ measure, reasons, per, key }: GateResult): string {
  if (measure === 'increase' && !reasons.includes('no_baseline')) return 'increase at the prices of the base: '
  return per === null || key === null ? '' : `${per} ${nameOf(key)}: `
}

function finding(gate: GateResult): string {
  const { status, actual, at_least, excess } = gate
  const [cost, limit] = [gateActual(gate), gateLimit(gate)]
  const lacks = gate.reasons.map((reason) => missing(gate, reason)).join(' and ')
  if (status === 'failed' && excess !== null) {
    const over = `${amountText(excess, gate.unit)} over the limit of ${limit}`
    return `${at_least ? 'at least ' : ''}${cost}, ${over}`
  }
  if (status === 'unknown' && gate.measure === 'increase')
    return gate.reasons.includes('no_baseline') ? lacks : `${cost} of ${limit} as far as is known, ${lacks}`
  if (status === 'unknown')
    return gate.reasons.includes('empty') ? lacks : `${known(gate)} at least ${cost} of ${limit}, ${lacks}`
  const reached = `${at_least ? 'at least ' : ''}${cost} of ${limit}${lacks === '' ? '' : `, ${lacks}`}`
  return status === 'warned' ? `${reached}, ${percent(actual, gate.limit)}` : reached
}

function known({ measure }: GateResult): string {
  return measure === 'cost' ? 'the cost is' : 'there are'
}

function missing({ unpriced_models: models, per }: GateResult, reason: GateReason): string {
  if (reason === 'incomplete') return 'some usage was lost or not read'
  if (reason === 'empty') return per === null ? 'no model call was found' : 'no model call of it was found'
  if (reason === 'no_baseline') return 'there is no baseline to compare with'
  if (models.length === 0) return 'a model has no price'
  const names = models.slice(0, MODELS_NAMED).map(nameOf).join(', ')
  const more = models.length - MODELS_NAMED
  const all = more > 0 ? `${names} and ${grouped(String(more))} more` : names
  return `${counted(models.length, 'model')} ${models.length === 1 ? 'has' : 'have'} no price (${all})`
}

function others({ groups, groups_failed, per, key }: GateResult): string {
  if (per === null || key === null || groups === 1) return ''
  if (groups_failed === 0) return `, the most of ${counted(groups, 'group')}`
  return `; ${grouped(String(groups_failed))} of ${counted(groups, 'group')} did not pass`
}

const REMEDIES: Readonly<Record<GateReason, string>> = {
  unpriced: 'give it a price with --pricing, or --allow-unpriced',
  incomplete: 'see the warnings, or --allow-incomplete',
  no_baseline: 'make one with report --json, or leave the flag out',
  empty: 'is it the right log? --allow-empty lets it pass',
}

function advice({ status, reasons, source }: GateResult): string {
  const remedies = status === 'unknown' ? reasons.map((reason) => REMEDIES[reason]) : []
  return [...remedies, `limit: ${visible(source)}`].join('; ')
}

function percent(actual: Decimal, limit: Decimal): string {
  return `${Math.floor((actual.toNumber() / limit.toNumber()) * 100)}%`
}

function amountText(amount: Decimal, unit: string): string {
  return isMoney(unit) ? withUnit(moneyText(amount, { decimals: 2, exchange: null }), unit) : exactText(amount, unit)
}

function exactText(amount: Decimal, unit: string): string {
  if (isMoney(unit)) return withUnit(moneyText(amount, { decimals: Math.max(2, amount.scale), exchange: null }), unit)
  return unit === '%' ? `${amount.toString()}%` : `${grouped(amount.toString())} ${unit}`
}

function withUnit(dollars: string, unit: string): string {
  return unit === 'USD' ? dollars : `${dollars.replace('$', '')} ${unit}`
}

function isMoney(unit: string): boolean {
  return /^[A-Z]{3}$/.test(unit)
}

function nameOf(name: string): string {
  return visible(shortened(name, LONGEST_KEY))
}
