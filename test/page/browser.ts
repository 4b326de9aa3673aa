import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type Browser, chromium, type Page } from 'playwright-core'
import { htmlWith } from '../../src/render/html.ts'
import { loadPage } from '../../src/render/html-page.ts'
import type { TokenUsageReport } from '../../src/report/report.ts'
import { folderWith } from '../cli/folder.ts'

/** The browser of the system; null where there is none, and the tests with one are skipped. */
export const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find(existsSync) ?? null

export async function launched(): Promise<Browser> {
  return await chromium.launch({ executablePath: CHROMIUM!, args: ['--no-sandbox'], timeout: 60_000 })
}

export async function htmlOf(report: TokenUsageReport): Promise<string> {
  return htmlWith(await loadPage())(report, { width: null, color: false, lang: 'en' })
}

export interface Opened {
  readonly page: Page
  /** What the page said on its console, errors that it threw, and every address that it asked for beside its own. */
  readonly complaints: readonly string[]
}

/** The report as a page from a file, drawn. */
export async function opened(
  browser: Browser,
  report: TokenUsageReport,
  look: { readonly width?: number; readonly dark?: boolean } = {},
): Promise<Opened> {
  const file = join(folderWith({ 'report.html': await htmlOf(report) }), 'report.html')
  const page = await browser.newPage({
    viewport: { width: look.width ?? 1280, height: 900 },
    colorScheme: look.dark === true ? 'dark' : 'light',
  })
  const complaints: string[] = []
  page.on('console', (message) => complaints.push(message.text()))
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('request', (request) => request.url() === pathToFileURL(file).href || complaints.push(request.url()))
  await page.goto(pathToFileURL(file).href)
  await page.waitForSelector('h1')
  return { page, complaints }
}
