import { SegmentedControl } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'
import { ask, withQuery } from '../../api/ask.ts'
import type { LatencyPoint, Monitor } from '../../api/monitoring.ts'
import { Answered, Empty } from '../parts/told.tsx'

const Chart = lazy(async () => ({ default: (await import('./latency-chart.tsx')).LatencyChart }))

const RANGES = [
  { value: '1', label: '24 hours', step: '1h' },
  { value: '7', label: '7 days', step: '1h' },
  { value: '30', label: '30 days', step: '6h' },
  { value: '90', label: '90 days', step: '1d' },
]

/** How long its checks took: half of them, all but 5 in a hundred, all but 1. */
export function Latency({ monitor }: { monitor: Monitor }) {
  const [days, setDays] = useState('1')
  const { component, key } = monitor
  const points = useQuery({
    queryKey: ['measured', 'latency', component, key, days],
    queryFn: () => {
      const nowMs = performance.timeOrigin + performance.now()
      const from = new Date(nowMs - Number(days) * 86_400_000).toISOString()
      const { step } = RANGES.find(({ value }) => value === days)!
      return ask<LatencyPoint[]>(
        'GET',
        withQuery(`/api/v1/monitors/${component}/${key}/latency`, { from, step }),
      )
    },
    refetchInterval: 60_000,
  })
  return (
    <section className="section">
      <h2>Latency</h2>
      <SegmentedControl
        aria-label="How far back"
        data={RANGES}
        value={days}
        onChange={setDays}
        mb="md"
        maw="100%"
      />
      <Answered query={points}>
        {(rows) => {
          const checks = rows.reduce((sum, { count }) => sum + count, 0)
          const failed = rows.reduce((sum, row) => sum + row.failed, 0)
          if (checks === 0) return <Empty>Nothing was checked in that time.</Empty>
          return (
            <>
              <p>
                {checks.toLocaleString('en')} checks
                {failed === 0 ? ', none failed.' : `, ${failed.toLocaleString('en')} failed.`}
              </p>
              <Suspense fallback={<p role="status">Reading …</p>}>
                <Chart points={rows} days={Number(days)} />
              </Suspense>
            </>
          )
        }}
      </Answered>
    </section>
  )
}
