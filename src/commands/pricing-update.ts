import { existsSync, readFileSync } from 'node:fs'
import { homeless } from '../config/user-folder.ts'
import { EXIT, TokencostError } from '../errors.ts'
import type { Io } from '../io.ts'
import { loadBuiltIn } from '../pricing/catalog.ts'
import { fetchText, shownUrl } from '../pricing/fetch-text.ts'
import { type PriceLayer, parsePriceLayer } from '../pricing/layer.ts'
import { ModelPricing } from '../pricing/model-pricing.ts'
import { counted } from '../render/count.ts'
import { escaped } from '../render/escape.ts'
import { writeWhole } from '../sources/whole-file.ts'
import type { CommandModule } from './command.ts'
import { userPriceFile } from './prices.ts'

interface UpdateOptions {
  readonly fetch?: boolean
  readonly from?: string
}

const MARK = '# Fetched by tokencost pricing update'

export const pricingUpdate: CommandModule = {
  define(command) {
    command
      .option('--fetch', 'open a connection; without it nothing is done')
      .option('--from <url>', 'where the price file is, http:// or https://')
      .addHelpText('after', NOTE)
  },

  async run(_paths, opts, io) {
    const { fetch: asked, from } = opts as UpdateOptions
    if (asked !== true) throw new TokencostError('usage', 'nothing is fetched without --fetch')
    if (from === undefined)
      throw new TokencostError('usage', 'no address: there is no default one, so name it with --from URL')
    const path = userPriceFile(io)
    if (path === null) throw new TokencostError('usage', 'no home folder: set XDG_CONFIG_HOME to say where to write')
    refuseHandWritten(path, io)
    const url = shownUrl(from)
    const text = await fetchText(from)
    const layer = await checked(text, url)
    const name = homeless(path, io.env)
    writeWhole(path, [`${MARK} from ${url}\n${text}`], name)
    const count = counted(Object.keys(layer.file.models).length, 'model')
    const date = layer.file.as_of === undefined ? '' : `, prices of ${escaped(layer.file.as_of)}`
    io.stderr.write(`wrote ${escaped(name)}: ${count}${date}\n`)
    return EXIT.done
  },
}

/** Prices that somebody wrote are not ours to replace. */
function refuseHandWritten(path: string, io: Io): void {
  if (!existsSync(path) || readFileSync(path, 'utf8').startsWith(MARK)) return
  throw new TokencostError('usage', `${homeless(path, io.env)} was not fetched, so it is not replaced`, {
    hint: 'Move your own prices to tokencost.pricing.yaml, or name them with --pricing.',
  })
}

/** Read as it will be read, over the built-in prices; throws when anything is wrong, before anything is replaced. */
async function checked(text: string, url: string): Promise<PriceLayer> {
  const layer = await parsePriceLayer(text, url)
  if (Object.keys(layer.file.models).length === 0)
    throw new TokencostError('failed', `${url}: it lists no model, so nothing was replaced`)
  ModelPricing.of([await loadBuiltIn(), layer])
  return layer
}

const NOTE = `
The file is checked first, and replaces what an earlier update wrote, whole or
not at all. It is laid over the prices that ship, under those of the project.

Example:
  tokencost pricing update --fetch --from https://prices.example/pricing.yaml
`
