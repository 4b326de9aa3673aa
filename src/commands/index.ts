import type { Command } from './command.ts'

/** Every command, in the order of the help. Add yours here. */
export const COMMANDS: readonly Command[] = [
  {
    name: 'report',
    summary: 'what the calls in these logs cost, per model',
    load: () => import('./report.ts').then((module) => module.report),
  },
  {
    name: 'render',
    summary: 'print a saved report in another format',
    load: () => import('./render.ts').then((module) => module.render),
  },
  {
    name: 'formats',
    summary: 'list the log formats that are recognized',
    load: () => import('./formats.ts').then((module) => module.formats),
  },
]
