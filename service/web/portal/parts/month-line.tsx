import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { percentShown } from '../../api/percent.ts'
import { ask, type Month } from '../api.ts'

const EVERY_MS = 60_000

export const useMonth = () =>
  useQuery({ queryKey: ['month'], queryFn: () => ask<Month>('GET', '/month'), refetchInterval: EVERY_MS })

export const monthName = (month: string): string =>
  new Intl.DateTimeFormat('en-GB', { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(
    new Date(`${month}-15T00:00:00Z`),
  )

/** The month in a sentence, below the questions. */
export function MonthLine() {
  const { data } = useMonth()
  if (data === undefined) return null
  return (
    <p className="month-line">
      {data.uptime === null
        ? `Nothing of ${monthName(data.month)} has been measured yet.`
        : `${monthName(data.month)} so far: ${percentShown(data.uptime)} % up, against ${data.target} %.`}{' '}
      <Link to="/month">How the month stands</Link>
    </p>
  )
}
