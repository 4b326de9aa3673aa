import type { JsonObject } from '../usage/json.ts'
import { builtInFormatOf } from './built-in.ts'
import { claudeCode } from './claude-code.ts'
import type { Format } from './format.ts'

/**
 * The same as `builtInFormatOf`. Sessions of Claude Code, the most usual logs, are known without a look at FORMATS, so that a
 * report over them does not load the others. No format before theirs takes what they take: a test holds them to it.
 */
export function usualFormatOf(entry: JsonObject): Format | null {
  return claudeCode.recognizes(entry) ? claudeCode : builtInFormatOf(entry)
}

/** True for the format that takes any entry, most of which say nothing. Formats of a configuration may not take its name. */
export function takesAnything({ name }: Format): boolean {
  return name === 'generic'
}
