import { describe, expect, it } from 'vitest'
import { builtInFormat, builtInFormatOf, builtInNames, needlesFor } from '../../src/formats/built-in.ts'
import { generic } from '../../src/formats/generic.ts'
import { FORMATS } from '../../src/formats/index.ts'

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
