import { existsSync, readdirSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { FORMATS } from '../../src/formats/index.ts'
import { PAYLOADS } from '../../src/usage/payloads/index.ts'
import { ROOT, textOf } from './source-tree.ts'

const PAGE = textOf('docs/FORMATS.md')

/** The text below the heading of a format, up to the next one. */
function sectionOf(name: string): string {
  return PAGE.split(/^## /m).find((section) => section.startsWith(`${name}\n`)) ?? ''
}

describe('docs/FORMATS.md (npm run docs:formats makes it anew)', () => {
  test('has a section for every format and for the payloads, in the order of the table, and no other', () => {
    const headings = [...PAGE.matchAll(/^## (.+)$/gm)].map((match) => match[1])
    expect(headings).toEqual([...FORMATS.map(({ name }) => name), 'Usage payloads'])
  })

  test.each(FORMATS.map((format) => [format.name, format] as const))(
    'tells of %s what its row says',
    (name, { docs }) => {
      const section = sectionOf(name).replaceAll('\\|', '|')
      expect(section).toContain(`| a call is identified by | ${docs.identity} |`)
      expect(section).toContain(`| what is counted | ${docs.counts} |`)
      expect(section).toContain(`| what is left out | ${docs.ignores} |`)
    },
  )

  test.each(FORMATS.map(({ name }) => [name]))('lists exactly the fixtures of %s', (name) => {
    const folder = new URL(`fixtures/${name}/`, ROOT)
    const files = existsSync(folder) ? readdirSync(folder).sort() : []
    const listed = [...sectionOf(name).matchAll(/`fixtures\/[^/`]+\/([^`]+)`/g)].map((match) => match[1])
    expect(listed).toEqual(files)
  })

  test('says how every payload counts', () => {
    const rows = PAYLOADS.map(({ name, accounting }) => [name, accounting])
    const written = [...PAGE.matchAll(/^\| ([\w-]+) \| `.*` \| (.*) \|$/gm)].map(([, name, accounting]) => [
      name,
      accounting,
    ])
    expect(written).toEqual(rows)
  })
})
