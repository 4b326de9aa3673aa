import { existsSync, readdirSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { openaiLine } from '../cli/entry.ts'
import { folderWith } from '../cli/folder.ts'
import { run } from '../cli/run.ts'
import { ECB_FEED } from '../pricing/ecb-feed.ts'
import { serverThat } from './server.ts'

const KEPT = JSON.stringify({ date: '2026-09-29', rates: { USD: '1.25', GBP: '0.8' } })

/** 1,000,000 prompt tokens of gpt-4o: 2.50 USD. */
function worldWith(files: Readonly<Record<string, string>> = {}) {
  const cwd = folderWith({ 'run.jsonl': openaiLine({}, 1_000_000, 0), ...files })
  const env = { XDG_CACHE_HOME: join(cwd, 'cache') }
  const ran = (...argv: readonly string[]) => run(argv, { cwd, env })
  return {
    cwd,
    cache: join(cwd, 'cache/tokencost/fx'),
    ran,
    report: (...argv: readonly string[]) => ran('report', 'run.jsonl', '--json', ...argv),
  }
}

async function exchangeOf(world: ReturnType<typeof worldWith>, ...argv: readonly string[]) {
  const { exit, stdout, stderr } = await world.report(...argv)
  expect({ exit, stderr }).toMatchObject({ exit: 0 })
  const { exchange, warnings, total_cost_usd, currency } = JSON.parse(stdout)
  expect({ total_cost_usd, currency }).toEqual({ total_cost_usd: 2.5, currency: 'USD' })
  return { exchange, codes: warnings.map(({ code }: { code: string }) => code), stderr }
}

describe('where the rate comes from', () => {
  test('none is asked for: the report is in USD', async () => {
    expect(await exchangeOf(worldWith())).toMatchObject({ exchange: null, codes: [] })
  })

  test('--rate, before the configuration', async () => {
    const world = worldWith({ 'tokencost.yaml': 'rates: { EUR: 0.5 }\n' })
    const { exchange, stderr } = await exchangeOf(world, '--currency', 'eur', '--rate', '0.8807@2026-09-30')
    // 2.50 × 0.8807
    expect(exchange).toEqual({
      currency: 'EUR',
      rate: 0.8807,
      date: '2026-09-30',
      source: '--rate',
      total_cost: 2.20175,
    })
    expect(stderr).toMatch(
      /^1 USD = 0\.8807 EUR, the rate given with --rate, of 2026-09-30 \(\d+ days? old\)|yet to come/,
    )
  })

  test('rates: of the configuration, before the cache', async () => {
    const yaml = 'currency: EUR\nrates:\n  EUR: 0.8@2026-09-01\n  JPY: { rate: 150, date: 2026-09-02 }\n'
    const world = worldWith({ 'tokencost.yaml': yaml, 'cache/tokencost/fx/ecb-2026-09-29.json': KEPT })
    expect((await exchangeOf(world)).exchange).toEqual({
      currency: 'EUR',
      rate: 0.8,
      date: '2026-09-01',
      source: 'configuration',
      total_cost: 2,
    })
    expect((await exchangeOf(world, '--currency', 'JPY')).exchange).toMatchObject({ rate: 150, date: '2026-09-02' })
    expect((await exchangeOf(world, '--currency', 'USD')).exchange).toBeNull()
    // 0.8 / 1.25
    expect((await exchangeOf(world, '--currency', 'GBP')).exchange).toMatchObject({ rate: 0.64, source: 'ECB' })
  })

  test('the newest of the cache that can be read', async () => {
    const world = worldWith({
      'cache/tokencost/fx/ecb-2026-09-28.json': KEPT.replace('29', '28').replace('1.25', '2'),
      'cache/tokencost/fx/ecb-2026-09-29.json': KEPT,
      'cache/tokencost/fx/ecb-2026-09-30.json': '{"date":"2026-09-30","ra',
    })
    expect((await exchangeOf(world, '--currency', 'EUR')).exchange).toMatchObject({ rate: 0.8, date: '2026-09-29' })
  })

  test('nowhere: USD, with the reason, and no failure', async () => {
    const { exchange, codes, stderr } = await exchangeOf(worldWith(), '--currency', 'EUR')
    expect({ exchange, codes }).toEqual({ exchange: null, codes: ['no_exchange_rate'] })
    expect(stderr).toContain('costs are in USD: no exchange rate for EUR is known')
  })

  test('a currency that the bank does not state', async () => {
    const world = worldWith({ 'cache/tokencost/fx/ecb-2026-09-29.json': KEPT })
    const { codes, stderr } = await exchangeOf(world, '--currency', 'RUB')
    expect(codes).toEqual(['no_exchange_rate'])
    expect(stderr).toContain('the ECB states none in its rates of 2026-09-29')
  })
})

describe('--fetch-rates', () => {
  test('asks once, keeps the answer under its own date, and uses it offline from then on', async () => {
    let requests = 0
    const origin = await serverThat((_, response) => {
      requests++
      response.end(ECB_FEED)
    })
    const world = worldWith()
    const fetching = ['--currency', 'EUR', '--fetch-rates', '--rates-url', `${origin}/daily.xml`]
    const { stdout } = await world.report(...fetching)
    // 2.5 × 0.88066930867459269
    expect(stdout).toContain('"total_cost": 2.201673271686481725')
    expect(stdout).toContain('"rate": 0.88066930867459269')
    expect(readdirSync(world.cache)).toEqual(['ecb-2026-09-30.json'])
    expect((await world.report(...fetching)).stdout).toBe(stdout)
    expect((await world.report('--currency', 'EUR')).stdout).toBe(stdout)
    expect(requests).toBe(1)
  })

  test('asks again when what is kept was fetched long ago; both days stay', async () => {
    const origin = await serverThat((_, response) => response.end(ECB_FEED))
    const world = worldWith({ 'cache/tokencost/fx/ecb-2026-09-29.json': KEPT })
    utimesSync(join(world.cache, 'ecb-2026-09-29.json'), 0, 0)
    const { exchange } = await exchangeOf(world, '--currency', 'EUR', '--fetch-rates', '--rates-url', origin)
    expect(exchange).toMatchObject({ date: '2026-09-30' })
    expect(readdirSync(world.cache)).toEqual(['ecb-2026-09-29.json', 'ecb-2026-09-30.json'])
  })

  test('takes an old rate and says so when the answer is wrong', async () => {
    const origin = await serverThat((_, response) => response.writeHead(503).end())
    const world = worldWith({ 'cache/tokencost/fx/ecb-2026-09-29.json': KEPT })
    utimesSync(join(world.cache, 'ecb-2026-09-29.json'), 0, 0)
    const asked = await exchangeOf(world, '--currency', 'EUR', '--fetch-rates', '--rates-url', `${origin}/?key=secret`)
    expect(asked).toMatchObject({ exchange: { rate: 0.8, date: '2026-09-29' }, codes: ['old_exchange_rate'] })
    expect(asked.stderr).toContain('the server answered 503; those of 2026-09-29 are used')
    expect(asked.stderr).not.toContain('secret')
  })

  test.each([
    ['an error', 500, ECB_FEED],
    ['a page that is no feed', 200, '<html>'],
  ])('%s of the server: USD, with the reason, and nothing is kept', async (_, status, body) => {
    const origin = await serverThat((_, response) => response.writeHead(status).end(body))
    const world = worldWith()
    const asked = await exchangeOf(world, '--currency', 'EUR', '--fetch-rates', '--rates-url', origin)
    expect(asked).toMatchObject({ exchange: null, codes: ['no_exchange_rate', 'old_exchange_rate'] })
    expect(existsSync(world.cache)).toBe(false)
  })

  test('no server at all: USD', async () => {
    const url = 'http://127.0.0.1:1/'
    const asked = await exchangeOf(worldWith(), '--currency', 'EUR', '--fetch-rates', '--rates-url', url)
    expect(asked.exchange).toBeNull()
  })

  test('is not needed where --rate states one: nothing is asked', async () => {
    const argv = ['--currency', 'EUR', '--rate', '2', '--fetch-rates', '--rates-url', 'http://127.0.0.1:1/']
    expect(await exchangeOf(worldWith(), ...argv)).toMatchObject({ exchange: { rate: 2, date: null }, codes: [] })
  })
})

describe('wrong use', () => {
  test.each([
    [['--currency', 'EURO'], '--currency: EURO is no currency code of ISO 4217; did you mean EUR?'],
    [['--currency', 'EUR', '--rate', '0,88'], '--rate: 0,88 is no rate'],
    [['--currency', 'EUR', '--rate', '0'], '--rate: 0 is not above zero'],
    [['--currency', 'EUR', '--rate', '1@soon'], '--rate: soon is no day'],
    [['--rate', '0.88'], '--rate needs --currency'],
    [['--fetch-rates'], '--fetch-rates needs --currency'],
    [['--currency', 'USD', '--rate', '2'], 'a rate for USD has no use'],
    [['--currency', 'EUR', '--rates-url', 'http://127.0.0.1:1/'], '--rates-url asks for nothing without --fetch-rates'],
    [['--currency', 'EUR', '--fetch-rates', '--rates-url', 'ftp://x'], 'ftp://x is no http:// or https:// address'],
  ])('%j', async (argv, message) => {
    const { exit, stderr } = await worldWith().report(...argv)
    expect(exit).toBe(2)
    expect(stderr).toContain(message)
  })

  test.each([
    ['currency: EURO', 'tokencost.yaml:1:11: EURO is no currency code of ISO 4217; did you mean EUR?'],
    ['currency: [EUR]', 'tokencost.yaml:1:11: currency: expected a code such as EUR'],
    ['rates: 0.88', 'tokencost.yaml:1:8: rates: expected currencies'],
    ['rates: { EURO: 0.88 }', 'tokencost.yaml:1:10: EURO is no currency code'],
    ['rates: { EUR: "0,88" }', 'tokencost.yaml:1:15: 0,88 is no rate'],
    ['rates: { EUR: }', 'tokencost.yaml:1:15: rates: expected a number for EUR'],
    ['rates: { EUR: { rate: 1, day: x } }', 'tokencost.yaml:1:26: unknown key day; use rate and date'],
    ['rates: { EUR: { date: 2026-01-01 } }', 'tokencost.yaml:1:15: rates: expected rate: and date: for EUR'],
    ['rate: { EUR: 1 }', 'tokencost.yaml:1:1: unknown key rate; did you mean rates?'],
  ])('%s', async (yaml, message) => {
    const { exit, stderr } = await worldWith({ 'tokencost.yaml': yaml }).report()
    expect(exit).toBe(2)
    expect(stderr).toContain(message)
  })
})
