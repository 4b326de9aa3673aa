const LEVELS = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const

/** One character per value, as high as its part of the greatest; a space for nothing. */
export function sparkline(values: readonly number[]): string {
  const largest = values.reduce((most, value) => Math.max(most, value), 0)
  return values.map((value) => (value <= 0 ? ' ' : LEVELS[levelOf(value / largest)]!)).join('')
}

function levelOf(part: number): number {
  return Math.min(LEVELS.length - 1, Math.floor(part * LEVELS.length))
}
