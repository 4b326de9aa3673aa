import type { Command, CommandModule } from './command.ts'

/** Every command, in the order of the help. Add yours here. */
export const COMMANDS: readonly Command[] = [
  {
    name: 'report',
    summary: 'what the calls in these logs cost, per model',
    load: () => import('./report.ts').then((module) => module.report),
  },
  {
    name: 'daily',
    summary: 'report --group-by day',
    load: () => reportBy('day'),
  },
  {
    name: 'weekly',
    summary: 'report --group-by week',
    load: () => reportBy('week'),
  },
  {
    name: 'monthly',
    summary: 'report --group-by month',
    load: () => reportBy('month'),
  },
  {
    name: 'sessions',
    summary: 'report --group-by session',
    load: () => reportBy('session'),
  },
  {
    name: 'diff',
    summary: 'compare two reports or logs, and say why the cost changed',
    load: () => import('./diff.ts').then((module) => module.diff),
  },
  {
    name: 'chart',
    summary: 'draw cost over time, tokens by class, cost by hour and weekday',
    load: () => import('./chart.ts').then((module) => module.chart),
  },
  {
    name: 'explain',
    summary: 'call by call: where it stands, its price and the arithmetic',
    load: () => import('./explain.ts').then((module) => module.explain),
  },
  {
    name: 'top',
    summary: 'the dearest calls and sessions, and what made them dear',
    load: () => import('./top.ts').then((module) => module.top),
  },
  {
    name: 'render',
    summary: 'print a saved report in another format',
    load: () => import('./render.ts').then((module) => module.render),
  },
  {
    name: 'inspect',
    summary: 'file by file: recognized formats, the accounting, shapes not understood',
    load: () => import('./inspect.ts').then((module) => module.inspect),
  },
  {
    name: 'init',
    summary: 'write a tokencost.yaml that fits the logs found here',
    load: () => import('./init.ts').then((module) => module.init),
  },
  {
    name: 'formats',
    summary: 'list the log formats that are recognized',
    load: () => import('./formats.ts').then((module) => module.formats),
  },
  {
    name: 'pricing',
    summary: 'look at prices, check and make price files',
    commands: [
      {
        name: 'list',
        summary: 'the prices in force, of all models or of those that match',
        load: () => import('./pricing-list.ts').then((module) => module.pricingList),
      },
      {
        name: 'show',
        summary: 'every rate of a model, where it comes from, and how the name matched',
        load: () => import('./pricing-show.ts').then((module) => module.pricingShow),
      },
      {
        name: 'check',
        summary: 'read a price file and say what is wrong or odd in it',
        load: () => import('./pricing-check.ts').then((module) => module.pricingCheck),
      },
      {
        name: 'init',
        summary: 'write a price file to begin with, tokencost.pricing.yaml',
        load: () => import('./pricing-init.ts').then((module) => module.pricingInit),
      },
      {
        name: 'update',
        summary: 'fetch a newer catalog into your own price file',
        load: () => import('./pricing-update.ts').then((module) => module.pricingUpdate),
      },
    ],
  },
]

async function reportBy(dimension: string): Promise<CommandModule> {
  const [{ groupedBy }, { report }] = await Promise.all([import('./shortcuts.ts'), import('./report.ts')])
  return groupedBy(dimension, report)
}
