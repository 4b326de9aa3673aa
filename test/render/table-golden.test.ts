import { expect, test } from 'vitest'
import { renderTable } from '../../src/render/table.ts'
import type { TokenUsageReport } from '../../src/report/report.ts'
import { BY_DAY, HOSTILE, UNPRICED } from './sample-reports.ts'

const shown = (report: TokenUsageReport, width: number) => renderTable(report, { width, color: false, lang: 'en' })

test.each([60, 80, 120, 200])('hostile names at %i columns look as in the golden file', async (width) => {
  await expect(shown(HOSTILE, width)).toMatchFileSnapshot(`golden/table-hostile-${width}.txt`)
})

/** Checked by hand: the numbers are those of sample-reports.ts, the sums 3,654 · 55,883,856 · 988,102 · 56,871,958. */
test.each([40, 60, 80, 120, 200])('the table at %i columns looks as in the golden file', async (width) => {
  await expect(shown(UNPRICED, width)).toMatchFileSnapshot(`golden/table-unpriced-${width}.txt`)
})

test.each([60, 80, 120, 200])('groups at %i columns look as in the golden file', async (width) => {
  await expect(shown(BY_DAY, width)).toMatchFileSnapshot(`golden/table-by-day-${width}.txt`)
})

test('the coloured table looks as in the golden file', async () => {
  const colored = renderTable(UNPRICED, { width: 120, color: true, lang: 'en' })
  await expect(colored).toMatchFileSnapshot('golden/table-unpriced-120-color.txt')
})
