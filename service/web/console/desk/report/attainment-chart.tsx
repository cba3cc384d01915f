import { LineChart } from '@mantine/charts'
import '@mantine/charts/styles.css'
import { SEVERITIES } from '../../../api/desk.ts'
import type { Report } from '../../../api/reports.ts'
import { SEVERITY_WORDS } from '../words.ts'
import { monthName } from './month-name.ts'

const STROKES: { color: string; strokeDasharray?: string }[] = [
  { color: 'var(--alarm)' },
  { color: 'var(--ink)', strokeDasharray: '6 3' },
  { color: 'var(--teal)' },
  { color: 'var(--soft)', strokeDasharray: '2 3' },
]

const strokeOf = (severity: (typeof SEVERITIES)[number]) => STROKES[SEVERITIES.indexOf(severity)]!

/** Attainment month by month, a line for each severity that differs by stroke as well as by colour; the table has the same figures. */
export function AttainmentChart({ months }: { months: Report['months'] }) {
  const data = months.map(({ month, bySeverity }) => ({
    month: monthName(month),
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
      <ul className="plain-list chart-legend">
        {shown.map((severity) => {
          const { color, strokeDasharray } = strokeOf(severity)
          return (
            <li key={severity}>
              <svg viewBox="0 0 32 12" aria-hidden="true">
                <line
                  x1="0"
                  y1="6"
                  x2="32"
                  y2="6"
                  stroke={color}
                  strokeWidth="2"
                  strokeDasharray={strokeDasharray}
                />
                <circle cx="16" cy="6" r="3" fill={color} />
              </svg>
              {severity} {SEVERITY_WORDS[severity]}
            </li>
          )
        })}
      </ul>
      <LineChart
        h={260}
        data={data}
        dataKey="month"
        unit=" %"
        yAxisProps={{ domain: [0, 100] }}
        dotProps={{ r: 3 }}
        curveType="linear"
        connectNulls
        // Room for the first and the last dot, and for one at 100 %.
        xAxisProps={{ padding: { left: 12, right: 12 } }}
        lineChartProps={{ accessibilityLayer: false, margin: { top: 8, right: 8 } }}
        tickLine="none"
        series={shown.map((name) => ({ name, ...strokeOf(name) }))}
      />
    </div>
  )
}
