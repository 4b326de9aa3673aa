import { existsSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { CONFIG_NAME } from '../config/config.ts'
import { EXIT, TokencostError, writeReason } from '../errors.ts'
import { escaped } from '../render/escape.ts'
import type { CommandModule } from './command.ts'
import { findLogs } from './find-logs.ts'
import { initialConfig } from './init-text.ts'
import { loadPricing } from './prices.ts'

export const init: CommandModule = {
  define(command) {
    command.argument('[paths...]', 'the logs of this project (default: what is found in the current folder)')
    command.addHelpText('after', HELP)
  },

  async run(paths, _options, io) {
    const path = resolve(io.cwd, CONFIG_NAME)
    if (existsSync(path)) throw kept()
    const found = await findLogs(paths, await loadPricing({}, io), io)
    try {
      writeFileSync(path, initialConfig(found), { flag: 'wx' })
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') throw kept()
      throw new TokencostError('failed', `${CONFIG_NAME}: it could not be written (${writeReason(error)})`, {
        cause: error,
      })
    }
    const logs = found.inputs.length === 0 ? 'no log was found here' : `logs: ${found.inputs.map(escaped).join(', ')}`
    io.stderr.write(`wrote ${CONFIG_NAME} (${logs}); tokencost report in this folder reads it\n`)
    return EXIT.done
  },
}

function kept(): TokencostError {
  return new TokencostError('usage', `${CONFIG_NAME} exists already; it was left as it is`)
}

const HELP = `
It looks for logs in the current folder, names them under logs:, and explains
the other settings, among them limits for CI, with numbers that fit what it
found. An existing ${CONFIG_NAME} is never overwritten.

Examples:
  tokencost init                  a ${CONFIG_NAME} that fits this folder
  tokencost init runs/ ci/logs/   the same, for these logs
`
