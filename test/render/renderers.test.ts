import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { RENDERERS, rendererByExtension, rendererByName } from '../../src/render/index.ts'
import { reports } from './any-report.ts'
import { EMPTY } from './sample-reports.ts'

describe.each(RENDERERS)('$name', (renderer) => {
  test('obeys the laws of renderers: the same text each time, ending with a newline, in both languages', async () => {
    const render = await renderer.load()
    fc.assert(
      fc.property(reports, fc.constantFrom('en', 'zh'), fc.boolean(), (report, lang, color) => {
        const options = { width: 80, color, lang } as const
        const text = render(report, options)
        expect(render(report, options)).toBe(text)
        expect(text === '' || text.endsWith('\n')).toBe(true)
      }),
      { numRuns: 20 },
    )
  })

  test('draws an empty report', async () => {
    const render = await renderer.load()
    expect(() => render(EMPTY, { width: 80, color: false, lang: 'en' })).not.toThrow()
  })

  test('is found by its name and its extension', () => {
    expect(rendererByName(renderer.name)).toBe(renderer)
    if (renderer.extension !== null) expect(rendererByExtension(`out/cost.${renderer.extension}`)).toBe(renderer)
  })
})

test('names and extensions are used once', () => {
  const extensions = RENDERERS.flatMap(({ extension }) => extension ?? [])
  expect(new Set(RENDERERS.map(({ name }) => name)).size).toBe(RENDERERS.length)
  expect(new Set(extensions).size).toBe(extensions.length)
})

test('extensions are read in any case; a file without one, or with an unknown one, has no format', () => {
  expect(rendererByExtension('COST.JSON')?.name).toBe('json')
  expect(rendererByExtension('cost')).toBeNull()
  expect(rendererByExtension('cost.xlsx')).toBeNull()
  expect(rendererByExtension('dir.json/cost')).toBeNull()
  expect(rendererByName('excel')).toBeNull()
})
