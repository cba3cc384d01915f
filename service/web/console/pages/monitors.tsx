import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { ask } from '../../api/ask.ts'
import type { Monitor } from '../../api/monitoring.ts'
import type { Component } from '../../api/types.ts'
import { useMay } from '../entry/use-me.ts'
import { NewMonitor } from '../monitoring/new-monitor.tsx'
import { Secrets } from '../monitoring/secrets.tsx'
import { Duration } from '../parts/duration.tsx'
import { StateMark } from '../parts/state-mark.tsx'
import { Answered, Empty } from '../parts/told.tsx'
import { usePages } from '../parts/use-pages.ts'

/** Every check, by the component that it watches. */
export function Page() {
  const mayChange = useMay('lead')
  const isAdmin = useMay('admin')
  const navigate = useNavigate()
  const { new: begun } = useSearch({ strict: false }) as { new?: string }
  const monitors = usePages<Monitor>('monitoring', '/api/v1/monitors', { limit: '200' })
  const components = useComponents()
  return (
    <>
      <title>Monitors · TractOps</title>
      <header>
        <h1>Monitors</h1>
        {mayChange ? (
          <Button
            data-shortcut="c"
            onClick={() => void navigate({ to: '/monitors', search: { new: 'monitor' } })}
          >
            Watch something
          </Button>
        ) : null}
      </header>
      <p>
        A component is as well as the worst of its monitors. Those of the configuration file are changed
        there; those of the console are changed here, and followed at once.
      </p>
      <Answered query={monitors}>
        {(rows) =>
          rows.length === 0 ? (
            <Empty>
              Nothing is watched yet. {mayChange ? 'Make a component first, then watch something of it.' : ''}
            </Empty>
          ) : (
            <Answered query={components}>
              {(parts) => parts.map((part) => <Watched key={part.key} component={part} monitors={rows} />)}
            </Answered>
          )
        }
      </Answered>
      {monitors.hasNextPage ? (
        <Button
          variant="default"
          size="xs"
          mt="md"
          loading={monitors.isFetchingNextPage}
          onClick={() => void monitors.fetchNextPage()}
        >
          Show more
        </Button>
      ) : null}
      {isAdmin ? <Secrets /> : null}
      {mayChange && begun === 'monitor' ? (
        <NewMonitor onClose={() => void navigate({ to: '/monitors', search: {} })} />
      ) : null}
    </>
  )
}

function useComponents() {
  return useQuery({
    queryKey: ['measured', 'components'],
    queryFn: () => ask<Component[]>('GET', '/api/v1/components'),
    refetchInterval: 30_000,
  })
}

function Watched({ component, monitors }: { component: Component; monitors: Monitor[] }) {
  const own = monitors.filter((monitor) => monitor.component === component.key)
  if (own.length === 0) return null
  return (
    <section className="section">
      <h2>{component.name}</h2>
      <p>
        <StateMark state={component.state} />
      </p>
      <ul className="plain-list rows">
        {own.map(({ key, kind, everyMs, source, problem }) => (
          <li key={key}>
            <Link to="/monitors/$key" params={{ key }}>
              {key}
            </Link>{' '}
            <span className="soft">
              {kind}, every <Duration ms={everyMs} />
              {source === 'file' ? ', from the configuration file' : ''}
            </span>
            {problem === null ? null : <p>It is not checked: {problem}</p>}
          </li>
        ))}
      </ul>
    </section>
  )
}
