import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { builtInFormatOf } from '../../src/formats/built-in.ts'
import type { Format } from '../../src/formats/format.ts'
import { FORMATS, needlesOf } from '../../src/formats/index.ts'
import { renderJson } from '../../src/render/json.ts'
import { Kernel } from '../../src/scan/kernel.ts'
import { Projection } from '../../src/scan/projection.ts'
import { wantedBy } from '../../src/scan/wanted-by.ts'
import { isArray, isObject, type Json, type JsonObject } from '../../src/usage/json.ts'
import type { Wants } from '../../src/usage/wants.ts'
import { told } from '../formats/told.ts'
import { Chance } from '../fuzz/chance.ts'
import { varied } from '../fuzz/varied.ts'
import { naiveEntries } from '../naive/entries.ts'
import { hostileVariants } from '../naive/hostile.ts'
import { pruned } from '../scan/pruned.ts'
import { reportOn } from './reporting.ts'

const FIXTURES = resolve(import.meta.dirname, '../../fixtures')
const folder = mkdtempSync(join(tmpdir(), 'tokencost-recurs-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Whole files of entries. */
const sessions = readdirSync(FIXTURES, { recursive: true, withFileTypes: true })
  .filter((file) => file.isFile())
  .map((file) => naiveEntries(readFileSync(join(file.parentPath, file.name))))
  .filter((entries) => entries.length > 0 && entries.length < 60)
const recurring = FORMATS.filter((format) => format.recurs !== undefined)
const kernel = Kernel.load()

describe.skipIf(kernel === null).each(recurring.map((format) => [format.name, format] as const))(
  'lines of %s that recur',
  (_, format) => {
    const { kindOf, beside, varies, isUnmistakable } = format.recurs!
    const own = sessions.filter((entries) => entries.some((entry) => format.recognizes(entry)))
    const entries = own.flat().filter((entry) => format.recognizes(entry))
    const variant = variantsOf(entries)

    it('are counted as the plain path counts them, call by call', { timeout: 120_000 }, async () => {
      for (let seed = 1; seed <= 25; seed++) {
        const chance = new Chance(seed)
        const session = chance.pick(own)
        const lines = Array.from({ length: 12 }, () => session.map((entry) => lineLike(entry, chance))).flat()
        writeFileSync(join(folder, 'log.jsonl'), lines.join('\n'))
        expect(await listed(false, null), `seed ${seed}`).toBe(await listed(true, null))
        expect(await listed(false, format), `seed ${seed}, named`).toBe(await listed(true, format))
      }
    })

    it('vary only where something is wanted', () => {
      for (const path of [...varies, ...(beside?.quiet ?? [])]) {
        const wanted = path.split('.').reduce<unknown>((below, key) => elementOf(below as Wants)[key], format.wants)
        expect(wanted, path).toBeDefined()
      }
    })

    it('are nothing to the reader where it is said so', () => {
      const isShown = (entry: JsonObject) => kindOf(entry) !== 'nothing'
      fc.assert(
        fc.property(fc.array(variant, { maxLength: 12 }), (some) => {
          expect(told(format, some, { isShown })).toEqual(told(format, some))
        }),
        { numRuns: 300 },
      )
    })

    it('hold a needle where they are shown again, in what is wanted of them', () => {
      const needles = needlesOf([format])
      fc.assert(
        fc.property(variant, (entry) => {
          const seen = pruned(entry, format.wants!)!
          const text = JSON.stringify(seen)
          if (kindOf(seen) === 'again') expect(needles.some((needle) => text.includes(needle))).toBe(true)
        }),
        { numRuns: 300 },
      )
    })

    it('are not kept by the reader where they are shown again', () => {
      fc.assert(
        fc.property(fc.array(variant, { maxLength: 12 }), (some) => {
          const fresh = () => some.map((entry) => structuredClone(entry))
          const after = (entry: JsonObject) => {
            if (kindOf(entry) === 'again') spoiled(entry)
          }
          expect(told(format, fresh(), { after })).toEqual(told(format, fresh()))
        }),
        { numRuns: 300 },
      )
    })

    it.skipIf(isUnmistakable === undefined)('are of no format before it where their keys tell', () => {
      const sure = entries.filter((entry) => isUnmistakable!(entry))
      expect(sure.length).toBeGreaterThan(2)
      fc.assert(
        fc.property(variantsOf(sure), (entry) => {
          if (!isUnmistakable!(entry)) return
          expect(builtInFormatOf(entry)).toBe(format)
          expect(kindOf(entry)).toBe('again')
        }),
        { numRuns: 2000 },
      )
    })

    it.skipIf(beside === undefined)('stand beside entries that are nothing to anybody', () => {
      const projection = new Projection(kernel!, {})
      const idle = sessions.flat().filter((entry) => beside!.isIdle(entry))
      expect(idle.length).toBeGreaterThan(2)
      fc.assert(
        fc.property(variantsOf(idle), (entry) => {
          const bytes = Buffer.from(JSON.stringify(entry))
          bytes.copy(kernel!.bytes)
          const found = projection.find(kernel!.bytes, 0, bytes.length, wantedBy(format))
          const isIdle = found !== null && beside!.isIdle(projection.objectOf(found))
          if (found !== null) expect(isIdle).toBe(beside!.isIdle(entry))
          if (!isIdle) return
          const known = builtInFormatOf(entry)!
          expect([known.name, told(known, [entry])]).toEqual(['generic', []])
        }),
        { numRuns: 2000 },
      )
    })
  },
)

function elementOf(wants: Wants | readonly [Wants]): Wants {
  return Array.isArray(wants) ? (wants as readonly [Wants])[0] : (wants as Wants)
}

/** Entries as they are, or with hostile values. */
function variantsOf(entries: readonly JsonObject[]): fc.Arbitrary<JsonObject> {
  return fc
    .constantFrom(...entries)
    .chain((entry) => fc.oneof(hostileVariants(entry), fc.constant(entry)))
    .filter(isPrintable)
}

/** False for what is nested so deep that it cannot be written. */
function isPrintable(value: Json): boolean {
  try {
    return JSON.stringify(value) !== ''
  } catch {
    return false
  }
}

/** Nearly the entry, with more beside it that may or may not have a needle. */
function lineLike(entry: JsonObject, chance: Chance): string {
  const other = chance.oneIn(3) ? (varied(entry, chance) as JsonObject) : entry
  const text = JSON.stringify(other)
  if (!chance.oneIn(4)) return text
  const beside = chance.pick([
    '"output":"say \\"input_tokens\\": 3 to it"',
    '"x":{"a":["prompt_tokens"]}',
    '"x":"é"',
    '"x":1.5',
  ])
  return `${text.slice(0, -1)}${text === '{}' ? '' : ','}${beside}}`
}

/** Puts other things in the place of all that an object holds. */
function spoiled(value: Json): void {
  if (isArray(value)) for (const each of value) spoiled(each)
  if (!isObject(value)) return
  const holder = value as { [key: string]: Json }
  for (const key of Object.keys(holder)) {
    spoiled(holder[key]!)
    holder[key] = typeof holder[key] === 'number' ? 987_654 : 'spoiled'
  }
}

/** Everything that a report says of each call: place, identity, time, counts, model, session, and the accounting. */
async function listed(plain: boolean, format: Format | null): Promise<string> {
  const options = { plain, format, withKeys: true, groupBy: ['session', 'project', 'agent', 'branch', 'tier', 'model'] }
  return renderJson(await reportOn(folder, ['log.jsonl'], options), { width: null, color: false, lang: 'en' })
}
