import type { TokencostError } from '../errors.ts'

/**
 * What readers of an option's value throw: commander, which knows it by its code, says which option it was. It is not commander's
 * own, so that a command can be loaded without commander.
 */
export class InvalidArgument extends Error {
  readonly code = 'commander.invalidArgument'
  readonly exitCode = 1
}

/** What is wrong and what to do about it, to be read behind commander's own sentence. */
export function sentences({ message, hint }: TokencostError): string {
  const first = `${message.slice(0, 1).toUpperCase()}${message.slice(1)}${/[.?]$/.test(message) ? '' : '.'}`
  return hint === null ? first : `${first} ${hint}`
}
