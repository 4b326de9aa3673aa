import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { systemReason, TokencostError } from '../errors.ts'
import type { Io } from '../io.ts'
import { ModelPricing } from '../pricing/model-pricing.ts'

/** The built-in catalog with the user's, the project's and the given price files laid over it, in that order. */
export async function loadPricing(files: readonly string[], io: Io): Promise<ModelPricing> {
  const layers = files.map((file) => ({ name: file, text: textOf(resolve(io.cwd, file), file) }))
  return await ModelPricing.load(layers)
}

function textOf(path: string, name: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    throw new TokencostError('usage', `price file ${name}: ${systemReason(error)}`, { cause: error })
  }
}
