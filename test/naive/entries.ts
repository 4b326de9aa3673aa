import { gunzipSync } from 'node:zlib'
import { unzipSync } from 'fflate'
import { isArray, isObject, type Json, type JsonObject } from '../../src/usage/json.ts'

/**
 * The slow and obvious reader that the tests compare with: the whole text in memory, JSON.parse, no bytes, no states.
 * Shares nothing with src/scan/.
 */
export function naiveEntries(content: Buffer): JsonObject[] {
  const bytes = content[0] === 0x1f && content[1] === 0x8b ? gunzipSync(content) : content
  if (bytes.subarray(0, 4).equals(ZIP)) return zipEntries(bytes)
  const text = bytes.toString('utf8').replace(/^\uFEFF/, '')
  const whole = parsed(text)
  if (whole !== undefined) return flattened(whole)
  const lines = text.split(/\r?\n/)
  const perLine = lines.map((line) => parsed(line.replace(/^data:\s*/, '').replace(/,\s*$/, '')))
  if (perLine.filter((value) => isObject(value)).length > 0) return perLine.flatMap(flattened)
  const documents = text
    .split(/(?<=^\})\s*$/m)
    .map((document) => parsed(document))
    .flatMap(flattened)
  return documents.length > 0 ? documents : lines.filter((line) => line.trim() !== '').map((line) => ({ text: line }))
}

const ZIP = Buffer.from('PK\u0003\u0004')

/** An `.eval` archive: the header and the samples; the journal and the summaries repeat them. */
function zipEntries(bytes: Buffer): JsonObject[] {
  return Object.entries(unzipSync(bytes))
    .filter(([name]) => name === 'header.json' || name.startsWith('samples/'))
    .flatMap(([, file]) => naiveEntries(Buffer.from(file)))
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
