import { Anchor, Button, Group, SegmentedControl, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import { ask, withQuery } from '../../api/ask.ts'
import { nowMs } from '../../api/now.ts'
import { problemOf } from '../../api/problem.ts'
import type { Report } from '../../api/reports.ts'
import { type Group as Grouped, KeptTable, spellPercent } from '../desk/report/kept-table.tsx'
import { monthName } from '../desk/report/month-name.ts'
import { Answered, Empty } from '../parts/told.tsx'

const Chart = lazy(async () => ({
  default: (await import('../desk/report/attainment-chart.tsx')).AttainmentChart,
}))

const BY = [
  { value: 'severity', label: 'Severity' },
  { value: 'month', label: 'Month' },
  { value: 'team', label: 'Team' },
  { value: 'person', label: 'Person' },
]
const PATH = '/api/v1/reports/response'
const DAY_MS = 86_400_000
const pacific = (ms: number) => new Date(ms).toLocaleDateString('en-CA', { timeZone: 'America/Los_Angeles' })

/** SLA §2 (row 35): how first responses were kept, over any range. */
export function Page() {
  const asked = useSearch({ strict: false }) as { from?: string; to?: string; by?: string }
  const navigate = useNavigate()
  const today = pacific(nowMs())
  const [from, to] = [asked.from ?? quarterBefore(today), asked.to ?? today]
  const by = asked.by ?? 'severity'
  const set = (more: object) =>
    void navigate({ to: '/reports', search: { from, to, by, ...more }, replace: true })
  const report = useQuery({
    queryKey: ['desk', 'report', from, to],
    queryFn: () => ask<Report>('GET', withQuery(PATH, { from, to })),
  })
  const field = report.error === null ? null : problemOf(report.error).field
  const said = (name: string) => (field === name ? problemOf(report.error).message : undefined)
  return (
    <>
      <title>Reports · TractOps</title>
      <header>
        <h1>First responses</h1>
        <Anchor href={withQuery(`${PATH}.csv`, { from, to })} download>
          As CSV
        </Anchor>
      </header>
      <Group align="start" mb="lg">
        <TextInput
          type="date"
          label="Received from"
          description="Pacific"
          value={from}
          error={said('from')}
          onChange={(event) => set({ from: event.currentTarget.value })}
        />
        <TextInput
          type="date"
          label="To"
          description="Included"
          value={to}
          error={said('to')}
          onChange={(event) => set({ to: event.currentTarget.value })}
        />
        <Group gap="xs" pt={{ base: 0, sm: '2.6rem' }}>
          <Button variant="default" onClick={() => set({ from: `${today.slice(0, 8)}01`, to: today })}>
            This month
          </Button>
          <Button variant="default" onClick={() => set({ from: `${today.slice(0, 5)}01-01`, to: today })}>
            This year
          </Button>
        </Group>
      </Group>
      <Answered query={report}>
        {(found) => <Shown report={found} by={by} onBy={(value) => set({ by: value })} />}
      </Answered>
    </>
  )
}

/** The first of the month two months before. */
function quarterBefore(today: string): string {
  const first = Date.parse(`${today.slice(0, 8)}01T12:00:00Z`)
  return `${new Date(first - 45 * DAY_MS).toISOString().slice(0, 8)}01`
}

function Shown({ report, by, onBy }: { report: Report; by: string; onBy: (by: string) => void }) {
  const { met, breached, waiting, percent } = report.all
  const decided = met + breached
  if (decided + waiting === 0)
    return <Empty>Nobody asked anything in that time. Choose earlier days above, or this year.</Empty>
  return (
    <>
      <section aria-label="All of it">
        <p className="figure">
          {percent === null ? 'none yet' : spellPercent(percent).replace(' %', '')}
          {percent === null ? null : <small> %</small>}
        </p>
        <p>
          {decided === 0
            ? 'No first response is decided yet'
            : `of first responses went out in time: ${met.toLocaleString('en')} of ${decided.toLocaleString('en')}`}
          {waiting === 0
            ? ''
            : `; ${waiting.toLocaleString('en')} ${waiting === 1 ? 'is' : 'are'} not answered yet, and not late`}
          .
        </p>
        {report.spam === 0 ? null : (
          <p className="soft">
            {report.spam.toLocaleString('en')} of them {report.spam === 1 ? 'was' : 'were'} closed as spam.
            The agreement excludes none, so every figure here counts them
            {report.withoutSpam.percent === null
              ? ''
              : `; without them it would be ${spellPercent(report.withoutSpam.percent)}`}
            .
          </p>
        )}
      </section>
      {report.months.length > 1 ? (
        <section className="section">
          <h2>Month by month</h2>
          <Suspense fallback={<p role="status">Reading …</p>}>
            <Chart months={report.months} />
          </Suspense>
        </section>
      ) : null}
      <section className="section">
        <div className="section-head">
          <h2>In figures</h2>
          <SegmentedControl aria-label="By what" data={BY} value={by} onChange={onBy} maw="100%" />
        </div>
        <KeptTable
          of={by === 'severity' ? null : (BY.find(({ value }) => value === by)?.label ?? null)}
          groups={groupsOf(report, by)}
        />
        <p className="soft">
          Lengths are in business time; of P1, which counts around the clock, in real time. Whoever answered
          counts, or else who has it.
        </p>
      </section>
    </>
  )
}

function groupsOf({ all, months, teams, people }: Report, by: string): Grouped[] {
  if (by === 'month')
    return months.toReversed().map((one) => ({ key: one.month, head: monthName(one.month), figures: one }))
  if (by === 'team' || by === 'person')
    return (by === 'team' ? teams : people).map((one) => ({
      key: one.id,
      head: one.name ?? (by === 'team' ? 'a team that is no more' : 'somebody who left'),
      figures: one,
    }))
  return [{ key: 'all', head: '', figures: all }]
}
