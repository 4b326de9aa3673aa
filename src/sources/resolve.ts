import { type Dirent, existsSync, readdirSync, realpathSync, type Stats, statSync } from 'node:fs'
import { isAbsolute, join, relative, resolve, sep } from 'node:path'
import { isAbsence, systemReason } from '../errors.ts'
import { EXTENSIONS, isCacheName, isCassettePath, isDatabaseName, isLogName } from './extensions.ts'
import type { Source, SourceList, SourceProblem } from './source.ts'

/**
 * Turns paths, directories, globs and '-' into sources, relative to `cwd`. Globs are expanded here too, for Windows and
 * quoted arguments; a path that exists is never taken for a glob.
 */
export async function resolveSources(inputs: readonly string[], cwd: string): Promise<SourceList> {
  const found = new Found(cwd)
  for (const input of inputs) {
    if (input === '-') found.addStandardInput()
    else if (!found.addPath(input)) await found.addGlob(input)
  }
  return found.list()
}

class Found {
  private readonly cwd: string
  private readonly files: Source[] = []
  /** False: all of them were met in folders as what they are, so that none is there twice. */
  private mayRepeat = false
  private standardInput: Source | null = null
  /** Folders whose files were met, by any name. */
  private readonly visited = new Set<string>()
  private skipped = 0
  private readonly problems: SourceProblem[] = []

  constructor(cwd: string) {
    this.cwd = cwd
  }

  addStandardInput(): void {
    this.standardInput = { name: '-', path: null }
  }

  /** False when there is nothing of that name and the name may be a glob. */
  addPath(input: string): boolean {
    const path = resolve(this.cwd, input)
    try {
      const kind = statSync(path)
      if (input === '') this.problem('missing', '""', 'an empty path names nothing; is a variable unset?')
      else if (kind.isDirectory()) {
        const name = input === '.' ? '' : portable(input).replace(/\/+$/, '')
        if (!this.addDirectory(realpathSync.native(path), name, new Set()))
          this.problem('no_logs', portable(input), `no log is in it; logs end in ${EXTENSIONS.join(', ')}`)
      } else if (kind.isFile()) this.addFile(realpathSync.native(path), portable(input))
      else this.addFile(path, portable(input), true)
      return true
    } catch (error) {
      const isTooLong = (error as NodeJS.ErrnoException).code === 'ENAMETOOLONG'
      if ((isAbsence(error) || isTooLong) && /[*?[\]{}!()]/.test(input)) return false
      this.problem(isAbsence(error) ? 'missing' : 'unreadable', portable(input), systemReason(error))
      return true
    }
  }

  async addGlob(input: string): Promise<void> {
    const { filesOfGlob } = await import('./glob.ts')
    const unreadable = new Map<string, NodeJS.ErrnoException>()
    const matches = await filesOfGlob(portable(input), this.cwd, (path, error) => unreadable.set(path, error))
    const inOrder = [...unreadable].sort(([a], [b]) => (a < b ? -1 : 1))
    for (const [path, error] of inOrder) this.unreadable(isAbsolute(input) ? path : relative(this.cwd, path), error)
    if (matches.length + unreadable.size === 0) this.problem('missing', input, 'no file matches this pattern')
    for (const match of matches) this.addPath(match)
  }

  list(): SourceList {
    const sources = (this.mayRepeat ? eachOnce(this.files) : this.files).sort(byName)
    return {
      sources: this.standardInput === null ? sources : [this.standardInput, ...sources],
      skipped: this.skipped,
      problems: this.problems,
    }
  }

  /** `path` without links in it, so that no file is read twice. */
  private addFile(path: string, name: string, pipe = false): void {
    this.files.push(pipe ? { name, path, pipe } : { name, path })
    this.mayRepeat = true
  }

  /**
   * `path` without links in it; `walked`: folders of the same input. One that another input led to gives its files once more: their
   * least names count, in whatever order inputs come. False when no log is below it, as far as it could be looked at.
   */
  private addDirectory(path: string, name: string, walked: Set<string>): boolean {
    if (walked.has(path)) return true
    walked.add(path)
    const isNew = !this.visited.has(path)
    this.visited.add(path)
    this.mayRepeat ||= !isNew
    let entries: Dirent[]
    try {
      // By their short names, so that the whole ones are nearly in order.
      entries = readdirSync(path, { withFileTypes: true }).sort(byName)
    } catch (error) {
      if (isNew) this.unreadable(name || '.', error)
      return true
    }
    let found = false
    const [folder, prefix] = [join(path, sep), name === '' ? '' : `${name}/`]
    for (const entry of entries) {
      const childPath = folder + entry.name
      // One text in memory where both are the same.
      const childName = prefix === folder ? childPath : prefix + entry.name
      const target = entry.isSymbolicLink() ? linkTarget(childPath) : null
      const isHidden = target instanceof Error && isOfInterest(childPath, entry.name)
      const file = target instanceof Error ? null : target
      const kind = file?.kind ?? entry
      if (isHidden || isNoText(childPath, entry)) {
        if (isNew) this.unreadable(childName, target)
        found = true
      } else if (kind.isDirectory()) found = this.addDirectory(file?.path ?? childPath, childName, walked) || found
      else if (kind.isFile() && isOfInterest(childPath, entry.name)) {
        if (file === null) this.files.push({ name: childName, path: childPath })
        else this.addFile(file.path, childName)
        found = true
      } else if (isNew && !isCacheName(entry.name)) this.skipped++
    }
    return found
  }

  /** `error`: why; any where the name is none. */
  private unreadable(name: string, error: unknown): void {
    const reason = name.includes('\ufffd') ? 'its name is not valid UTF-8; rename it' : systemReason(error)
    this.problem('unreadable', portable(name), reason)
  }

  private problem(code: SourceProblem['code'], name: string, reason: string): void {
    this.problems.push({ code, name, message: `${name}: ${reason}` })
  }
}

/** True for a log or folder whose name has bytes that are no UTF-8: Node gives it another name, by which nothing opens. */
function isNoText(path: string, entry: Dirent): boolean {
  return entry.name.includes('\ufffd') && (isLogName(entry.name) || entry.isDirectory()) && !existsSync(path)
}

/** null where a link leads nowhere; an error where it may lead to something that cannot be looked at. */
function linkTarget(path: string): { readonly path: string; readonly kind: Stats } | Error | null {
  try {
    return { path: realpathSync.native(path), kind: statSync(path) }
  } catch (error) {
    return isAbsence(error) || (error as NodeJS.ErrnoException).code === 'ELOOP' ? null : (error as Error)
  }
}

function portable(path: string): string {
  return sep === '\\' ? path.replaceAll('\\', '/') : path
}

function isOfInterest(path: string, name: string): boolean {
  return isLogName(name) || isDatabaseName(name) || isCassettePath(path)
}

/** Each file by the least of its names. */
function eachOnce(files: readonly Source[]): Source[] {
  const byPath = new Map<string | null, Source>()
  for (const file of files) {
    const known = byPath.get(file.path)
    if (known === undefined || file.name < known.name) byPath.set(file.path, file)
  }
  return [...byPath.values()]
}

function byName(a: { readonly name: string }, b: { readonly name: string }): number {
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0
}
