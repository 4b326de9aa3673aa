import { Decimal } from '../pricing/decimal.ts'
import type { TokenCounts } from '../usage/counts.ts'
import { ATTRIBUTE_NAMES } from '../usage/record.ts'
import { countsOf, feesOf, type LeftOutCall } from './call-rows.ts'
import type { CallSource } from './call-source.ts'
import type { CallTables, RareFacts, RowSource, StatedRow, TotalRow } from './call-tables.ts'
import type { HashedAttributes, SaidValues } from './hashed-attributes.ts'
import type { Ledger } from './ledger.ts'
import { pricedAs } from './priced-as.ts'
import { type BucketSum, RowSum } from './row-sum.ts'
import { shownNames } from './view.ts'

/** The places of all calls that a ledger keeps; null where some are of reports of older versions. */
export function placesOf({ kept, leftOut, spent, groupBy, said }: Ledger): CallPlaces | null {
  const uncounted = [...leftOut, ...spent]
  const sources = [...(kept ?? []), ...uncounted].flatMap(({ source }) => source ?? [])
  if (kept === null || sources.length < kept.length + uncounted.length) return null
  const names = new Map(said.flatMap((each) => [...each.names]))
  const labels = new Map(said.flatMap((each) => [...each.labels]))
  return new CallPlaces(sources, uncounted, groupBy, { names, labels })
}

/** Lays what calls refer to into tables, in an order that depends on nothing but the calls, and says the places. */
export class CallPlaces {
  private readonly kinds: Places<CallSource['kind']>
  private readonly attributes: Places<HashedAttributes>
  private readonly views: Places<CallSource['views'][number]>
  private readonly viewSets: Places<readonly number[]>
  private readonly prices = new RowSum()
  private readonly priced: ReadonlyMap<LeftOutCall, BucketSum>
  private readonly buckets: readonly BucketSum[]
  private readonly said: SaidValues
  private readonly groupBy: readonly string[]

  /** `uncounted` are the calls that are priced though they do not count. */
  constructor(
    sources: readonly CallSource[],
    uncounted: readonly LeftOutCall[],
    groupBy: readonly string[],
    said: SaidValues,
  ) {
    this.said = said
    this.groupBy = groupBy
    this.kinds = new Places(sources.map(({ kind }) => kind))
    this.attributes = new Places(sources.flatMap(({ own, donors }) => [own, ...donors.map((donor) => donor.own)]))
    this.views = new Places(sources.flatMap(({ views }) => views))
    this.viewSets = new Places(sources.map((source) => this.setOf(source)))
    this.priced = new Map(
      uncounted.flatMap((each) => {
        const { call, priced } = each
        return priced === null ? [] : [[each, this.prices.add(call, priced.parts, priced.bucket, null)]]
      }),
    )
    this.buckets = this.prices.sorted()
  }

  rowOf(source: CallSource, counts: TokenCounts): RowSource {
    return {
      kind: this.kinds.of(source.kind),
      attributes: this.attributes.of(source.own),
      views: this.viewSets.of(this.setOf(source)),
      rare: this.rareOf(source, counts),
    }
  }

  priceOf(uncounted: LeftOutCall): number {
    return this.buckets.indexOf(this.priced.get(uncounted)!)
  }

  /** All but the rows themselves. */
  tables(): Omit<CallTables, 'spent_totals'> {
    const shown = shownNames(this.groupBy, this.views.values)
    const used = (isUsed: (name: string) => boolean) =>
      new Set(this.attributes.values.flatMap(({ values }) => values.filter((_, i) => isUsed(COLUMNS[i]!))))
    const names = used((name) => shown.attributes.has(name))
    const labels = used((name) => name === LABELS)
    return {
      kinds: this.kinds.values,
      attributes: this.attributes.values,
      names: byHash([...this.said.names].filter(([hash]) => names.has(hash))),
      labels: byHash(
        [...this.said.labels].flatMap(([hash, all]) => {
          const said = Object.entries(all).filter(([name]) => shown.labels.has(name))
          return labels.has(hash) && said.length > 0 ? [[hash, Object.fromEntries(said)] as const] : []
        }),
      ),
      views: this.views.values,
      view_sets: this.viewSets.values,
      prices: this.buckets.map((bucket) => pricedAs(bucket).entry),
    }
  }

  private setOf({ views: [own, ...others] }: CallSource): readonly number[] {
    return [this.views.of(own!), ...others.map((view) => this.views.of(view)).sort((a, b) => a - b)]
  }

  private rareOf({ total, stated, donors }: CallSource, counts: TokenCounts): RareFacts | null {
    const { modalities = {} } = counts
    if (Object.keys(modalities).length === 0 && total === null && stated === null && donors.length === 0) return null
    return {
      modalities: { ...modalities },
      total: total === null ? null : totalRow(total),
      stated: stated === null ? null : statedRow(stated),
      donors: donors.map(({ own, time }) => [this.attributes.of(own), time] as const),
    }
  }
}

const LABELS = 'labels'
const COLUMNS: readonly string[] = [...ATTRIBUTE_NAMES, LABELS]

/** Distinct values, sorted, and where each stands. */
class Places<T> {
  readonly values: readonly T[]
  private readonly places: ReadonlyMap<string, number>
  private readonly known = new Map<T, number>()

  constructor(all: readonly T[]) {
    const byText = new Map([...new Set(all)].map((value) => [JSON.stringify(value), value]))
    const sorted = [...byText].sort(([a], [b]) => (a < b ? -1 : 1))
    this.values = sorted.map(([, value]) => value)
    this.places = new Map(sorted.map(([text], place) => [text, place]))
  }

  of(value: T): number {
    const place = this.known.get(value) ?? this.places.get(JSON.stringify(value))!
    this.known.set(value, place)
    return place
  }
}

function totalRow(total: Exclude<CallSource['total'], null>): TotalRow {
  if (total === 'call') return { of: 'call', others: null, parts: [] }
  const parts: string[] = []
  for (let i = 0; i < total.parts.length; i += 2)
    parts.push([total.parts[i + 1]!, total.parts[i]!].map((half) => half.toString(16).padStart(8, '0')).join(''))
  return { of: 'run', others: total.others ?? null, parts }
}

function statedRow({ calls, counts, fees, loggedCostUsd }: Exclude<CallSource['stated'], null>): StatedRow {
  return {
    ...{ calls, counts: countsOf(counts), modalities: { ...counts.modalities }, fees: feesOf(fees) },
    logged_cost_usd: loggedCostUsd === null ? null : Decimal.parse(loggedCostUsd),
  }
}

function byHash<T>(entries: readonly (readonly [string, T])[]): readonly (readonly [string, T])[] {
  return [...entries].sort(([a], [b]) => (a < b ? -1 : 1))
}
