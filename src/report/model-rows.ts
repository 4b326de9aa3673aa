import type { ModelRow, TokenUsageReport } from './report.ts'

/** Every model of a report with its row, in the order of rows. An object's own order puts names like "123" first. */
export function modelRows({ models_breakdown }: TokenUsageReport): readonly (readonly [string, ModelRow])[] {
  const models = Object.entries(models_breakdown).map(([name, row]) => ({ name, row }))
  return models.sort(byCost).map(({ name, row }) => [name, row])
}

/** Cost descending, rows without any cost last, then by name. */
export function byCost(a: { name: string; row: ModelRow }, b: { name: string; row: ModelRow }): number {
  const [costA, costB] = [a.row.cost_usd, b.row.cost_usd]
  const order =
    costA === null || costB === null ? Number(costA === null) - Number(costB === null) : costB.compare(costA)
  return order !== 0 ? order : a.name < b.name ? -1 : a.name > b.name ? 1 : 0
}
