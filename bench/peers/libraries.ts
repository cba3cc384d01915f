import { createRequire } from 'node:module'

/** Adds business hours, Mon-Fri 09:00-18:00 of the process's zone (or Pacific, as told), as a library does it. */
export type Peer = (fromMs: number, hours: number) => number

type Chained = { valueOf(): number; tz(zone: string): Chained } & Record<
  string,
  (n: number, unit: string) => Chained
>
type Library = ((at: number) => Chained) & Record<string, (...args: unknown[]) => void>

const require = createRequire(import.meta.url)

/** dayjs-business-time: `dayjs` in a process whose own zone is Pacific, `dayjs.tz` with Pacific named. */
export const PEERS = {
  'dayjs-business-time': (): Peer => {
    const dayjs = withHours()
    return (fromMs, hours) => dayjs(fromMs).addBusinessTime!(hours, 'hours').valueOf()
  },
  'dayjs-business-time with the timezone plugin': (): Peer => {
    const dayjs = withHours()
    dayjs.extend!(require('dayjs/plugin/utc'))
    dayjs.extend!(require('dayjs/plugin/timezone'))
    return (fromMs, hours) =>
      dayjs(fromMs).tz('America/Los_Angeles').addBusinessTime!(hours, 'hours').valueOf()
  },
  'moment-business-time': (): Peer => {
    const moment: Library = require('moment-business-time')
    const day = ['09:00:00', '18:00:00']
    moment.updateLocale!('en', { workinghours: { 0: null, 1: day, 2: day, 3: day, 4: day, 5: day, 6: null } })
    return (fromMs, hours) => moment(fromMs).addWorkingTime!(hours, 'hours').valueOf()
  },
}

function withHours(): Library {
  const dayjs: Library = require('dayjs')
  const plugin = require('dayjs-business-time')
  dayjs.extend!(plugin.default ?? plugin)
  const [monday, tuesday, wednesday, thursday, friday] = Array(5).fill([
    { start: '09:00:00', end: '18:00:00' },
  ])
  dayjs.setBusinessTime!({ sunday: null, monday, tuesday, wednesday, thursday, friday, saturday: null })
  return dayjs
}
