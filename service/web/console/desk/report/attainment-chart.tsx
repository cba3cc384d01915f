import { LineChart } from '@mantine/charts'
import '@mantine/charts/styles.css'
import { SEVERITIES } from '../../../api/desk.ts'
import type { ReportRow } from '../../../api/reports.ts'

const STROKES = [
  { color: 'var(--alarm)' },
  { color: 'var(--ink)', strokeDasharray: '6 3' },
  { color: 'var(--teal)' },
  { color: 'var(--soft)', strokeDasharray: '2 3' },
]

/** Attainment month by month, a line for each severity that differ by stroke as well as by colour; the table has the same figures. */
export function AttainmentChart({ rows }: { rows: ReportRow[] }) {
  const months = [...new Set(rows.flatMap(({ month }) => month ?? []))].toSorted()
  const data = months.map((month) => ({
    month,
    ...Object.fromEntries(
      SEVERITIES.map((severity) => {
        const row = rows.find((one) => one.month === month && one.severity === severity)
        return [severity, row?.percent == null ? null : Number(row.percent)]
      }),
    ),
  }))
  return (
    <div aria-hidden="true">
      <LineChart
        h={260}
        data={data}
        dataKey="month"
        unit=" %"
        yAxisProps={{ domain: [0, 100] }}
        dotProps={{ r: 3 }}
        curveType="linear"
        connectNulls
        withLegend
        lineChartProps={{ accessibilityLayer: false }}
        tickLine="none"
        series={SEVERITIES.map((name, i) => ({ name, ...STROKES[i]! }))}
      />
    </div>
  )
}
