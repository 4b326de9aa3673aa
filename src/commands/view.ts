import type { Command } from 'commander'
import { didYouMean } from '../config/nearest.ts'
import { COLUMN_NAMES } from '../render/columns.ts'
import { type Order, SORTS, type Sort } from '../render/row-order.ts'
import type { View } from '../render/row-tree.ts'
import { InvalidArgument } from './invalid-argument.ts'

/** Flags that say how tables show a report. JSON and CSV keep every row. */
export interface ViewOptions {
  readonly sort?: Sort
  readonly order?: Order
  readonly top?: number
  readonly columns?: readonly string[]
}

export function addViewOptions(command: Command): void {
  command
    .addOption(
      command.createOption('--sort <by>', 'order of rows (default: times as they pass, others by cost)').choices(SORTS),
    )
    .addOption(command.createOption('--order <order>', 'the other way round').choices(['asc', 'desc']))
    .option('--top <n>', 'show n rows, and the others as one; JSON and CSV keep all', rowCount)
    .option('--columns <names>', `columns to show, of ${COLUMN_NAMES.join(', ')}`, columnList)
}

export function viewOf({
  sort = null,
  order = null,
  top = null,
  columns = null,
}: {
  [key in keyof ViewOptions]: ViewOptions[key] | null
}): View {
  return { sort, order, top, columns }
}

function rowCount(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text)
  throw new InvalidArgument('It is no whole number above zero.')
}

function columnList(text: string): readonly string[] {
  const names = text.split(',').map((name) => name.trim().toLowerCase().replaceAll('-', '_'))
  const unknown = names.find((name) => !COLUMN_NAMES.includes(name))
  if (unknown === undefined) return [...new Set(names)]
  throw new InvalidArgument(
    `There is no column ${JSON.stringify(unknown)}${didYouMean(unknown, COLUMN_NAMES) || `; use ${COLUMN_NAMES.join(', ')}.`}`,
  )
}
