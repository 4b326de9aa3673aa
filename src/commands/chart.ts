import { EXIT } from '../errors.ts'
import { writeAll } from '../io.ts'
import { CHARTS, type Chart, chartText } from '../render/chart.ts'
import type { CommandModule } from './command.ts'
import { sayNoInsights } from './insight-options.ts'
import { addInsightReportOptions, type InsightReportOptions, insightReport } from './insight-report.ts'
import { wantsColor, widthOf } from './look.ts'

interface Options extends InsightReportOptions {
  readonly only?: Chart
}

export const chart: CommandModule = {
  define(command) {
    command
      .description('Draw what calls cost: over time by model, tokens by class, by hour and weekday.')
      .argument('[paths...]', 'logs, a saved report with insights, or - for standard input')
      .addOption(command.createOption('--only <chart>', 'one of the three').choices(CHARTS))
    addInsightReportOptions(command)
    command.addHelpText('after', EXAMPLES)
  },

  async run(paths, opts, io) {
    const options = opts as unknown as Options
    const analysis = await insightReport(paths, options, 1, io)
    const { report } = analysis
    if (report.insights === null && options.only !== 'tokens' && options.quiet !== true) sayNoInsights(analysis, io)
    const look = { width: widthOf(io.stdout, io.env), color: wantsColor(options.color, io.stdout, io.env) }
    await writeAll(io.stdout, chartText(report, options.only === undefined ? CHARTS : [options.only], look))
    return EXIT.done
  },
}

const EXAMPLES = `
Examples:
  tokencost chart logs/                         all three charts
  tokencost chart logs/ --only time --since 7d  the last week, by model
  tokencost chart logs/ --only hours -z local   when the money goes
`
