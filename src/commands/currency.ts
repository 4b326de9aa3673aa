import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Command } from 'commander'
import type { Config } from '../config/config.ts'
import { userFile } from '../config/user-folder.ts'
import { TokencostError } from '../errors.ts'
import type { Io } from '../io.ts'
import { currencyCode } from '../pricing/currencies.ts'
import { ECB_DAILY, type EcbRates, ecbJson, ecbRate, parseEcb, parseEcbJson } from '../pricing/ecb.ts'
import { type ExchangeRate, writtenRate } from '../pricing/exchange-rate.ts'
import { fetchText, shownUrl } from '../pricing/fetch-text.ts'
import type { CurrencyChoice } from '../report/exchange.ts'
import type { Warning } from '../report/report.ts'
import { writeWhole } from '../sources/whole-file.ts'

/** Flags that say what costs are shown in beside USD. */
export interface CurrencyOptions {
  readonly currency?: string
  readonly rate?: string
  readonly fetchRates?: boolean
  readonly ratesUrl?: string
}

export function addCurrencyOptions(command: Command): void {
  command
    .option('--currency <code>', 'show costs in this currency too, such as EUR; JSON keeps USD beside it')
    .option('--rate <rate>', 'what 1 USD is worth in it, and of which day: 0.8807@2026-09-30')
    .option('--fetch-rates', 'where no rate is known, ask the European Central Bank; the answer is kept')
    .option('--rates-url <url>', 'ask there instead, for the same kind of file')
}

/** Rates that were fetched less than this ago are not asked for again: the bank states them once a day. */
const FRESH_MS = 12 * 60 * 60 * 1000

/**
 * The rate to use: --rate, then `rates:` of the configuration, then the newest of the cache, which --fetch-rates
 * renews. null when no currency was asked for. That no rate is known is a warning, never an error; a currency or rate
 * that is written wrong is one.
 */
export async function chosenCurrency(options: CurrencyOptions, config: Config, io: Io): Promise<CurrencyChoice | null> {
  const configured = configuredRates(config)
  const asked = askedCurrency(options, config)
  if (asked === null || asked === 'USD') return asked === null ? null : { rate: null, warnings: [] }
  if (options.rate !== undefined)
    return { rate: { currency: asked, ...writtenRate(options.rate, '--rate'), source: '--rate' }, warnings: [] }
  const own = configured.find(({ currency }) => currency === asked)
  if (own !== undefined) return { rate: own, warnings: [] }
  const { newest, warnings } = await ecbRates(options, io)
  const rate = newest === null ? null : ecbRate(newest, asked)
  if (rate !== null) return { rate, warnings }
  return { rate: null, warnings: [...warnings, { code: 'no_exchange_rate', message: missing(asked, newest) }] }
}

function missing(currency: string, newest: EcbRates | null): string {
  const why =
    newest === null
      ? 'none was given, configured or fetched before; --rate states one, --fetch-rates asks for it'
      : `the ECB states none in its rates of ${newest.date}; --rate states one`
  return `costs are in USD: no exchange rate for ${currency} is known, since ${why}`
}

function askedCurrency(options: CurrencyOptions, config: Config): string | null {
  const { currency, rate, fetchRates, ratesUrl } = options
  if (ratesUrl !== undefined && fetchRates !== true)
    throw new TokencostError('usage', '--rates-url asks for nothing without --fetch-rates')
  if (ratesUrl !== undefined) shownUrl(ratesUrl)
  const asked =
    currency !== undefined
      ? currencyCode(currency, '--currency')
      : config.currency === null
        ? null
        : currencyCode(config.currency.text, config.currency.at)
  if (asked === null && (rate !== undefined || fetchRates === true))
    throw new TokencostError('usage', `${rate === undefined ? '--fetch-rates' : '--rate'} needs --currency`, {
      hint: 'Such as: --currency EUR',
    })
  if (asked === 'USD' && rate !== undefined)
    throw new TokencostError('usage', '--rate: costs are in USD already, so a rate for USD has no use')
  return asked
}

function configuredRates({ rates }: Config): readonly ExchangeRate[] {
  return rates.map(({ currency, rate }) => ({
    currency: currencyCode(currency.text, currency.at),
    ...writtenRate(rate.text, rate.at),
    source: 'configuration',
  }))
}

interface Found {
  readonly newest: EcbRates | null
  readonly warnings: readonly Warning[]
}

async function ecbRates({ fetchRates, ratesUrl }: CurrencyOptions, io: Io): Promise<Found> {
  const folder = userFile('cache', 'fx', io.env)
  const kept = folder === null ? null : newestKept(folder)
  if (fetchRates !== true || kept?.fresh === true) return { newest: kept?.rates ?? null, warnings: [] }
  try {
    const url = ratesUrl ?? ECB_DAILY
    const fetched = parseEcb(await fetchText(url), shownUrl(url))
    const newest = kept !== null && kept.rates.date > fetched.date ? kept.rates : fetched
    return { newest, warnings: keep(fetched, folder) }
  } catch (error) {
    if (!(error instanceof TokencostError)) throw error
    const instead = kept === null ? '' : `; those of ${kept.rates.date} are used`
    const message = `exchange rates could not be fetched: ${error.message}${instead}`
    return { newest: kept?.rates ?? null, warnings: [{ code: 'old_exchange_rate', message }] }
  }
}

/** Files are named by the day of their rates, so the last name is the newest; what cannot be read is passed over. */
function newestKept(folder: string): { readonly rates: EcbRates; readonly fresh: boolean } | null {
  for (const name of namesIn(folder).sort().reverse()) {
    if (!/^ecb-\d{4}-\d{2}-\d{2}\.json$/.test(name)) continue
    const path = join(folder, name)
    try {
      const rates = parseEcbJson(readFileSync(path, 'utf8'))
      if (rates !== null) return { rates, fresh: Math.abs(Date.now() - statSync(path).mtimeMs) < FRESH_MS }
    } catch {}
  }
  return null
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

/** A cache that cannot be written loses nothing but the next run's time. */
function keep(rates: EcbRates, folder: string | null): readonly Warning[] {
  if (folder === null) return []
  const name = `ecb-${rates.date}.json`
  try {
    writeWhole(join(folder, name), [ecbJson(rates)], name)
    return []
  } catch (error) {
    if (!(error instanceof TokencostError)) throw error
    return [{ code: 'old_exchange_rate', message: `exchange rates could not be kept: ${error.message}` }]
  }
}
