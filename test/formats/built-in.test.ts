import { readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { builtInFormat, builtInFormatOf, builtInNames, needlesFor } from '../../src/formats/built-in.ts'
import type { Format } from '../../src/formats/format.ts'
import { generic } from '../../src/formats/generic.ts'
import { FORMATS } from '../../src/formats/index.ts'

const FOLDER = new URL('../../src/formats/', import.meta.url)

/** Whatever files of src/formats export that is a format, by the name of the file. */
async function exportedFormats(): Promise<readonly (readonly [file: string, format: Format])[]> {
  const files = readdirSync(FOLDER).filter((file) => file.endsWith('.ts'))
  const modules = await Promise.all(
    files.map(async (file) => [file, await import(new URL(file, FOLDER).href)] as const),
  )
  return modules.flatMap(([file, module]) =>
    Object.values(module).flatMap((each) => (isFormat(each) ? [[file, each] as const] : [])),
  )
}

const isFormat = (value: unknown): value is Format =>
  typeof value === 'object' && value !== null && 'recognizes' in value && 'needles' in value

it('every format that a file exports has its row in FORMATS, or nothing would ever be read as it', async () => {
  const exported = await exportedFormats()
  expect(exported.length).toBeGreaterThan(60)
  expect(exported.filter(([, format]) => !FORMATS.includes(format)).map(([file]) => file)).toEqual([])
})

describe('a built-in format', () => {
  it('is found by its name, which no other has', () => {
    const names = builtInNames()
    expect(new Set(names).size).toBe(FORMATS.length)
    expect(names.map(builtInFormat)).toEqual(FORMATS)
    expect(builtInFormat('Codex')).toBeNull()
  })

  it('is the first that recognizes an entry', () => {
    expect(builtInFormatOf({ type: 'assistant', message: { usage: {} } })?.name).toBe('claude-code')
    expect(builtInFormatOf({})?.name).toBe('generic')
  })
})

it('needles are those of one format, or of all and of others beside them', () => {
  const acme = { ...generic, name: 'acme', needles: ['"acme_in"'] }
  const all = needlesFor(null, [])
  expect(all).not.toContain('"acme_in"')
  expect(needlesFor(null, [acme])).toEqual([...all, '"acme_in"'].sort())
  expect(needlesFor(acme, [])).toContain('"acme_in"')
  expect(needlesFor(generic, [acme])).not.toContain('"acme_in"')
})
