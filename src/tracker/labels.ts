import { TokencostError } from '../errors.ts'
import type { Call } from './call.ts'

/** Labels that the user gives to calls, beside those that logs carry. */
export interface GivenLabels {
  /** For every call. They win over all others. */
  readonly fixed: Readonly<Record<string, string>>
  /** Patterns of paths that name labels: 'logs/{team}/{run}.jsonl'. The first that fits a file counts. */
  readonly paths: readonly string[]
}

export const NO_LABELS: GivenLabels = { fixed: {}, paths: [] }

/** A function that gives the labels of a file by its number. */
export function labelsByFile(
  { fixed, paths }: GivenLabels,
  files: readonly string[],
): (file: number) => Readonly<Record<string, string>> {
  const patterns = paths.map(pathPattern)
  const labels = files.map((file) => ({ ...labelsIn(file, patterns), ...fixed }))
  return (file) => labels[file] ?? fixed
}

/** Files that no pattern fits: their calls lack labels that the user counts on. */
export function labelWarnings(
  { paths }: GivenLabels,
  files: readonly string[],
): readonly { readonly code: string; readonly message: string }[] {
  const patterns = paths.map(pathPattern)
  const unfit = patterns.length === 0 ? [] : files.filter((file) => labelsIn(file, patterns) === null)
  return unfit.map((file) => ({ code: 'unlabelled', message: `${file}: its path gives no label by --label-from` }))
}

/** Labels given over other ones of the log: most likely a filter was meant. */
export function relabelWarnings(
  { fixed }: GivenLabels,
  calls: Iterable<Call>,
): readonly { readonly code: string; readonly message: string }[] {
  const given = Object.entries(fixed)
  if (given.length === 0) return []
  const changed = new Map<string, number>()
  for (const { attributes, calls: count } of calls)
    for (const [name, value] of given) {
      const own = attributes.labels !== undefined && Object.hasOwn(attributes.labels, name)
      if (own && attributes.labels[name] !== value) changed.set(name, (changed.get(name) ?? 0) + (count ?? 1))
    }
  return [...changed].map(([name, count]) => ({
    code: 'relabelled',
    message:
      `--label ${name}=${fixed[name]} replaces another ${name} of the log for ${count} ${count === 1 ? 'call' : 'calls'}; ` +
      `--where label:${name}=${fixed[name]} would count only those that have it`,
  }))
}

/**
 * `{name}` stands for a label within one part of the path, `*` for any text within a part, `**` for any parts. The
 * pattern may begin at any part of the path. Throws a usage error where it names no label, or one twice.
 */
export function pathPattern(pattern: string): RegExp {
  const names = [...pattern.matchAll(/\{(\w*)\}/g)].map(([, name]) => name!)
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  const wrong =
    names.length === 0 ? 'names no label' : twice !== undefined ? `names {${twice}} twice` : namesWrong(names)
  if (wrong !== null)
    throw new TokencostError('usage', `--label-from ${JSON.stringify(pattern)} ${wrong}`, {
      hint: "Write labels as {name} where they stand in the path: --label-from 'logs/{team}/{run}.jsonl'",
    })
  const source = plainPath(pattern).replace(/\{(\w+)\}|\*\*\/?|\*|[^\w/]/g, (part, name?: string) => {
    if (name !== undefined) return `(?<${name}>[^/]+?)`
    if (part.startsWith('**')) return '.*'
    return part === '*' ? '[^/]*' : `\\u{${part.codePointAt(0)!.toString(16)}}`
  })
  return new RegExp(`(?:^|/)${source.replace(/^\//, '')}$`, 'u')
}

function namesWrong(names: readonly string[]): string | null {
  const wrong = names.find((name) => !/^[A-Za-z_]\w*$/.test(name))
  return wrong === undefined ? null : `has {${wrong}}, which is no name`
}

function labelsIn(file: string, patterns: readonly RegExp[]): Readonly<Record<string, string>> | null {
  for (const pattern of patterns) {
    const labels = pattern.exec(plainPath(file))?.groups
    if (labels !== undefined) return { ...labels }
  }
  return null
}

function plainPath(path: string): string {
  return path.replaceAll('\\', '/').replace(/^(\.\/)+/, '')
}
