import { Chalk } from 'chalk'

/** The few looks of the table. None carries a meaning that the text does not also have: it reads the same without colour. */
export interface Palette {
  strong(text: string): string
  plain(text: string): string
  quiet(text: string): string
  /** Bars. Cyan and magenta are readable on dark and on light, and differ for every kind of colour blindness. */
  bar(text: string): string
  /** What a reader must not overlook: missing prices, lower bounds, warnings. */
  alert(text: string): string
}

const same = (text: string) => text
const COLORLESS: Palette = { strong: same, plain: same, quiet: same, bar: same, alert: same }

export function paletteFor(color: boolean): Palette {
  if (!color) return COLORLESS
  const chalk = new Chalk({ level: 1 })
  return {
    strong: (text) => chalk.bold(text),
    plain: same,
    quiet: (text) => chalk.dim(text),
    bar: (text) => chalk.cyan(text),
    alert: (text) => chalk.magenta(text),
  }
}

const UNSURE = ['n/a', '?', '≥'] as const

/** A number as it is, or as an alert where it is unknown or a lower bound. */
export function alertIfUnsure(text: string, palette: Palette): string {
  return UNSURE.some((mark) => text.startsWith(mark)) ? palette.alert(text) : text
}
