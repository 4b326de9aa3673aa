import type { GateResult } from '../report/gate.ts'
import { callsText, countText } from './count.ts'
import { escaped } from './escape.ts'
import { gateVerdict } from './gate-text.ts'
import { moneyOf, totalCostText } from './money.ts'
import { warningTexts } from './notes.ts'
import type { Render } from './renderer.ts'

/** GitHub shows ten annotations of a kind per step and drops the others. */
const MOST = 10

type Level = 'error' | 'warning' | 'notice'

interface Annotation {
  readonly level: Level
  readonly title: string
  readonly text: string
}

/** Workflow commands for GitHub Actions: the total and kept limits as notices, broken limits as errors, warnings as such. */
export const renderGithub: Render = (report) => {
  const tokens = `${countText(report.total_tokens)} tokens in ${callsText(report)} calls`
  const total = `${totalCostText(report, moneyOf(report))}, ${tokens}`
  const annotations: readonly Annotation[] = [
    { level: 'notice', title: 'Token cost', text: total },
    ...report.gates.map((gate) => ({ level: LEVELS[gate.status], title: gate.name, text: gateVerdict(gate) })),
    ...warningTexts(report).map((text) => ({ level: 'warning' as const, title: 'Token cost', text })),
  ]
  const lines = (['error', 'warning', 'notice'] as const).flatMap((level) =>
    limited(
      annotations.filter((each) => each.level === level),
      level,
    ),
  )
  return lines.map(({ level, title, text }) => `::${level} title=${property(title)}::${data(text)}\n`).join('')
}

const LEVELS: Readonly<Record<GateResult['status'], Level>> = {
  failed: 'error',
  unknown: 'error',
  warned: 'warning',
  passed: 'notice',
}

function limited(annotations: readonly Annotation[], level: Level): readonly Annotation[] {
  if (annotations.length <= MOST) return annotations
  const more = annotations.length - MOST + 1
  const text = `${more} more of this kind; the log of this step and --json show them`
  return [...annotations.slice(0, MOST - 1), { level, title: 'Token cost', text }]
}

/** As @actions/core escapes it; control characters are made visible before. */
function data(text: string): string {
  return escaped(text).replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}
