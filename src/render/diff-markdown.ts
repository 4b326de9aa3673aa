import type { ReportDiff } from '../report/diff.ts'
import {
  cautions,
  effectLines,
  modelCells,
  moneyOfDiff,
  otherWarnings,
  percentOf,
  sideTexts,
  signedMoney,
  totalCells,
} from './diff-text.ts'
import { code, sentence } from './markdown-text.ts'
import type { Money } from './money.ts'
import type { RenderOptions } from './renderer.ts'

/** GitHub-flavoured Markdown for a comment or a step summary: the change first, then the models and the reasons. */
export function renderDiffMarkdown(diff: ReportDiff, { tag = 'diff' }: Pick<RenderOptions, 'tag'>): string {
  return `<!-- tokencost:${tag.replace(/[^\w.]+/g, '-')} -->\n${diffSection(diff)}`
}

/** The same without the hidden first line, to stand below a report. */
export function diffSection(diff: ReportDiff): string {
  const money = moneyOfDiff(diff)
  const alerts = cautions(diff)
  const warnings = otherWarnings(diff)
  const details = [...sideTexts(diff), ...warnings].map((text) => `- ${sentence(text)}`).join('\n')
  const sections = [
    `### ${heading(diff, money)}`,
    alerts.length === 0 ? '' : ['> [!WARNING]', ...alerts.map((text) => `> - ${sentence(text)}`)].join('\n'),
    effects(diff, money),
    table(diff, money),
    `<details><summary>What was compared</summary>\n\n${details}\n\n</details>`,
  ]
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`
}

function heading({ base, change }: ReportDiff, money: Money): string {
  if (base === null || change === null) return 'Token cost: no baseline to compare with'
  if (change.cost_usd.isZero) return 'Token cost: no change'
  const percent = percentOf(change.percent)
  return sentence(`Token cost change: ${signedMoney(change.cost_usd, money)}${percent === '' ? '' : ` (${percent})`}`)
}

function effects(diff: ReportDiff, money: Money): string {
  const lines = effectLines(diff, money)
  return lines.map(([label, amount, meaning]) => `- **${label}** ${sentence(amount)}: ${meaning}`).join('\n')
}

function table(diff: ReportDiff, money: Money): string {
  const { listed, rest } = modelCells(diff, money)
  const [total, ...sums] = totalCells(diff, money)
  const row = (name: string, numbers: readonly string[]) => [name, ...numbers.map((text) => text && sentence(text))]
  const cells = [
    ['Model', 'Base', 'Head', 'Change', '%'],
    [':--', '--:', '--:', '--:', '--:'],
    ...listed.map(([name, ...numbers]) => row(code(name), numbers)),
    ...(rest === null ? [] : [row(sentence(rest[0]), rest.slice(1))]),
    [`**${total}**`, ...sums.map((text) => (text === '' ? '' : `**${sentence(text)}**`))],
  ]
  return cells.map((row) => `| ${row.join(' | ')} |`).join('\n')
}
