import host from 'node:process'

/** Something that must be saved before the process ends. */
export interface Flushable {
  flush(): void
}

const SIGNALS = ['SIGTERM', 'SIGINT'] as const

const unsaved = new Set<Flushable>()
let watchesExit = false

/**
 * Saves `what` if the process ends before `saved` is called: on exit, which uncaught errors come to as well, and on
 * SIGTERM and SIGINT. While nothing is unsaved no signal is listened to, so its effect is the one without us.
 */
export function saveAtExit(what: Flushable): void {
  if (!watchesExit) host.on('exit', flushAll)
  watchesExit = true
  if (unsaved.size === 0) for (const signal of SIGNALS) host.prependListener(signal, onSignal)
  unsaved.add(what)
}

export function saved(what: Flushable): void {
  if (unsaved.delete(what) && unsaved.size === 0) for (const signal of SIGNALS) host.off(signal, onSignal)
}

function flushAll(): void {
  for (const what of [...unsaved]) what.flush()
}

/** Flushes, steps aside, and lets the signal do what it would have done: other listeners run, or it ends the process. */
function onSignal(signal: NodeJS.Signals): void {
  flushAll()
  for (const name of SIGNALS) host.off(name, onSignal)
  if (host.listenerCount(signal) === 0) host.kill(host.pid, signal)
  else if (unsaved.size > 0) for (const name of SIGNALS) host.prependListener(name, onSignal)
}
