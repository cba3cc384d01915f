import { LineChart } from '@mantine/charts'
import '@mantine/charts/styles.css'
import { Table } from '@mantine/core'
import type { LatencyPoint } from '../../api/monitoring.ts'
import { Instant } from '../parts/instant.tsx'

const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' })
const shown = (ms: number | null) => (ms === null ? '' : `${Math.round(ms)} ms`)

/** Three lines that differ by stroke as well as by colour; the same figures as a table for whoever reads them better. */
export function LatencyChart({ points, days }: { points: LatencyPoint[]; days: number }) {
  const data = points.map(({ at, p50Ms, p95Ms, p99Ms }) => ({
    at: (days > 1 ? day : clock).format(new Date(at)),
    p50: p50Ms,
    p95: p95Ms,
    p99: p99Ms,
  }))
  return (
    <>
      <div aria-hidden="true">
        <LineChart
          h={260}
          data={data}
          dataKey="at"
          unit=" ms"
          dotProps={{ r: 2 }}
          curveType="linear"
          connectNulls={false}
          withLegend
          lineChartProps={{ accessibilityLayer: false }}
          tickLine="none"
          valueFormatter={(value) => Math.round(value).toLocaleString('en')}
          series={[
            { name: 'p50', color: 'var(--teal)' },
            { name: 'p95', color: 'var(--ink)', strokeDasharray: '6 3' },
            { name: 'p99', color: 'var(--soft)', strokeDasharray: '2 3' },
          ]}
        />
      </div>
      <details>
        <summary>The same figures as a table</summary>
        <Table className="cards">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>From</Table.Th>
              <Table.Th>Checks</Table.Th>
              <Table.Th>Failed</Table.Th>
              <Table.Th>p50</Table.Th>
              <Table.Th>p95</Table.Th>
              <Table.Th>p99</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {points
              .filter(({ count }) => count > 0)
              .toReversed()
              .map((point) => (
                <Table.Tr key={point.at}>
                  <Table.Td data-head="From">
                    <Instant at={point.at} />
                  </Table.Td>
                  <Table.Td data-head="Checks">{point.count}</Table.Td>
                  <Table.Td data-head="Failed">{point.failed}</Table.Td>
                  <Table.Td data-head="p50">{shown(point.p50Ms)}</Table.Td>
                  <Table.Td data-head="p95">{shown(point.p95Ms)}</Table.Td>
                  <Table.Td data-head="p99">{shown(point.p99Ms)}</Table.Td>
                </Table.Tr>
              ))}
          </Table.Tbody>
        </Table>
      </details>
    </>
  )
}
