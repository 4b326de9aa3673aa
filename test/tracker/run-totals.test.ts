import { describe, expect, it } from 'vitest'
import { ALWAYS } from '../../src/pricing/priced.ts'
import type { Call } from '../../src/tracker/call.ts'
import { TokenUsageTracker } from '../../src/tracker/tracker.ts'
import { reading, rows } from '../formats/fixture.ts'

const STREAM = 'claude-code-stream/placeholder-known-to-the-session.jsonl'
const LONGER = 'claude-code-stream/placeholder-longer-snapshot.jsonl'
const RESULT = 'claude-code-stream/result-of-a-logged-session.json'
const SESSION = 'claude-code/session-known-to-a-stream.jsonl'
const AGENT = 'claude-code/agent-unknown-to-its-stream.jsonl'
const EXEC = 'codex-exec/thread-with-a-rollout.jsonl'
const ROLLOUT = 'codex/rollout-of-an-exec-thread.jsonl'
const EXEC_EVENTS = 'otel-logs/codex-with-a-rollout.jsonl'
const REQUESTS = 'otel-logs/claude-code-with-a-session-file.jsonl'
const STEPS = 'opencode/printed-steps-of-a-stored-session.jsonl'
const STORED = 'opencode/stored-session-of-printed-steps.jsonl'
const CHAT = 'gemini-cli/chat-known-to-telemetry-and-output.json'
const OUTPUT = 'gemini-cli-output/output-of-a-saved-chat.json'
const TELEMETRY = 'gemini-cli-telemetry/events-of-a-saved-chat.log'
const SETTINGS = 'droid/with-exec/d-both.settings.json'
const COMPLETION = 'droid/with-exec/exec-of-a-saved-session.jsonl'
const COPILOT = 'copilot-cli/closed-later.jsonl'
const COPILOT_OPEN = 'copilot-cli/snapshot-before-the-shutdown.jsonl'
const QWEN = 'qwen-code/session-known-to-a-stream.jsonl'
const QWEN_STREAM = 'claude-code-stream/qwen-stream-known-to-its-session.jsonl'
const VERTEX_RESULT = 'claude-code-stream/vertex-result-of-a-logged-session.json'
const VERTEX = 'claude-code/session-on-vertex.jsonl'
const GATEWAY = 'claude-code-stream/gateway-counts-totals.jsonl'
const GATEWAY_SESSION = 'claude-code/session-of-a-gateway.jsonl'
const CUT_ROLLOUT = 'codex/rollout-cut-before-its-exec-thread.jsonl'

/** Input 10 + 400 and 5 + 410; the stream knows 2 and 1 of the output of 50 and 30. */
const KNOWN = ['claude-opus-4-6: 1 × 410 + 50', 'claude-opus-4-6: 1 × 415 + 30']
const AGENTS = 'claude-opus-4-6: 1 × 203 + 15'
/** What only the result knows of all: 7 and 4 of another model. */
const SIDE = 'claude-haiku-4-5: null × 7 + 4'

const CODEX = ['gpt-5.2-codex: 1 × 1000 + 40', 'gpt-5.2-codex: 1 × 2100 + 60']
const GLM = ['glm-4.6: 1 × 100 + 9', 'glm-4.6: 1 × 110 + 7', 'glm-4.6: 1 × 130 + 6']
const GEMINI = ['gemini-2.5-pro: 1 × 1000 + 50', 'gemini-2.5-pro: 1 × 1100 + 50']

describe('what a run used, and its calls, from several logs', () => {
  it.each([
    // The result states 18 + 1010 and 95.
    [
      [STREAM],
      [
        'claude-haiku-4-5: null × 7 + 4',
        'claude-opus-4-6: 1 × 410 + 2',
        'claude-opus-4-6: 1 × 415 + 1',
        'claude-opus-4-6: null × 203 + 92',
      ],
    ],
    [
      [STREAM, SESSION],
      [...KNOWN, 'claude-opus-4-6: null × 203 + 15', SIDE],
    ],
    [
      [STREAM, SESSION, AGENT],
      [...KNOWN, AGENTS, SIDE],
    ],
    [
      [STREAM, RESULT, SESSION, AGENT],
      [...KNOWN, AGENTS, SIDE],
    ],
    [
      [RESULT, SESSION],
      [...KNOWN, 'claude-opus-4-6[1m]: null × 203 + 15', SIDE],
    ],
    [
      [RESULT, SESSION, AGENT],
      [...KNOWN, AGENTS, SIDE],
    ],
    // The later result states 24 + 1510 and 115; its third call 506 and 1; of the other model 9 and 5.
    [
      [STREAM, LONGER, SESSION, AGENT],
      [
        ...KNOWN,
        AGENTS,
        'claude-opus-4-6: 1 × 506 + 1',
        'claude-opus-4-6: 0 × 0 + 19',
        'claude-haiku-4-5: null × 9 + 5',
      ],
    ],
    [
      [RESULT, LONGER, SESSION, AGENT],
      [
        ...KNOWN,
        AGENTS,
        'claude-opus-4-6: 1 × 506 + 1',
        'claude-opus-4-6: 0 × 0 + 19',
        'claude-haiku-4-5: null × 9 + 5',
      ],
    ],
    // The message is one of two calls; it knows its output of 10 alone.
    [
      [COPILOT_OPEN, COPILOT],
      ['gpt-5: 1 × 100 + 15', 'gpt-5: 1 × null + 10'],
    ],
    [[COPILOT], ['gpt-5: 2 × 100 + 25']],
    // Telemetry knows the other model's call as one.
    [
      [REQUESTS, SESSION],
      [...KNOWN, 'claude-haiku-4-5: 1 × 7 + 4'],
    ],
    [
      [REQUESTS, SESSION, STREAM, AGENT, RESULT],
      [...KNOWN, AGENTS, 'claude-haiku-4-5: 1 × 7 + 4'],
    ],
    // The result names the model as Vertex AI does, @20250929.
    [[VERTEX_RESULT, VERTEX], ['claude-sonnet-4-5-20250929: 1 × 410 + 50']],
    // The result states 400 and 30; the calls 100, 110, 130 and 9, 7, 6, of which the session knows the first with 5.
    [[GATEWAY], [...GLM, 'glm-4.6: null × 60 + 8']],
    [
      [GATEWAY, GATEWAY_SESSION],
      [...GLM, 'glm-4.6: null × 60 + 8'],
    ],
    [[EXEC_EVENTS, ROLLOUT], CODEX],
    [[EXEC_EVENTS, EXEC], CODEX],
    [[EXEC_EVENTS, EXEC, ROLLOUT], CODEX],
    [[STEPS], ['null: 1 × 15 + 6', 'null: 1 × 17 + 8']],
    [
      [STEPS, STORED],
      ['claude-opus-4-5: 1 × 15 + 6', 'claude-opus-4-5: 1 × 17 + 8'],
    ],
    // Of the output 20 + 30 and 40 + 10 with thoughts; the other model is in no chat.
    [
      [CHAT, OUTPUT],
      [...GEMINI, 'gemini-2.5-flash: 1 × 300 + 4'],
    ],
    [
      [CHAT, TELEMETRY],
      [...GEMINI, 'gemini-2.5-flash: 1 × 300 + 4'],
    ],
    [
      [OUTPUT, TELEMETRY],
      [...GEMINI, 'gemini-2.5-flash: 1 × 300 + 4'],
    ],
    [
      [CHAT, OUTPUT, TELEMETRY],
      [...GEMINI, 'gemini-2.5-flash: 1 × 300 + 4'],
    ],
    [[SETTINGS, COMPLETION], ['claude-sonnet-4: null × 130 + 50']],
    [[QWEN, QWEN_STREAM], ['qwen3-coder-plus: 1 × 600 + 5']],
    [
      [EXEC, ROLLOUT],
      ['gpt-5.2-codex: 1 × 1000 + 40', 'gpt-5.2-codex: 1 × 2100 + 60'],
    ],
    // The thread's total is 3100 and 100.
    [
      [EXEC, CUT_ROLLOUT],
      ['gpt-5.2-codex: 1 × 1000 + 40', 'null: null × 2100 + 60'],
    ],
  ])('%j', (names, expected) => {
    for (const order of [names, names.toReversed()]) {
      for (const calls of [together(order), stepByStep(order), apart(order)])
        expect(calls.map(inWords).sort()).toEqual([...expected].sort())
      expect(
        rows(...order)
          .map((row) => `${row.model}: ${row.calls === undefined ? 1 : row.calls} × ${row.in} + ${row.out}`)
          .sort(),
      ).toEqual([...expected].sort())
    }
  })

  it('keeps the time of the call that only telemetry has, not of a greater one', () => {
    const names = [
      'otel-logs/claude-code-before-its-session-file.jsonl',
      'claude-code/session-file-of-the-second-day.jsonl',
    ]
    for (const order of [names, names.toReversed()]) {
      const byDay = together(order).map(
        (call) => `${new Date(call.time!).toISOString().slice(0, 10)}: ${inWords(call)}`,
      )
      expect(byDay.sort()).toEqual([
        '2026-03-01: claude-opus-4-6: 1 × 1000 + 10',
        '2026-03-02: claude-opus-4-6: 1 × 500 + 5',
      ])
    }
  })

  it('is forgotten with what calls account for, and its file counts it as a duplicate', () => {
    const tracker = new TokenUsageTracker()
    fill(tracker, EXEC, 0)
    fill(tracker, ROLLOUT, 1)
    expect(tracker.tallies(2, () => new Set())).toMatchObject([
      { entries: 0, calls: 0 },
      { entries: 2, calls: 2 },
    ])
    expect([...tracker.traced()].map(({ call }) => call)).toEqual([...tracker.calls()])
    expect([...tracker.alike(() => ALWAYS)]).toHaveLength(2)
  })
})

function fill(tracker: TokenUsageTracker, name: string, file: number): void {
  for (const [offset, record] of reading(name).records.entries()) tracker.add(record, { file, offset, format: 'test' })
}

function together(names: readonly string[]): Call[] {
  const tracker = new TokenUsageTracker()
  for (const [file, name] of names.entries()) fill(tracker, name, file)
  return [...tracker.calls()]
}

/** Asked for after each file, as progress is. */
function stepByStep(names: readonly string[]): Call[] {
  const tracker = new TokenUsageTracker()
  for (const [file, name] of names.entries()) {
    fill(tracker, name, file)
    tracker.getSummary()
  }
  return [...tracker.calls()]
}

/** Each file by a tracker of its own, merged. */
function apart(names: readonly string[]): Call[] {
  const whole = new TokenUsageTracker()
  for (const [file, name] of names.entries()) {
    const tracker = new TokenUsageTracker()
    fill(tracker, name, file)
    tracker.getSummary()
    whole.merge(tracker)
  }
  return [...whole.calls()]
}

function inWords({ model, calls, counts }: Call): string {
  return `${model}: ${calls} × ${counts.inputTokens} + ${counts.outputTokens}`
}
