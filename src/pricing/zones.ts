/** Hours that a calendar is ahead of UTC. Only zones without daylight saving: their days can be told without a zone table. */
export const CALENDARS: Readonly<Record<string, number>> = {
  UTC: 0,
  'Asia/Kolkata': 5.5,
  'Asia/Shanghai': 8,
  'Asia/Singapore': 8,
  'Asia/Tokyo': 9,
}

export const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const
