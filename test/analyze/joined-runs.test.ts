import { mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { renderJson } from '../../src/render/json.ts'
import type { TokenUsageReport } from '../../src/report/report.ts'
import { folderWith } from '../cli/folder.ts'
import { reportOn } from './reporting.ts'

const FIXTURES = resolve(import.meta.dirname, '../../fixtures')
const json = (report: TokenUsageReport) => renderJson(report, { width: null, color: false, lang: 'en' })

test.each<readonly [string, readonly string[]]>([
  [
    'Claude Code: its stream, result, session and agent, and telemetry',
    [
      ...[
        'claude-code-stream/placeholder-known-to-the-session.jsonl',
        'claude-code-stream/placeholder-longer-snapshot.jsonl',
      ],
      ...['claude-code-stream/result-of-a-logged-session.json', 'claude-code/session-known-to-a-stream.jsonl'],
      ...['claude-code/agent-unknown-to-its-stream.jsonl', 'otel-logs/claude-code-with-a-session-file.jsonl'],
    ],
  ],
  [
    'Codex: exec, rollout and telemetry',
    [
      ...['codex-exec/thread-with-a-rollout.jsonl', 'codex/rollout-of-an-exec-thread.jsonl'],
      'otel-logs/codex-with-a-rollout.jsonl',
    ],
  ],
  [
    'Gemini CLI: chat, output and telemetry',
    [
      ...['gemini-cli/chat-known-to-telemetry-and-output.json', 'gemini-cli-output/output-of-a-saved-chat.json'],
      'gemini-cli-telemetry/events-of-a-saved-chat.log',
    ],
  ],
  [
    'OpenCode: printed steps and stored session',
    ['opencode/printed-steps-of-a-stored-session.jsonl', 'opencode/stored-session-of-printed-steps.jsonl'],
  ],
  [
    'Droid: settings and exec',
    ['droid/with-exec/d-both.settings.json', 'droid/with-exec/exec-of-a-saved-session.jsonl'],
  ],
  ['Copilot CLI: closed and not', ['copilot-cli/closed-later.jsonl', 'copilot-cli/snapshot-before-the-shutdown.jsonl']],
  [
    'Qwen Code: session and stream',
    ['qwen-code/session-known-to-a-stream.jsonl', 'claude-code-stream/qwen-stream-known-to-its-session.jsonl'],
  ],
])('a run in several reports counts as in one: %s', async (_, logs) => {
  const cwd = folderWith()
  for (const cost of ['computed', 'logged', 'auto'] as const) {
    const how = { cost, groupBy: ['session', 'model'], withKeys: true }
    mkdirSync(join(cwd, cost))
    const saved: string[] = []
    for (const [index, log] of logs.entries()) {
      saved.push(join(cost, `${index}.json`))
      writeFileSync(join(cwd, saved.at(-1)!), json(await reportOn(FIXTURES, [log], how)))
    }
    const one = json(await reportOn(FIXTURES, [...logs].sort(), how))
    expect(json(await reportOn(cwd, saved, { withKeys: true }))).toBe(one)
    expect(json(await reportOn(cwd, saved.toReversed(), { withKeys: true }))).toBe(one)
  }
})
