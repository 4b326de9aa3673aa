import { gunzipSync } from 'node:zlib'
import { isArray, isObject, type Json, type JsonObject } from '../../src/usage/json.ts'

/**
 * The slow and obvious reader that the tests compare with: the whole text in memory, JSON.parse, no bytes, no states.
 * Shares nothing with src/scan/.
 */
export function naiveEntries(content: Buffer): JsonObject[] {
  const bytes = content[0] === 0x1f && content[1] === 0x8b ? gunzipSync(content) : content
  const text = bytes.toString('utf8').replace(/^\uFEFF/, '')
  const whole = parsed(text)
  if (whole !== undefined) return flattened(whole)
  const lines = text.split(/\r?\n/)
  const perLine = lines.map((line) => parsed(line.replace(/^data:\s*/, '').replace(/,\s*$/, '')))
  if (perLine.filter((value) => isObject(value)).length > 0) return perLine.flatMap(flattened)
  return text
    .split(/(?<=^\})\s*$/m)
    .map((document) => parsed(document))
    .flatMap(flattened)
}

function flattened(value: Json | undefined): JsonObject[] {
  if (isArray(value)) return value.filter(isObject)
  return isObject(value) ? [value] : []
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text.replace(/:\s*NaN\b/g, ':null')) as Json
  } catch {
    return undefined
  }
}
