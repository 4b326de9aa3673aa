/** A cost as a float, or NaN and itself where a float does not say it. */
export function asFloat(cost: string | null): readonly [number, string | null] {
  const float = cost === null ? Number.NaN : Number(cost)
  return cost === null || String(float) === cost ? [float, null] : [Number.NaN, cost]
}
