import { resolve } from 'node:path'
import { EXIT } from '../errors.ts'
import { writeAll } from '../io.ts'
import { loadBuiltIn } from '../pricing/catalog.ts'
import { findingsOf } from '../pricing/findings.ts'
import { readPriceLayer } from '../pricing/layer.ts'
import { ModelPricing } from '../pricing/model-pricing.ts'
import { counted } from '../render/count.ts'
import { escaped } from '../render/escape.ts'
import { isoDay } from '../usage/time.ts'
import type { CommandModule } from './command.ts'

export const pricingCheck: CommandModule = {
  define(command) {
    command.argument('<file>', 'a price file, YAML or JSON').addHelpText('after', EXAMPLES)
  },

  async run([file], _options, io) {
    const layer = await readPriceLayer(resolve(io.cwd, file!), file)
    ModelPricing.of([await loadBuiltIn(), layer])
    const { models } = layer.file
    const today = isoDay(Date.now())
    const findings = findingsOf(models, today).map((finding) => `${escaped(finding)}\n`)
    const verdict = findings.length === 0 ? 'nothing odd' : `${counted(findings.length, 'thing')} to know`
    const count = counted(Object.keys(models).length, 'model')
    await writeAll(io.stdout, `${escaped(file!)}: it can be read; ${count}, ${verdict}\n${findings.join('')}`)
    return EXIT.done
  },
}

const EXAMPLES = `
A mistake is printed as file:line:column, with exit code 2. Periods that begin
in the future, and prices that are legal but odd, are listed with exit code 0.
`
