import { type Dirent, existsSync, lstat, readdir, realpathSync, stat } from 'node:fs'
import { join, normalize, resolve, sep } from 'node:path'
import glob from 'fast-glob'

/** Is told of a folder that could not be looked into, by its whole path. */
export type OnUnreadable = (path: string, error: NodeJS.ErrnoException) => void

/**
 * The names of the files that a pattern matches, with `/` between folders in both. Links are followed; where `**` stands for
 * any number of folders, not back to one of these: that would go on for ever.
 */
export function filesOfGlob(pattern: string, cwd: string, onUnreadable: OnUnreadable = () => {}): Promise<string[]> {
  const folder = folderOf(pattern, cwd)
  const stars = pattern.indexOf('**', folder.length)
  const fixed = stars < 0 ? Number.POSITIVE_INFINITY : namesOf(resolve(cwd, pattern.slice(0, stars + 2))).length - 1
  return glob((folder && glob.escapePath(folder)) + pattern.slice(folder.length), {
    cwd,
    dot: true,
    onlyFiles: true,
    suppressErrors: true,
    fs: { stat: statOutsideCircles(fixed), readdir: telling(onUnreadable) },
  })
}

/** What fast-glob asks for the entries of a folder; of one that it cannot have, it makes nothing. */
function telling(onUnreadable: OnUnreadable): glob.FileSystemAdapter['readdir'] {
  return (path: string, ...rest: unknown[]) => {
    const [options, callback] = rest as [{ withFileTypes: true }, (error: Error | null, entries: Dirent[]) => void]
    readdir(path, options, (error, entries) => {
      // A name that is no UTF-8 is another one for Node, by which nothing is there.
      if (error !== null && (path.includes('\ufffd') || !NOTHING_THERE.includes(error.code!))) onUnreadable(path, error)
      callback(error, entries)
    })
  }
}

/** No folder, or not any more. */
const NOTHING_THERE = ['ENOENT', 'ENOTDIR']

/** The folder that a pattern begins with, or '': in `runs (old)/*.jsonl` the brackets are a name. */
function folderOf(pattern: string, cwd: string): string {
  const slashes = [...pattern.matchAll(/\//g)].map(({ index }) => index + 1)
  const missing = slashes.findIndex((end) => !existsSync(resolve(cwd, pattern.slice(0, end))))
  return pattern.slice(0, (missing < 0 ? slashes.at(-1) : slashes[missing - 1]) ?? 0)
}

/**
 * What fast-glob asks about links. One to a folder that its path has led through already stays a link, which is passed
 * over. The first `fixed` names of a path, which the pattern has before any `**`, may lead wherever they do.
 */
function statOutsideCircles(fixed: number): glob.FileSystemAdapter['stat'] {
  const realPaths = new Map<string, string>()
  return (path, callback) => (leadsBack(namesOf(path), fixed, realPaths) ? lstat : stat)(path, callback)
}

/** Steps are looked up from real paths, of which there are few: of paths through links there may be very many. */
function leadsBack(names: readonly string[], fixed: number, realPaths: Map<string, string>): boolean {
  const above = new Set<string>()
  let folder = realPath(names.slice(0, fixed).join(sep) + sep, realPaths)
  for (const name of names.slice(fixed)) {
    above.add(folder)
    folder = realPath(join(folder, name), realPaths)
  }
  return above.has(folder)
}

/** That of a folder which has gone meanwhile is its path; nothing is in it. */
function realPath(path: string, known: Map<string, string>): string {
  let real = known.get(path)
  if (real !== undefined) return real
  try {
    real = realpathSync.native(path)
  } catch {
    real = path
  }
  known.set(path, real)
  return real
}

function namesOf(path: string): readonly string[] {
  return normalize(path).split(sep)
}
