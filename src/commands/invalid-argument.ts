/**
 * What readers of an option's value throw: commander, which knows it by its code, says which option it was. It is not commander's
 * own, so that a command can be loaded without commander.
 */
export class InvalidArgument extends Error {
  readonly code = 'commander.invalidArgument'
  readonly exitCode = 1
}
