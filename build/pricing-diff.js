/** What changed between two catalogs, in lines that a person can check. */

/** `before` and `after`: models as in a PriceFile. */
export function priceDiff(before, after) {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort()
  return keys.flatMap((key) => {
    if (after[key] === undefined) return [`- ${key} (gone)`]
    if (before[key] === undefined) return [`+ ${key}: ${brief(last(after[key]))}`]
    const changes = [
      ...changesOf(withoutPeriods(before[key]), withoutPeriods(after[key])),
      ...periodChanges(before[key], after[key]),
    ]
    return changes.length === 0 ? [] : [`~ ${key}`, ...changes.map((change) => `    ${change}`)]
  })
}

function periodChanges(before, after) {
  const [old, now] = [periodsOf(before), periodsOf(after)]
  return [...new Set([...old.keys(), ...now.keys()])].flatMap((from) => {
    if (!now.has(from)) return [`- ${from}: ${brief(old.get(from))}`]
    if (!old.has(from)) return [`+ ${from}: ${brief(now.get(from))}`]
    const { from: _old, ...was } = old.get(from)
    const { from: _now, ...is } = now.get(from)
    return changesOf(was, is).map((change) => (old.size + now.size === 2 ? change : `${from}: ${change}`))
  })
}

function periodsOf(model) {
  const { match, except, history, ...block } = model
  return new Map(
    (history ?? [block]).map((period) => [period.from === undefined ? 'since ever' : `from ${period.from}`, period]),
  )
}

function withoutPeriods({ match = [], except = [] }) {
  return { match: match.join(' '), except: except.join(' ') }
}

function changesOf(before, after) {
  const [old, now] = [flat(before), flat(after)]
  return [...new Set([...Object.keys(old), ...Object.keys(now)])]
    .filter((name) => old[name] !== now[name])
    .map((name) => `${name}: ${old[name] ?? '(none)'} -> ${now[name] ?? '(none)'}`)
}

/** Every scalar under its path: `long_context[200000].input`. */
function flat(value, path = '') {
  if (typeof value === 'string') return { [path]: value }
  const children = Array.isArray(value)
    ? value.map((item, index) => flat(item, `${path}[${item.over ?? item.from ?? index}]`))
    : Object.entries(value).map(([key, item]) => flat(item, path === '' ? key : `${path}.${key}`))
  return Object.assign({}, ...children)
}

function last(model) {
  return model.history?.at(-1) ?? model
}

function brief(block) {
  return ['input', 'cache_read', 'output']
    .flatMap((name) => (block[name] === undefined ? [] : [`${name} ${block[name]}`]))
    .join(', ')
}
