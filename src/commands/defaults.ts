import { relative } from 'node:path'
import type { Config } from '../config/config.ts'
import type { PlacedText } from '../config/rates.ts'
import { TokencostError } from '../errors.ts'
import type { Io } from '../io.ts'
import { dimensionsNamed } from '../tracker/dimensions.ts'
import { checkedOutput, type OutputOptions } from './output.ts'
import { type SliceOptions, zoneName } from './slices.ts'

/** The flags, and what the configuration says in place of those that are not given. */
export function withDefaults<Options extends SliceOptions & OutputOptions>(
  options: Options,
  config: Config,
  io: Io,
): Options {
  const groupBy = config.groupBy?.flatMap((item) =>
    read(item, (text) => dimensionsNamed(text.split(',').map((name) => name.trim())).map(({ name }) => name)),
  )
  if (groupBy !== undefined) read(config.groupBy![0]!, () => dimensionsNamed(groupBy))
  const timezone = config.timezone === null ? undefined : read(config.timezone, zoneName)
  const output = config.outputs.map((item) => read(item, (file) => outputIn(relative(io.cwd, file))))
  return {
    ...options,
    ...(options.groupBy === undefined && groupBy !== undefined ? { groupBy } : {}),
    ...(options.timezone === undefined && timezone !== undefined ? { timezone } : {}),
    ...(options.output === undefined && output.length > 0 ? { output } : {}),
  }
}

function outputIn(file: string): string {
  return checkedOutput(file, `outputs: the extension of ${file}`)
}

/** What is wrong with a text is said with its place. */
function read<T>({ text, at }: PlacedText, reader: (text: string) => T): T {
  try {
    return reader(text)
  } catch (error) {
    if (!(error instanceof Error)) throw error
    const hint = error instanceof TokencostError ? error.hint : null
    throw new TokencostError('usage', `${at}: ${error.message}`, hint === null ? {} : { hint })
  }
}
