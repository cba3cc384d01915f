type Time = typeof import('../src/time/index.ts')

/** What the time engine answers to a sample of the golden cases, for comparison between runtimes. */
export function goldenAnswers(time: Time): Record<string, string> {
  const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri']
  const office = time.compileCalendar({
    zone: 'America/Los_Angeles',
    weekly: Object.fromEntries(weekdays.map((day) => [day, ['09:00-18:00']])),
  })
  const apia = time.compileCalendar({
    zone: 'Pacific/Apia',
    weekly: { thu: ['00:00-24:00'], fri: ['00:00-24:00'] },
  })
  const add = (from: string, hours: number) =>
    time.formatInstant(time.addBusinessMs(office, time.parseInstant(from), hours * 3_600_000))
  const month = time.calendarMonth('2026-11', 'America/Los_Angeles')
  return {
    afternoon: add('2026-11-23T15:00:00-08:00', 4),
    friday: add('2026-11-20T17:59:59-08:00', 4),
    autumn: add('2026-10-30T17:00:00-07:00', 4),
    spring: add('2027-03-12T17:00:00-08:00', 4),
    meeting: add('2026-11-20T17:00:00-08:00', 24),
    far: add('9990-03-09T17:00:00-08:00', 4),
    early: add('0100-03-09T17:00:00-08:00', 4),
    skippedDay: `${time.businessMsBetween(apia, time.parseInstant('2011-12-26T00:00:00Z'), time.parseInstant('2012-01-02T00:00:00Z'))}`,
    month: `${month.start} ${month.end}`,
    day: time.dateOf(time.startOfDay('2018-11-04', 'America/Sao_Paulo'), 'America/Sao_Paulo'),
    set: [...time.IntervalSet.of([month])].map(({ start }) => time.formatInstant(start)).join(),
  }
}
