/** How many models a chart tells apart; further ones are drawn as one. */
export const MOST_MODELS = 8

/** The colour of the series at `place`, which page.css gives for light and dark; those of `others` are grey. */
export function colorOf(place: number, others: boolean): string {
  return `var(--series-${others ? 'others' : (place % MOST_MODELS) + 1})`
}

/** The same as a colour that a canvas understands. */
export function canvasColor(variable: string): string {
  const name = /--[\w-]+/.exec(variable)?.[0] ?? variable
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim()
}
