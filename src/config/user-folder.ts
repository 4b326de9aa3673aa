import { isAbsolute, join, relative } from 'node:path'
import type { Io } from '../io.ts'

type Kind = 'config' | 'cache'

const FOLDERS = {
  config: { variable: 'XDG_CONFIG_HOME', below: '.config' },
  cache: { variable: 'XDG_CACHE_HOME', below: '.cache' },
} as const

/** A file of ours in the user's own folders, as the XDG specification places them; null where there is no home. */
export function userFile(kind: Kind, name: string, env: Io['env']): string | null {
  const { variable, below } = FOLDERS[kind]
  const chosen = env[variable] ?? ''
  if (isAbsolute(chosen)) return join(chosen, 'tokencost', name)
  const home = homeOf(env)
  return home === null ? null : join(home, below, 'tokencost', name)
}

/** `path` for a report or a message: the user's home is `~`, so that no report says whose machine it was made on. */
export function homeless(path: string, env: Io['env']): string {
  const home = homeOf(env)
  if (home === null || !isAbsolute(path)) return path
  const inside = relative(home, path)
  return inside.startsWith('..') || isAbsolute(inside) ? path : join('~', inside)
}

function homeOf(env: Io['env']): string | null {
  const home = env['HOME'] ?? env['USERPROFILE'] ?? ''
  return isAbsolute(home) ? home : null
}
