/** What changed between two catalogs, in lines that a person can check. */

/** `before` and `after`: models as in a PriceFile. */
export function priceDiff(before, after) {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort()
  return keys.flatMap((key) => {
    if (after[key] === undefined) return [`- ${key} (gone)`]
    if (before[key] === undefined) return [`+ ${key}: ${brief(after[key])}`]
    const changes = changesOf(flat(before[key]), flat(after[key]))
    return changes.length === 0 ? [] : [`~ ${key}`, ...changes.map((change) => `    ${change}`)]
  })
}

function changesOf(before, after) {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])]
  return names
    .filter((name) => before[name] !== after[name])
    .map((name) => `${name}: ${before[name] ?? '(none)'} -> ${after[name] ?? '(none)'}`)
}

/** Every scalar under its path: `history[2].long_context[0].input`. */
function flat(value, path = '') {
  if (typeof value === 'string') return { [path]: value }
  if (path.endsWith('match') || path.endsWith('except')) return { [path]: value.join(' ') }
  const children = Array.isArray(value)
    ? value.map((item, index) => flat(item, `${path}[${item.from ?? item.over ?? index}]`))
    : Object.entries(value).map(([key, item]) => flat(item, path === '' ? key : `${path}.${key}`))
  return Object.assign({}, ...children)
}

function brief(model) {
  const block = model.history?.at(-1) ?? model
  return ['input', 'cache_read', 'output']
    .flatMap((name) => (block[name] === undefined ? [] : [`${name} ${block[name]}`]))
    .join(', ')
}
