import { Anchor, Button, Group } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { ask } from '../../api/ask.ts'
import type { Monitor } from '../../api/monitoring.ts'
import { useMay } from '../entry/use-me.ts'
import { ChangeMonitor } from '../monitoring/change-monitor.tsx'
import { textOf } from '../monitoring/definitions.ts'
import { Latency } from '../monitoring/latency.tsx'
import { Observed, useObserved } from '../monitoring/observed.tsx'
import { Results } from '../monitoring/results.tsx'
import { RunNow } from '../monitoring/run-now.tsx'
import { Confirm } from '../parts/confirm.tsx'
import { Duration } from '../parts/duration.tsx'
import { Instant } from '../parts/instant.tsx'
import { StateMark } from '../parts/state-mark.tsx'
import { Answered } from '../parts/told.tsx'

/** One monitor: how it is, how fast it answers, who sees what, and what it is. */
export function Page() {
  const { key } = useParams({ strict: false }) as { key: string }
  const monitor = useQuery({
    queryKey: ['monitoring', 'monitor', key],
    queryFn: () => ask<Monitor>('GET', `/api/v1/monitors/${key}`),
  })
  return <Answered query={monitor}>{(one) => <Shown monitor={one} />}</Answered>
}

function Shown({ monitor }: { monitor: Monitor }) {
  const mayChange = useMay('lead') && monitor.source === 'console'
  const [open, setOpen] = useState<'change' | 'end' | null>(null)
  const queries = useQueryClient()
  const navigate = useNavigate()
  const { key, component, kind, everyMs, source, problem } = monitor
  return (
    <>
      <title>{`${key} · TractOps`}</title>
      <header>
        <h1>{key}</h1>
        <Group>
          <Link to="/monitors">All monitors</Link>
          <RunNow monitor={monitor} />
          {mayChange ? <Button onClick={() => setOpen('change')}>Change it</Button> : null}
        </Group>
      </header>
      <State monitor={monitor} />
      <p className="soft">
        Watches <Link to="/components">{component}</Link>: {kind}, every <Duration ms={everyMs} />
        {source === 'file' ? '; it comes from the configuration file and is changed there' : ''}.
      </p>
      {problem === null ? null : <p className="problem">It is not checked: {problem}</p>}
      <Latency monitor={monitor} />
      <Observed monitor={monitor} />
      <Results monitor={monitor} />
      <section className="section">
        <h2>Definition</h2>
        <pre>{textOf(monitor.definition)}</pre>
        {mayChange ? (
          <Anchor component="button" type="button" onClick={() => setOpen('end')}>
            End this monitor
          </Anchor>
        ) : null}
      </section>
      {open === 'change' ? <ChangeMonitor monitor={monitor} onClose={() => setOpen(null)} /> : null}
      {open === 'end' ? (
        <Confirm
          title={`End ${key}?`}
          action="End it"
          onClose={() => setOpen(null)}
          onConfirm={async () => {
            await ask('DELETE', `/api/v1/monitors/${key}`)
            await navigate({ to: '/monitors' })
            await queries.invalidateQueries({ queryKey: ['monitoring'] })
          }}
        >
          It is checked no more. What it measured stays, and counts.
        </Confirm>
      ) : null}
    </>
  )
}

function State({ monitor }: { monitor: Monitor }) {
  const observed = useObserved(monitor)
  if (observed.data === undefined) return null
  const { state, since } = observed.data.confirmed
  return (
    <p>
      <StateMark state={state} />
      {since === null ? null : (
        <>
          {' '}
          since <Instant at={since} />
        </>
      )}
    </p>
  )
}
