import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Replay, replayOf } from '../../src/formats/codex-replay.ts'

/** Times around that of the file. */
const BEGIN = Date.UTC(2026, 2, 1, 10)
const time = fc.integer({ min: -2, max: 2 }).map((steps) => BEGIN + steps * 600)
const written = (at: number) => new Date(at).toISOString()

/** A UUID of version 7, as a turn has it that began then. */
function turnId(at: number): string {
  const digits = at.toString(16).padStart(12, '0')
  return `${digits.slice(0, 8)}-${digits.slice(8)}-7000-8000-000000000000`
}

const first = fc.record({
  timestamp: time.map(written),
  payload: fc.record(
    {
      id: fc.oneof(fc.constant('own'), time.map(turnId)),
      timestamp: time.map(written),
      forked_from_id: fc.constant('parent'),
      thread_source: fc.constant('subagent'),
      subagent_history_start_ordinal: fc.constant(3),
    },
    { requiredKeys: ['id'] },
  ),
})

const event = fc.oneof(
  fc.boolean().map((own) => (replay: Replay, id: string) => replay.meta({ id: own ? id : 'another' })),
  fc.tuple(time, fc.boolean(), fc.boolean()).map(([at, named, task]) => (replay: Replay) => {
    const payload = { type: task ? 'task_started' : 'turn_context', ...(named && { turn_id: turnId(at) }) }
    replay.turn({ timestamp: written(at) }, payload)
  }),
)

test('calls are told to be a thread’s own from where on `owner` tells it of each', () => {
  const ordinals = [null, 2, 3, 4]
  fc.assert(
    fc.property(first, fc.array(event, { maxLength: 4 }), time, (meta, events, at) => {
      const replay = replayOf(meta)
      for (const each of events) each(replay, meta.payload.id)
      for (const ordinal of ordinals) {
        const from = replay.ownFrom(ordinal !== null)
        const isOwn = from !== null && at >= from.time && (ordinal === null || ordinal >= from.ordinal)
        expect(isOwn).toBe(replay.owner({ time: at, ordinal }) === 'own')
      }
    }),
  )
})
