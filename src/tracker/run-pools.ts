import { sameModel } from '../usage/model-name.ts'
import type { Attributes } from '../usage/record.ts'
import type { RecordRows } from '../usage/record-rows.ts'
import { FLAG } from '../usage/row-layout.ts'
import type { KeptTotal } from '../usage/run-total.ts'
import { beyond, sumOfUses, type Use, useOf } from './run-use.ts'

/** The attributes of a row of which copies state others. */
export type AttributesOf = (row: number) => Attributes

/** Calls of one session, model, and agent that no total lists: what totals may take off. */
export interface Pool {
  readonly session: string
  /** null = the log does not tell agents from the main loop. */
  readonly isAgents: boolean | null
  readonly model: string | null
  use: Use
}

/** The pools of those sessions that totals have. */
export class SessionPools {
  private readonly rows: RecordRows
  private readonly attributesOf: AttributesOf
  private readonly sessions: ReadonlySet<string | undefined>
  private readonly pools = new Map<string, Map<string, Pool>>()

  constructor(rows: RecordRows, sessions: ReadonlySet<string | undefined>, attributesOf: AttributesOf) {
    this.rows = rows
    this.attributesOf = attributesOf
    this.sessions = sessions
  }

  get isEmpty(): boolean {
    return this.pools.size === 0
  }

  /** Adds a row, if it is of such a session. */
  add(row: number): void {
    const pool = this.poolOf(row)
    if (pool !== null) this.addUse(pool)
  }

  /** The pool of a row's session, model and agent; undefined = there is none. */
  at(row: number): Pool | undefined {
    const own = this.poolOf(row)
    return own === null ? undefined : this.pools.get(own.session)?.get(keyOf(own))
  }

  /** Takes a call out again. */
  take(row: number): void {
    const gone = this.poolOf(row)
    const pool = this.at(row)
    if (pool !== undefined) pool.use = beyond(pool.use, gone!.use)
  }

  /** The same pools, to take off from. */
  copy(): SessionPools {
    const copy = new SessionPools(this.rows, this.sessions, this.attributesOf)
    for (const pools of this.pools.values()) for (const pool of pools.values()) copy.addUse(pool)
    return copy
  }

  /** Those that a total may take from, in an order that does not depend on that of the rows. */
  of(row: number): readonly Pool[] {
    const { rows } = this
    const { others } = totalAt(rows, row)
    if (others === 'none') return []
    return [...(this.pools.get(rows.attributesAt(row).session ?? '') ?? [])]
      .filter(([, { model }]) => isModelOf(model, rows, row))
      .filter(([, { isAgents }]) => isAgents === null || others === null || others === (isAgents ? 'agents' : 'main'))
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, pool]) => pool)
  }

  private poolOf(row: number): Pool | null {
    const { rows } = this
    const { session, agent } = rows.has(row, FLAG.mixed) ? this.attributesOf(row) : rows.attributesAt(row)
    if (session === undefined || !this.sessions.has(session)) return null
    const { model } = rows.descriptorAt(row)
    return { session, isAgents: rows.has(row, FLAG.total) ? null : agent !== undefined, model, use: useOf(rows, row) }
  }

  private addUse(pool: Pool): void {
    const { session, isAgents, model, use } = pool
    const key = keyOf(pool)
    const ofSession = this.pools.get(session) ?? new Map<string, Pool>()
    const known = ofSession.get(key)
    if (known === undefined) ofSession.set(key, { session, isAgents, model, use })
    else known.use = sumOfUses(known.use, use)
    this.pools.set(session, ofSession)
  }
}

function keyOf({ isAgents, model }: Pool): string {
  return `${isAgents}:${model ?? ''}`
}

/** True when a total of `row`'s model sums calls of this one. */
export function isModelOf(model: string | null, rows: RecordRows, row: number): boolean {
  const whole = rows.descriptorAt(row).model
  return whole === null || sameModel(model, whole)
}

export function totalAt(rows: RecordRows, row: number): KeptTotal {
  return rows.extraOf(row)?.total ?? ALL_OF_SESSION
}

const ALL_OF_SESSION: KeptTotal = { others: null, parts: [] }
