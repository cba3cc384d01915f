import { Anchor, Group, SegmentedControl, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import { ask, withQuery } from '../../api/ask.ts'
import { nowMs } from '../../api/now.ts'
import type { Report, ReportRow } from '../../api/reports.ts'
import { KeptTable, spellPercent } from '../desk/report/kept-table.tsx'
import { SEVERITY_WORDS } from '../desk/words.ts'
import { Duration } from '../parts/duration.tsx'
import { Answered, Empty } from '../parts/told.tsx'

const Chart = lazy(async () => ({
  default: (await import('../desk/report/attainment-chart.tsx')).AttainmentChart,
}))

const BY = [
  { value: 'severity', label: 'Severity and month' },
  { value: 'team', label: 'Team' },
  { value: 'person', label: 'Person' },
]
const day = (ms: number) => new Date(ms).toLocaleDateString('en-CA', { timeZone: 'America/Los_Angeles' })

/** SLA §2 (row 35): how first responses were kept, over any range. */
export function Page() {
  const asked = useSearch({ strict: false }) as { from?: string; to?: string; by?: string }
  const navigate = useNavigate()
  const now = nowMs()
  const question = {
    from: asked.from ?? `${day(now - 92 * 86_400_000).slice(0, 8)}01`,
    to: asked.to ?? day(now),
    by: asked.by ?? 'severity',
  }
  const set = (more: object) =>
    void navigate({ to: '/reports', search: { ...question, ...more }, replace: true })
  const path = '/api/v1/reports/response'
  const report = useQuery({
    queryKey: ['desk', 'report', question],
    queryFn: () => ask<Report>('GET', withQuery(path, question)),
  })
  return (
    <>
      <title>Reports · TractOps</title>
      <header>
        <h1>First responses</h1>
        <Anchor href={withQuery(path, { ...question, format: 'csv' })} download>
          As CSV
        </Anchor>
      </header>
      <Group align="end" mb="xl">
        <TextInput
          type="date"
          label="Received from"
          value={question.from}
          onChange={(event) => set({ from: event.currentTarget.value })}
        />
        <TextInput
          type="date"
          label="To, Pacific"
          value={question.to}
          onChange={(event) => set({ to: event.currentTarget.value })}
        />
        <SegmentedControl
          aria-label="By what"
          data={BY}
          value={question.by}
          onChange={(by) => set({ by })}
          maw="100%"
        />
      </Group>
      <Answered query={report}>{(found) => <Shown report={found} by={question.by} />}</Answered>
    </>
  )
}

function Shown({ report: { total, rows }, by }: { report: Report; by: string }) {
  const decided = total.met + total.breached
  if (decided + total.waiting === 0) return <Empty>Nobody asked anything in that time.</Empty>
  return (
    <>
      <section aria-label="All of it">
        <p className="figure">
          {decided === 0 ? 'none yet' : spellPercent(total.percent).replace(' %', '')}
          {decided === 0 ? null : <small> %</small>}
        </p>
        <p>
          of first responses went out in time: {total.met.toLocaleString('en')} of{' '}
          {decided.toLocaleString('en')}
          {total.waiting === 0 ? '' : `, and ${total.waiting.toLocaleString('en')} are not answered yet`}.
          {total.medianMs === null ? null : (
            <>
              {' '}
              Half of them took at most <Duration ms={total.medianMs} />.
            </>
          )}
        </p>
      </section>
      {by === 'severity' ? (
        <section className="section">
          <h2>Month by month</h2>
          <Suspense fallback={<p role="status">Reading …</p>}>
            <Chart rows={rows} />
          </Suspense>
        </section>
      ) : null}
      <section className="section">
        <h2>{by === 'severity' ? 'By severity and month' : by === 'team' ? 'By team' : 'By person'}</h2>
        <KeptTable
          of={by === 'severity' ? 'Month and severity' : by === 'team' ? 'Team' : 'Person'}
          lines={rows.map((row) => ({ ...row, key: keyOf(row), head: headOf(row, by) }))}
        />
      </section>
    </>
  )
}

const keyOf = ({ month, severity, id }: ReportRow) => `${month} ${severity} ${id}`

function headOf({ month, severity, name }: ReportRow, by: string): string {
  if (by !== 'severity') return name ?? (by === 'team' ? 'no team' : 'nobody')
  return `${month ?? ''} ${severity ?? ''} ${severity === null ? '' : SEVERITY_WORDS[severity]}`.trim()
}
