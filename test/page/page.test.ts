import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { TokenUsageReport } from '../../src/report/report.ts'
import { parseSavedReport } from '../../src/report/saved-report.ts'
import { run } from '../cli/run.ts'
import { reportOf, row, usd } from '../render/report-builder.ts'
import { BY_DAY, EMPTY, HOSTILE, HOSTILE_NAMES, TINY, UNPRICED } from '../render/sample-reports.ts'
import { CHROMIUM, htmlOf, launched, opened } from './browser.ts'

const ROOT = new URL('../..', import.meta.url).pathname
const PATIENCE = 120_000

const demo = parseSavedReport(
  (await run(['report', 'fixtures/demo', '--json', '--insights', '--no-config'], { cwd: ROOT })).stdout,
)

describe('the file', () => {
  test('is below 600 KB without its data, and names no address to load from', async () => {
    const text = await htmlOf(EMPTY)
    expect(text.length).toBeLessThan(600_000)
    expect(text).not.toMatch(/(src|href)=|@import|url\(/)
    expect(text).toContain("default-src 'none'")
  })

  test('has one way out of its data, however models are called', async () => {
    const names = [...HOSTILE_NAMES, '</script><script>alert(1)</script>', '<!--<script>', ']]>', '\u2028']
    const text = await htmlOf(reportOf(names.map((name) => [name, row()])))
    const data = text.slice(text.indexOf('id="report">') + 'id="report">'.length)
    const own = data.slice(0, data.indexOf('</script>'))
    expect(own).not.toContain('<')
    expect(Object.keys(JSON.parse(own).models_breakdown)).toHaveLength(new Set(names).size)
  })
})

describe.skipIf(CHROMIUM === null)('in a browser', { timeout: PATIENCE }, () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await launched()
  }, PATIENCE)
  afterAll(async () => await browser.close(), PATIENCE)

  test('its figures are those of the JSON report, and it asks for nothing', async () => {
    const { page, complaints } = await opened(browser, demo)
    const figures = await page.$$eval('[data-figure]', (all) => all.map((each) => each.getAttribute('data-value')))
    expect(figures).toEqual([
      demo.total_cost_usd.toString(),
      String(demo.call_count),
      String(demo.total_input_tokens),
      String(demo.total_output_tokens),
      demo.insights!.cache.saved_usd.toString(),
    ])
    expect(await rowsOf(page)).toEqual(
      Object.entries(demo.models_breakdown).map(([model, each]) => [
        ...[model, each.call_count, each.input_tokens, each.cache_read_tokens, each.cache_write_tokens].map(String),
        ...[each.output_tokens, each.total_tokens, each.cost_usd].map(String),
      ]),
    )
    expect(await page.$$('.plot canvas')).toHaveLength(1)
    expect(complaints).toEqual([])
    await page.close()
  })

  test('rows are sorted by a click on a heading, those without a cost always last', async () => {
    const { page } = await opened(browser, demo)
    await page.click('.rows thead button:text("Cost")')
    const costs = (await rowsOf(page)).map((cells) => cells.at(-1))
    expect(costs).toEqual([...costs.slice(0, -1).sort((a, b) => Number(a) - Number(b)), 'null'])
    await page.click('.rows thead button:text("Model")')
    const names = (await rowsOf(page)).map(([name]) => name)
    expect(names).toEqual([...names].sort())
    expect(await page.getAttribute('.rows th >> nth=0', 'aria-sort')).toBe('ascending')
    await page.close()
  })

  test('limits are told with what became of them', async () => {
    const argv = ['report', 'fixtures/demo', '--json', '--insights', '--no-config', '--max-tokens', '1000']
    const { page } = await opened(browser, parseSavedReport((await run(argv, { cwd: ROOT })).stdout))
    expect(await page.textContent('.gates .gate-failed')).toContain('132,192 tokens')
    await page.close()
  })

  test('amounts are shown in the currency of the report, exact ones in USD', async () => {
    const argv = ['report', 'fixtures/demo', '--json', '--no-config', '--currency', 'EUR', '--rate', '0.5']
    const { page } = await opened(browser, parseSavedReport((await run(argv, { cwd: ROOT })).stdout))
    // 0.4320488 × 0.5 = 0.2160244
    expect(await page.textContent('[data-figure="Total cost"]')).toBe('≥ 0.2160 EUR')
    expect(await page.textContent('.rows thead th:last-child')).toBe('Cost, EUR')
    await page.close()
  })

  test('it is printed in light colours, and is dark again behind it', async () => {
    const { page } = await opened(browser, demo, { dark: true })
    const ink = () => page.evaluate('getComputedStyle(document.body).color')
    const dark = await ink()
    await page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(await ink()).toBe('rgb(29, 33, 41)')
    await page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(await ink()).toBe(dark)
    await page.close()
  })

  test('rows are found by parts of their names', async () => {
    const { page } = await opened(browser, demo)
    await page.fill('input[type=search]', 'CLAUDE haiku')
    expect((await rowsOf(page)).map(([name]) => name)).toEqual(['claude-haiku-4-5-20251001'])
    expect(await page.textContent('.status')).toBe('1 row of 8')
    await page.fill('input[type=search]', 'nobody')
    expect(await page.textContent('.status')).toBe('No row has such a name')
    await page.close()
  })

  test('ten thousand rows are there, fifty at a time, and every one is found', async () => {
    const { page, complaints } = await opened(browser, manyRows(10_000))
    expect(await rowsOf(page)).toHaveLength(50)
    expect(await page.textContent('.status')).toBe('Rows 1 to 50 of 10,000')
    await page.click('button:text("Next")')
    expect(await page.textContent('.status')).toBe('Rows 51 to 100 of 10,000')
    await page.fill('input[type=search]', 'session-7777')
    expect(await rowsOf(page)).toHaveLength(1)
    expect(complaints).toEqual([])
    await page.close()
  })

  test('on paper rows that are pages apart are shown, and none is wider than the paper', async () => {
    const { page } = await opened(browser, manyRows(120), { width: 720 })
    await page.emulateMedia({ media: 'print' })
    await page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(await rowsOf(page)).toHaveLength(120)
    expect(await page.textContent('.status')).toBe('120 rows')
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(720)
    await page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(await rowsOf(page)).toHaveLength(50)
    await page.close()
  })

  test('on paper a thousand rows are shown at most, and how many there are', async () => {
    const { page } = await opened(browser, manyRows(1_200))
    await page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(await rowsOf(page)).toHaveLength(1_000)
    expect(await page.textContent('.status')).toBe('Rows 1 to 1,000 of 1,200')
    await page.close()
  })

  test('no figure at the top is cut in two', async () => {
    const large = row({ call_count: 20_000, input_tokens: 617_165_312_000, cost_usd: usd('1727.3755') })
    const { page } = await opened(browser, reportOf([['gpt-4o', large]]))
    // 24 pixels at a line height of 1.25
    const heights = await page.$$eval('.figure', (all) => all.map((each) => each.getBoundingClientRect().height))
    expect(heights).toEqual([30, 30, 30, 30, 30])
    await page.close()
  })

  test.each([320, 1280])('the cost is in sight at %i pixels, however many names a row has', async (width) => {
    const { page } = await opened(browser, manyNames(), { width })
    const { x, width: wide } = (await (await page.$('.rows tbody td:last-child'))!.boundingBox())!
    expect(x).toBeGreaterThan(0)
    expect(x + wide).toBeLessThanOrEqual(width)
    await page.close()
  })

  test.each([
    ['as the system has it', true],
    ['by the button', false],
  ])('it is dark %s', async (_, dark) => {
    const { page } = await opened(browser, demo, { dark })
    if (!dark) await page.click('button.theme')
    const background = await page.evaluate('getComputedStyle(document.body).backgroundColor')
    expect(background).toBe('rgb(18, 21, 27)')
    await page.click('button.theme')
    expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe('rgb(251, 251, 250)')
    await page.close()
  })

  test.each(Object.entries({ demo, EMPTY, TINY, UNPRICED, BY_DAY, HOSTILE }))(
    '%s fits a page of 320 pixels, without a complaint',
    async (_, report) => {
      const { page, complaints } = await opened(browser, report, { width: 320 })
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(320)
      expect(complaints).toEqual([])
      await page.close()
    },
  )
})

/** The exact values of the rows that are shown. */
async function rowsOf(page: Page): Promise<readonly (readonly string[])[]> {
  return await page.$$eval('.rows tbody tr', (rows) =>
    rows.map((each) => [...each.children].map((cell) => cell.getAttribute('data-value') ?? '')),
  )
}

function manyNames(): TokenUsageReport {
  const keys = { project: 'p', session: '7c1f0a52-3b1d-4c58-9a41-5d0f2f6e1b90', user: 'u', model: 'gpt-4o' }
  return reportOf([['gpt-4o', row()]], { group_by: Object.keys(keys), groups: [{ keys, ...row() }] })
}

function manyRows(count: number): TokenUsageReport {
  const each = (i: number) => row({ input_tokens: 1000 + i, output_tokens: i % 77, cost_usd: usd(`0.${10_000 + i}`) })
  const model = row({ call_count: count, cost_usd: usd('1000') })
  return reportOf([['gpt-4o', model]], {
    group_by: ['session'],
    groups: Array.from({ length: count }, (_, i) => ({ keys: { session: `session-${i}` }, ...each(i) })),
  })
}
