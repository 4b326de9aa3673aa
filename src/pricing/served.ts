/** How a call was served, as logs spell it, brought to the names of the price file. */

const BASE_MODES = new Set([
  '',
  'standard',
  'default',
  'auto',
  'on_demand',
  'not_available',
  'unspecified',
  'service_tier_unspecified',
  'traffic_type_unspecified',
  'none',
  'null',
])

const ON_DEMAND = 'on_demand_'

/** The mode in lower case with underscores; null for every spelling of the base mode. */
export function canonicalMode(mode: string | null): string | null {
  if (mode === null) return null
  const spelled = mode.trim().toLowerCase().replaceAll('-', '_')
  const name = spelled.startsWith(ON_DEMAND) ? spelled.slice(ON_DEMAND.length) : spelled
  return BASE_MODES.has(name) ? null : name
}

/** The region in lower case; null where none is said. */
export function canonicalRegion(region: string | null): string | null {
  const name = (region ?? '').trim().toLowerCase()
  return name === '' ? null : name
}
