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

/** The mode in lower case with underscores; null for every spelling of the base mode. */
export function canonicalMode(mode: string | null): string | null {
  const name = (mode ?? '')
    .trim()
    .toLowerCase()
    .replaceAll('-', '_')
    .replace(/^on_demand_/, '')
  return BASE_MODES.has(name) ? null : name
}

/** The region in lower case; null where none is said. */
export function canonicalRegion(region: string | null): string | null {
  const name = (region ?? '').trim().toLowerCase()
  return name === '' ? null : name
}
