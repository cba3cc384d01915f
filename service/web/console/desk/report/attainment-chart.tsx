import { LineChart } from '@mantine/charts'
import '@mantine/charts/styles.css'
import { SEVERITIES } from '../../../api/desk.ts'
import type { Report } from '../../../api/reports.ts'

const STROKES = [
  { color: 'var(--alarm)' },
  { color: 'var(--ink)', strokeDasharray: '6 3' },
  { color: 'var(--teal)' },
  { color: 'var(--soft)', strokeDasharray: '2 3' },
]

/** Attainment month by month, a line for each severity that differs by stroke as well as by colour; the table has the same figures. */
export function AttainmentChart({ months }: { months: Report['months'] }) {
  const data = months.map(({ month, bySeverity }) => ({
    month,
    ...Object.fromEntries(
      bySeverity.map(({ severity, percent }) => [severity, percent === null ? null : Number(percent)]),
    ),
  }))
  const shown = SEVERITIES.filter((severity) =>
    months.some(({ bySeverity }) =>
      bySeverity.some((one) => one.severity === severity && one.percent !== null),
    ),
  )
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
        series={shown.map((name) => ({ name, ...STROKES[SEVERITIES.indexOf(name)]! }))}
      />
    </div>
  )
}
