import { describe, expect, it } from 'vitest'
import { claudeCode } from '../../src/formats/claude-code.ts'
import { Kernel } from '../../src/scan/kernel.ts'
import { Projection } from '../../src/scan/projection.ts'
import { ROW } from '../../src/scan/row.ts'
import { wantedBy } from '../../src/scan/wanted-by.ts'
import { timeAt } from '../../src/usage/time.ts'

const TIMES = ['2026-03-01T10:20:30.456Z', '2024-02-29T23:59:59Z', '2026-09-30T09:09:09.090Z']
const line = (time: string) => `{"type":"assistant","sessionId":"s","timestamp":"${time}","message":{"id":"m"}}\n`

/** What the kernel takes for the time of a line that it knows; null = it leaves the line to others. */
function kernelTimes(): (time: string) => number | null {
  const kernel = Kernel.load()!
  const { root } = new Projection(kernel, {}).treeOf(wantedBy(claudeCode))!
  const put = (text: string) => kernel.bytes.write(text, 'latin1')
  kernel.project(root, 0, put(line(TIMES[0]!)) - 1)
  kernel.addTemplate(kernel.likenessLow, kernel.likenessHigh, 1, 0)
  return (time) => {
    kernel.scan(root, true, 0, put(line(time)), 1e6, 0)
    return kernel.rows === 0 ? null : kernel.rowNumbers[ROW.time / 2]!
  }
}

describe.skipIf(Kernel.load() === null)('the time of a line that the kernel knows', () => {
  it.each(TIMES)('is what the plain way reads, whatever one letter of %s is', (time) => {
    const timeOf = kernelTimes()
    expect(timeOf(time)).toBe(Date.parse(time))
    for (let at = 0; at < time.length; at++) {
      for (let letter = 0x20; letter < 0x7f; letter++) {
        const other = time.slice(0, at) + String.fromCharCode(letter) + time.slice(at + 1)
        const found = timeOf(other)
        if (found !== null && !/["\\]/.test(other)) expect(found, other).toBe(timeAt({ other }, 'other'))
      }
    }
  })
})
