import type { GateResult } from '../report/gate.ts'
import type { TokenUsageReport } from '../report/report.ts'
import { escaped } from './escape.ts'
import { gateVerdict } from './gate-text.ts'
import { warningTexts } from './notes.ts'
import type { Render } from './renderer.ts'

/**
 * JUnit XML, as Jenkins, GitLab and Azure read it: one test case per gate. A limit that was exceeded is a failure; one
 * that cannot be judged, because something is missing, is an error. Without gates the suite is empty.
 */
export const renderJunit: Render = (report) => {
  const { gates } = report
  const count = (status: GateResult['status']) => gates.filter((gate) => gate.status === status).length
  const totals = `tests="${gates.length}" failures="${count('failed')}" errors="${count('unknown')}"`
  const facts = {
    total_cost_usd: report.total_cost_usd.toString(),
    cost_complete: String(report.cost_complete),
    total_tokens: String(report.total_tokens),
    call_count: String(report.call_count),
  }
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="tokencost" ${totals} time="0">`,
    `  <testsuite name="tokencost" ${totals} skipped="0" time="0">`,
    '    <properties>',
    ...Object.entries(facts).map(([name, value]) => `      <property name="${name}" value="${value}"/>`),
    '    </properties>',
    ...gates.flatMap(testCase),
    ...warningLines(report),
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n')
}

function testCase(gate: GateResult): readonly string[] {
  const verdict = xml(gateVerdict(gate))
  return [
    `    <testcase classname="tokencost" name="${xml(gate.name)}" time="0">`,
    gate.status === 'failed'
      ? `      <failure message="${verdict}" type="over_limit">${verdict}</failure>`
      : gate.status === 'unknown'
        ? `      <error message="${verdict}" type="${gate.reasons.join(' ')}">${verdict}</error>`
        : `      <system-out>${verdict}</system-out>`,
    '    </testcase>',
  ]
}

function warningLines(report: TokenUsageReport): readonly string[] {
  const texts = warningTexts(report).map((text) => xml(text))
  return texts.length === 0 ? [] : [`    <system-err>${texts.join('\n')}</system-err>`]
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** For text and for attributes. What XML has no way to write, not even as an entity, is written as JSON escapes it. */
function xml(text: string): string {
  return escaped(text)
    .replace(/\p{Noncharacter_Code_Point}/gu, '\uFFFD')
    .replace(/[&<>"]/g, (char) => ENTITIES[char]!)
}
