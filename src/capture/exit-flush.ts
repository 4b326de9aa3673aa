import host from 'node:process'

/** Something that must be saved before the process ends. */
interface Flushable {
  flush(): void
}

const unsaved = new Set<Flushable>()
let watching = false

/**
 * Saves `what` if the process ends before `saved` is called: on exit, which uncaught errors come to as well, and on
 * SIGTERM. The signal is listened to from then on, because one that arrives just when a listener goes would be lost.
 */
export function saveAtExit(what: Flushable): void {
  unsaved.add(what)
  if (watching) return
  watching = true
  host.on('exit', flushAll)
  host.prependListener('SIGTERM', onSignal)
}

export function saved(what: Flushable): void {
  unsaved.delete(what)
}

function flushAll(): void {
  for (const what of [...unsaved]) what.flush()
}

/**
 * Flushes and steps aside, so that the signal does what it would do without us: other listeners run, none of which sees
 * this one, or the process ends by it.
 */
function onSignal(signal: NodeJS.Signals): void {
  flushAll()
  host.off(signal, onSignal)
  if (host.listenerCount(signal) === 0) host.kill(host.pid, signal)
  else setImmediate(() => host.prependListener(signal, onSignal)).unref()
}
