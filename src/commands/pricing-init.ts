import { writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { EXIT, TokencostError, writeReason } from '../errors.ts'
import type { CommandModule } from './command.ts'
import { PROJECT_FILE } from './prices.ts'

export const pricingInit: CommandModule = {
  define(command) {
    command.addHelpText('after', `\nAn existing ${PROJECT_FILE} is never overwritten.\n`)
  },

  async run(_paths, _options, io) {
    try {
      writeFileSync(resolve(io.cwd, PROJECT_FILE), STARTER, { flag: 'wx' })
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST')
        throw new TokencostError('usage', `${PROJECT_FILE} exists already; it was left as it is`)
      throw new TokencostError('failed', `${PROJECT_FILE}: it could not be written (${writeReason(error)})`, {
        cause: error,
      })
    }
    io.stderr.write(`wrote ${PROJECT_FILE}; tokencost report in this folder reads it\n`)
    return EXIT.done
  },
}

const STARTER = `# Prices of this project, laid over those that ship with tokencost. USD per million tokens.
# tokencost pricing check ${PROJECT_FILE}   says what is wrong in it
# tokencost pricing show MODEL                    shows what a model costs then, and why

models:
  # A model of your own. The key is provider/id; match: lists the ids that logs write (* is any text).
  # acme/house-llm: { match: ["house-llm*"], input: 0.40, output: 1.20 }

  # A negotiated price. It replaces the whole list price; fees and regions stay.
  # openai/gpt-4o: { input: 2.25, cache_read: 1.125, output: 9 }

  # A price from a date on; calls before it keep the old one.
  # openai/gpt-4o: { from: 2026-12-01, input: 2, cache_read: 1, output: 8 }

  # A deployment that is billed like another model.
  # azure/my-deployment: { like: openai/gpt-4o, match: [my-deployment] }

# What models without any price are estimated at; each use is marked. Without it they have no cost.
# default: { input: 10, output: 20 }
`
