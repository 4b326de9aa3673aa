import { dimensionsNamed } from '../tracker/dimensions.ts'
import type { CommandModule } from './command.ts'

/** `tokencost daily` is `tokencost report --group-by day`, with all flags of report; `--group-by` adds further names. */
export function groupedBy(first: string, report: CommandModule): CommandModule {
  return {
    define: (command) => report.define(command),
    run(paths, options, io) {
      const further = (options['groupBy'] ?? []) as readonly string[]
      const groupBy = dimensionsNamed([first, ...further.filter((name) => name !== first)]).map(({ name }) => name)
      return report.run(paths, { ...options, groupBy }, io)
    },
  }
}
