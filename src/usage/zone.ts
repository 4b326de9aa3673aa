import { TokencostError } from '../errors.ts'

/** How far a zone's clocks are ahead of UTC from `from` until before `to`. All in milliseconds. */
interface Span {
  readonly from: number
  readonly to: number
  readonly offset: number
}

const SECOND = 1000
const HOUR = 3600 * SECOND
const DAY = 24 * HOUR

/**
 * An IANA time zone. Its changes of offset are searched for once per year that is asked for, so that a call costs a
 * comparison, not a question to Intl.
 */
export class Zone {
  /** As it was asked for: 'Europe/Berlin'. */
  readonly name: string
  /** Null for UTC: to ask Intl about it would take a tenth of the command's start. */
  private readonly clock: Intl.DateTimeFormat | null
  private readonly years = new Map<number, readonly Span[]>()
  private latest: Span = { from: 0, to: 0, offset: 0 }

  /** Throws a usage error for a name that is no zone. */
  constructor(name: string) {
    this.name = name
    this.clock = name === 'UTC' ? null : clockOf(name)
  }

  /** Milliseconds to add to a UTC time for the time that clocks in the zone show then. */
  offsetAt(time: number): number {
    const { latest, clock } = this
    if (clock === null) return 0
    if (time >= latest.from && time < latest.to) return latest.offset
    this.latest = this.spanOf(time)
    return this.latest.offset
  }

  /**
   * The time when clocks in the zone show `local` (as if it were UTC). Shown twice: the first time, or the last. Never
   * shown, since clocks are put forward over it: the moment when they are.
   */
  timeOfLocal(local: number, which: 'first' | 'last' = 'first'): number {
    const offsets = [this.offsetAt(local - DAY), this.offsetAt(local + DAY)]
    const times = offsets.map((offset) => local - offset).filter((time) => this.offsetAt(time) === local - time)
    if (times.length > 0) return which === 'first' ? Math.min(...times) : Math.max(...times)
    return this.spanOf(local - Math.min(...offsets)).from
  }

  private spanOf(time: number): Span {
    const year = new Date(time).getUTCFullYear()
    const spans = this.years.get(year) ?? this.spansOf(year)
    this.years.set(year, spans)
    let [low, high] = [0, spans.length - 1]
    while (low < high) {
      const middle = (low + high) >> 1
      if (time < spans[middle]!.to) high = middle
      else low = middle + 1
    }
    return spans[low]!
  }

  /** No zone changes its clocks twice within a day, so looking at each midnight sees every change. */
  private spansOf(year: number): readonly Span[] {
    const [start, end] = [startOfYear(year), startOfYear(year + 1)]
    const spans: Span[] = []
    let from = start
    let offset = this.shownOffset(start)
    for (let day = start + DAY; day <= end; day += DAY) {
      const next = this.shownOffset(day)
      if (next === offset) continue
      const change = this.changeBetween(day - DAY, day, offset)
      spans.push({ from, to: change, offset })
      from = change
      offset = next
    }
    return [...spans, { from, to: end, offset }].filter((span) => span.from < span.to)
  }

  private changeBetween(before: number, after: number, offset: number): number {
    let [low, high] = [before, after]
    while (high - low > SECOND) {
      const middle = low + Math.floor((high - low) / 2 / SECOND) * SECOND
      if (this.shownOffset(middle) === offset) low = middle
      else high = middle
    }
    return high
  }

  /** What Intl says. The day of the month tells whether the zone is a day ahead or behind; the year is not needed. */
  private shownOffset(time: number): number {
    const [day, hour, minute, second] = (this.clock!.format(time).match(/\d+/g) ?? []).map(Number) as [
      number,
      number,
      number,
      number,
    ]
    const utc = new Date(time)
    const utcDay = utc.getUTCDate()
    const days = day === utcDay ? 0 : day === utcDay + 1 || (day === 1 && utcDay > 27) ? 1 : -1
    const utcTime = (utc.getUTCHours() * 60 + utc.getUTCMinutes()) * 60 + utc.getUTCSeconds()
    return days * DAY + ((hour * 60 + minute) * 60 + second - utcTime) * SECOND
  }
}

/** Date.UTC takes the years 0 to 99 for 1900 to 1999. */
function startOfYear(year: number): number {
  return new Date(0).setUTCFullYear(year, 0, 1)
}

function clockOf(timeZone: string): Intl.DateTimeFormat {
  try {
    if (/^[A-Za-z]/.test(timeZone))
      return new Intl.DateTimeFormat('en-GB', {
        ...{ timeZone, calendar: 'iso8601', numberingSystem: 'latn', hourCycle: 'h23' },
        ...{ day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit' },
      })
  } catch {
    // Not the name of a zone: told below.
  }
  throw new TokencostError('usage', `there is no time zone ${JSON.stringify(timeZone)}`, {
    hint: 'Give the name of an IANA zone, such as Europe/Berlin, America/New_York or UTC.',
  })
}
