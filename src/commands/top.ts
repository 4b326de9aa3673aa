import { resolve } from 'node:path'
import { EXIT, TokencostError } from '../errors.ts'
import { type Io, writeAll } from '../io.ts'
import { topText } from '../render/top-text.ts'
import type { DearCall } from '../report/insights.ts'
import { lineNumbers } from '../sources/line-numbers.ts'
import type { CommandModule } from './command.ts'
import { noInsights } from './insight-options.ts'
import { addInsightReportOptions, type InsightReportOptions, insightReport } from './insight-report.ts'
import { InvalidArgument } from './invalid-argument.ts'
import { wantsColor, widthOf } from './look.ts'

interface Options extends InsightReportOptions {
  readonly top: number
}

export const top: CommandModule = {
  define(command) {
    command
      .description('The dearest calls and sessions, and what made them dear.')
      .argument('[paths...]', 'logs, a saved report with insights, or - for standard input')
      .option('-n, --top <n>', 'how many of each', wholeNumber, 5)
    addInsightReportOptions(command)
    command.addHelpText('after', EXAMPLES)
  },

  async run(paths, opts, io) {
    const options = opts as unknown as Options
    const analysis = await insightReport(paths, options, options.top, io)
    const { report } = analysis
    if (report.insights === null) {
      const { reason, hint } = noInsights(analysis)
      throw new TokencostError('usage', reason, { hint })
    }
    const { dearest_calls, dearest_sessions } = report.insights
    const shown = {
      ...report.insights,
      dearest_calls: dearest_calls.slice(0, options.top),
      dearest_sessions: dearest_sessions.slice(0, options.top),
    }
    const placeOf = await placesOf(shown.dearest_calls, io)
    const look = { width: widthOf(io.stdout, io.env), color: wantsColor(options.color, io.stdout, io.env) }
    await writeAll(io.stdout, topText(report, shown, placeOf, look))
    return EXIT.done
  },
}

/** 'run.jsonl:12' where the file can be read once more, its name alone where it cannot. */
async function placesOf(calls: readonly DearCall[], io: Io): Promise<(call: DearCall) => string> {
  const lines = new Map<string, ReadonlyMap<number, number>>()
  for (const name of new Set(calls.map(({ file }) => file))) {
    const offsets = calls.filter(({ file }) => file === name).flatMap(({ offset }) => offset ?? [])
    const path = name === '-' ? null : resolve(io.cwd, name)
    lines.set(name, await lineNumbers({ name, path }, offsets).catch(() => new Map()))
  }
  return ({ file, offset }) => {
    const line = offset === null ? undefined : lines.get(file)?.get(offset)
    return line === undefined ? file : `${file}:${line}`
  }
}

function wholeNumber(text: string): number {
  if (/^[1-9]\d{0,3}$/.test(text)) return Number(text)
  throw new InvalidArgument('It is no whole number from 1 to 9999.')
}

const EXAMPLES = `
Examples:
  tokencost top logs/                   the five dearest calls and sessions
  tokencost top logs/ -n 20 --since 7d  twenty of each, of a week
  tokencost explain logs/ --top 5       the arithmetic of the dearest calls
`
