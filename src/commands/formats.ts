import { EXIT } from '../errors.ts'
import { FORMATS } from '../formats/index.ts'
import { writeAll } from '../io.ts'
import type { CommandModule } from './command.ts'

export const formats: CommandModule = {
  define(command) {
    command.description('List the log formats that are recognized, each with one example entry.')
  },

  async run(_paths, _options, io) {
    const blocks = FORMATS.map(({ name, title, example }) => `${name}\n  ${title}\n  ${example}\n`)
    await writeAll(io.stdout, blocks.join('\n'))
    return EXIT.done
  },
}
